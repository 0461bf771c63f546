package cell_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seminar/kernelext/cell"
)

// needs runs cells and returns what the last one needs.
func needs(t *testing.T, cells ...string) string {
	t.Helper()
	n := cell.New(cell.Options{Lookup: lookup})
	for i, code := range cells {
		u := n.Check(cell3(i+1), code)
		if i == len(cells)-1 {
			return u.Needs()
		}
		if u.Problems != nil {
			t.Fatalf("cell %d: %v", i+1, u.Problems)
		}
		u.Commit(1 << 20)
	}
	return ""
}

func cell3(i int) string { return "cell[" + string(rune('0'+i)) + "]" }

func TestACellNeedsWhatItUsesAndWhatThatUses(t *testing.T) {
	got := needs(t,
		"import (\"fmt\"; \"sync\")\nvar mu sync.Mutex\ntype box struct{ n int }\nvar other = fmt.Sprint(1)",
		"func one() int { return 1 }\nfunc unused() { fmt.Println(other) }",
		"step := one()\nfor range 3 { step++ }",
		"func (b *box) add() { mu.Lock(); b.n += step; mu.Unlock() }",
		"b := &box{}; b.add()")
	for _, part := range []string{"import sync", "var mu sync.Mutex", "type box struct{ n int }", "func (b *box) add()", "step := one()", "func one() int"} {
		if !strings.Contains(got, part) {
			t.Errorf("%q is missing in\n%s", part, got)
		}
	}
	for _, part := range []string{"other", "unused", "step++", "fmt"} {
		if strings.Contains(got, part) {
			t.Errorf("%q is in\n%s", part, got)
		}
	}
}

// What a variable is worth there is what it was worth at first, however it was changed since and
// whatever cell changed it.
func TestAVariableIsDeclaredWithItsFirstValue(t *testing.T) {
	got := needs(t, "limit := 4", "limit = 7", "func f() int { return limit }", "f()")
	if diff := cmp.Diff("//line cell[1]:1\nlimit := 4\n//line cell[3]:1\nfunc f() int { return limit }\n", got); diff != "" {
		t.Error(diff)
	}
}

// What was declared again counts in its last form.
func TestTheLastDeclarationCounts(t *testing.T) {
	got := needs(t, "var check = 1", "func check() int { return 2 }", "func check() int { return 3 }", "check()")
	if diff := cmp.Diff("//line cell[3]:1\nfunc check() int { return 3 }\n", got); diff != "" {
		t.Error(diff)
	}
}

// And an import of the cell's own counts more than any declaration: whoever declares a check of his
// own has gained nothing.
func TestAnImportHidesWhatHadItsName(t *testing.T) {
	if got := needs(t, "type sync struct{}; func (sync) Lock() {}", "import \"sync\"\nvar mu sync.Mutex; mu.Lock()"); got != "" {
		t.Errorf("got %s", got)
	}
}

// A notebook in which this is declared runs the cell.
func TestWhatACellNeedsIsEnough(t *testing.T) {
	text := needs(t, "import \"strings\"\ntype names []string\nvar all = names{strings.ToUpper(\"a\")}", "func (n names) first() string { return n[0] }", "all.first()")
	n := cell.New(cell.Options{Lookup: lookup})
	u, missing := n.Replay([]string{text})
	if missing != nil || u.Problems != nil {
		t.Fatal(missing, u.Problems)
	}
	u.Commit(1 << 20)
	if u := n.Check("cell[3]", "all.first()"); u.Problems != nil {
		t.Errorf("%v\n%s\n%s", u.Problems, text, u.Source)
	}
}

// sealed runs cells, and then a last one where what it needs is declared and nothing else.
func sealed(t *testing.T, cells ...string) *cell.Unit {
	t.Helper()
	text := needs(t, cells...)
	n := cell.New(cell.Options{Lookup: lookup})
	u, missing := n.Replay([]string{text})
	if missing != nil || u.Problems != nil {
		t.Fatal(missing, u.Problems, text)
	}
	u.Commit(1 << 20)
	n.Seal()
	return n.Check("cell[9]", cells[len(cells)-1])
}

// Somebody tries something out, and calls an error's list errors or a helper max.
func TestATestMeansPackagesAndWhatGoPredeclares(t *testing.T) {
	for name, cells := range map[string][]string{
		"a variable named as a package":     {"import (\"errors\"; \"strings\")", "func f() error { return errors.New(strings.ToUpper(\"a\")) }", "errors := []int{1}", "errors.Is(f(), nil)"},
		"a variable that is used":           {"import \"errors\"", "errors := []int{1}", "func f() int { return errors[0] }", "f(); errors.New(\"a\")"},
		"a function named as a predeclared": {"func max(a, b int) int { return a }\nfunc f() int { return max(1, 2) }", "max(f(), 2, 3)"},
		"a constant, too":                   {"const true = 1", "func f() int { return true }", "x := f() == 1; if x == true {}"},
	} {
		t.Run(name, func(t *testing.T) {
			if u := sealed(t, cells...); u.Problems != nil {
				t.Errorf("%v\n%s", u.Problems, u.Source)
			}
		})
	}
}

// A test and a solution use the same name for something of their own.
func TestASolutionKeepsWhatATestDeclaresAnew(t *testing.T) {
	u := sealed(t, "import \"sync\"\nvar mu sync.Mutex\nfunc page(i int) int { return i }\nfunc f() int { mu.Lock(); defer mu.Unlock(); return page(2) }",
		"var mu sync.Mutex\npage := func(i int) int { return 7 }\nmu.Lock(); page(f())")
	if u.Problems != nil || strings.Contains(string(u.Source), "func f()") {
		t.Errorf("%v\n%s", u.Problems, u.Source)
	}
}

// ps2 has a const s, and so may a solution have an s that is a lock.
func TestATestBreaksNoFunctionOfThatName(t *testing.T) {
	n := cell.New(cell.Options{Lookup: lookup})
	n.Check("cell[1]", "import \"sync\"\nvar s sync.Mutex\nfunc f() int { s.Lock(); defer s.Unlock(); return 1 }").Commit(1 << 20)
	u := n.CheckBeside("cell[2]", "const s = 3\nconst other = 4\nfunc g() int { return 2 }\nf()")
	if u.Problems != nil || u.Notes != nil {
		t.Error(u.Problems, u.Notes)
	}
	u.Commit(1 << 20)
	text := n.Check("cell[3]", "f() + g() + other").Needs()
	if u, missing := cell.New(cell.Options{Lookup: lookup}).Replay([]string{text}); missing != nil || u.Problems != nil {
		t.Errorf("%s %v\n%s", missing, u.Problems, text)
	}
}

// Whoever imports check with a dot has not made tests of all the cells below.
func TestAnImportWithADotIsNoUse(t *testing.T) {
	n := cell.New(cell.Options{Lookup: lookup})
	u := n.Check("cell[1]", "import . \"strings\"")
	if !u.Uses("strings") {
		t.Error("an import is no use")
	}
	u.Commit(1 << 20)
	for code, want := range map[string]bool{"x := 1": false, "x := ToUpper(\"a\")": true, "import \"strings\"": true, "x := strings(": false} {
		if got := n.Check("cell[2]", code).Uses("strings"); got != want {
			t.Errorf("%s: %v", code, got)
		}
	}
}

func TestDeclarationsOfACellWithoutItsStatements(t *testing.T) {
	n := cell.New(cell.Options{Lookup: lookup})
	u := n.CheckDeclarations("cell[1]", "import \"fmt\"\nfunc f() int { return 1 }\nfmt.Println(f())\nx := f()")
	u.Commit(1 << 20)
	for code, works := range map[string]bool{"fmt.Sprint(f())": true, "x": false} {
		if u := n.Check("cell[2]", code); (u.Problems == nil) != works {
			t.Errorf("%s: %v", code, u.Problems)
		}
	}
}
