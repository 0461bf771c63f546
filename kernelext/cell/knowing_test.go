package cell_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seminar/kernelext/cell"
	"seminar/kernelext/reference"
)

// documented are the packages that the tests' reference knows.
var documented = []string{"builtin", "fmt", "io", "strings", "sync", "time", "sort", "net/http", "math/rand", "crypto/rand", "seminar/kernelext"}

// known is a reference of them, in a file that is gone.
var known = sync.OnceValues(func() (*reference.File, error) {
	out, err := exec.Command("go", append([]string{"list", "-f", "{{.ImportPath}} {{.Dir}}{{range .GoFiles}} {{.}}{{end}}"}, documented...)...).Output()
	if err != nil {
		return nil, err
	}
	var all []*reference.Package
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		p, err := reference.Collect(reference.Source{Path: words[0], Dir: words[1], Files: words[2:]})
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	dir, err := os.MkdirTemp("", "reference-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file, err := os.Create(filepath.Join(dir, "reference"))
	if err != nil {
		return nil, err
	}
	if err := reference.Write(file, all); err != nil {
		return nil, err
	}
	f := reference.Open(file.Name())
	return f, f.Err()
})

// earlier are the cells that were run before the one that is asked about.
var earlier = []string{
	"import (\"fmt\"; \"strings\"; \"sync\"; str \"strings\")\nimport \"time\"",
	`// A point is on a map.
type point struct {
	Across int // from the west
	Down   int
	inner
}

type inner struct{ hidden, Seen string }

// Length is how far it is from the corner.
func (p *point) Length() int { return p.Across + p.Down }

func (inner) Inside() bool { return true }

// höhe is where we are.
höhe := point{}
points := []point{}
byName := map[string]*point{}
longer := 1
var mu sync.Mutex
const answer = 42`,
	`// Max is the larger one.
func Max[T int | float64](a, b T) T { return max(a, b) }

// List is generic.
type List[T any] struct{ Items []T }

// First returns the first.
func (l *List[T]) First() T { return l.Items[0] }

list := List[point]{}
// Shape has an area.
type Shape interface {
	// Area is never negative.
	Area() float64
}
func make3() (int, error) { return 3, nil }
func newPoint() *point { return nil }
var (
	// first of a group
	first = 1
	second = 2 // second of a group
)
x := 1`,
	"x := fmt.Sprint(x)",
}

// notebook has run the earlier cells.
func notebook(t testing.TB) *cell.Notebook {
	t.Helper()
	f, err := known()
	if err != nil {
		t.Fatal(err)
	}
	n := cell.New(cell.Options{Lookup: lookup, Reference: f})
	for i, code := range earlier {
		u := n.Check(fmt.Sprintf("cell[%d]", i+1), code)
		if u.Problems != nil {
			t.Fatal(u.Problems)
		}
		u.Commit(1 << 20)
	}
	return n
}

// cursor takes the | out of a code.
func cursor(code string) (string, int) {
	before, after, _ := strings.Cut(code, "|")
	return before + after, len(before)
}

func TestComplete(t *testing.T) {
	n := notebook(t)
	for _, c := range []struct {
		code    string // | is the cursor
		want    string // some of the matches, - before those that must not be
		replace string // what they replace
	}{
		// members of packages
		{"fmt.Printl|", "Println", "Printl"},
		{"fmt.|", "Println Stringer -newPrinter", ""},
		{"fmt.printl|", "Println", "printl"},
		{"str.ToUp|", "ToUpper ToUpperSpecial", "ToUp"},
		{"a.b.c\nfmt.Fprintl|n(x)", "Fprintln", "Fprintln"},
		{"\"é\" + fmt.Sprint|", "Sprint Sprintf Sprintln", "Sprint"},
		{"x := fmt.Sprintf(\"%d\", long|)", "longer", "long"},
		// packages that nobody has imported
		{"sort.Sl|", "Slice SliceStable", "Sl"},
		{"kernelext.Po|", "Pool", "Po"},
		{"go kernelext.Seq|", "Sequential", "Seq"},
		{"rand.Per|", "Perm", "Per"},
		{"rand.Re|", "Read Reader", "Re"}, // of two packages
		{"nothing.Like|", "", "Like"},
		// what the cell imports itself
		{"import \"net/url\"\nurl.Pars|", "Parse ParseQuery", "Pars"},
		{"import u \"net/url\"\nv, err := u.Parse(\"\")\nv.Hos|", "Host Hostname", "Hos"},
		{"import . \"net/url\"\nParseQu|", "ParseQuery", "ParseQu"},
		// fields and methods
		{"höhe.Ac|", "Across", "Ac"},
		{"höhe.|", "Across Down inner hidden Seen Length Inside", ""},
		{"höhe.Le|ngth()", "Length", "Length"},
		{"points[0].D|", "Down", "D"},
		{"byName[\"a\"].Le|", "Length", "Le"},
		{"newPoint().Se|", "Seen", "Se"},
		{"newPoint().|\nx", "Length", ""},
		{"(&höhe).Len|", "Length", "Len"},
		{"mu.|", "Lock Unlock TryLock -state", ""},
		{"list.Fi|", "First", "Fi"},
		{"list.First().Ac|", "Across", "Ac"},
		{"list.Items[0].Ac|", "Across", "Ac"},
		{"Max(1, 2).|", "", ""},
		{"strings.NewReader(\"\").Re|", "Read ReadAt ReadByte", "Re"},
		{"time.Second.Ho|", "Hours", "Ho"},
		{"x.|", "", ""}, // a string
		{"func(s Shape) { s.Ar| }", "Area", "Ar"},
		{"var e error\ne.Er|", "Error", "Er"},
		{"point.In|", "Inside", "In"},
		{"(*point).Len|", "Length", "Len"},
		// names
		{"lon|", "longer", "lon"},
		{"hö|", "höhe", "hö"},
		{"fm|", "fmt", "fm"},
		{"|", "höhe points fmt point -append -func", ""},
		{"", "höhe", ""},
		{"fmt.Println(|)", "longer höhe -append", ""},
		{"appe|", "append", "appe"},
		{"fun|", "func", "fun"},
		{"retur|", "return", "retur"},
		{"stri|", "strings string", "stri"},
		{"Ma|", "Max", "Ma"},
		{"nothingLikeThat|", "", "nothingLikeThat"},
		{"LONG|", "longer", "LONG"},
		// names of the cell itself, before the cursor
		{"fresh := 1\nfre|", "fresh", "fre"},
		{"fre|\nfresh := 1", "-fresh", "fre"},
		{"fre|\nfunc freshly() {}", "freshly", "fre"},
		{"fresh := newPoint()\nfresh.Ac|", "Across", "Ac"},
		{"func f() { inside := newPoint(); inside.Ac| }\nlater := 1", "Across", "Ac"},
		{"func f(param point) {\n\tif true {\n\t\tpar|\n\t}\n}", "param", "par"},
		{"func f() {\n\tpar|\n\tparts := 1\n}", "-parts", "par"},
		{"for index := range points { ind| }", "index", "ind"},
		{"for index, p := range points {\n\tp.Ac|\n}\nx", "Across", "Ac"},
		{"type pair struct{ one, two int }\nvar p pair\np.t|", "two", "t"},
		{"point := 3\npoi|", "point points", "poi"},
		{"func gen[T Shape](t T) { t.Ar| }", "Area", "Ar"},
		{"x := x + fmt.Spri|", "Sprint", "Spri"},
		{"x := points\nx[0].Ac|", "Across", "Ac"},
		// keys of literals
		{"point{Ac|", "Across", "Ac"},
		{"point{Across: 1, Do|}", "Down", "Do"},
		{"[]point{{Do|}}", "Down", "Do"},
		{"&point{|}", "Across Down longer", ""},
		{"point{Across: lon|}", "longer", "lon"},
		// broken cells
		{"fmt.Println(höhe.Ac|", "Across", "Ac"},
		{"fmt.Println(höhe.Ac|\ny := 2\nfmt.Println(y)", "Across", "Ac"},
		{"if höhe.Ac|", "Across", "Ac"},
		{"for i := range höhe.Ac|", "Across", "Ac"},
		{"for i := 0; i < höhe.Ac|", "Across", "Ac"},
		{"for i := 0; i < 3; i += höhe.Ac|", "Across", "Ac"},
		{"switch höhe.Ac|", "Across", "Ac"},
		{"switch x {\ncase höhe.Ac|\n}", "Across", "Ac"},
		{"func f() {\n\tif höhe.Ac|\n}\nfunc g() {}", "Across", "Ac"},
		{"func f() {\n\tdefer mu.Unl|\n}", "Unlock", "Unl"},
		{"go newPoint().Len|", "Length", "Len"},
		{"a, b := points[lon|", "longer", "lon"},
		{"a, höhe.Ac|", "Across", "Ac"},
		{"fmt.Println(\"a\"\ny := höhe\ny.Ac|", "Across", "Ac"},
		{"x := = 3\nhöhe.Ac|", "Across", "Ac"},
		{"func f() {\n\tx := = 3\n\thöhe.Ac|\n}", "Across", "Ac"},
		{"}\nhöhe.Ac|", "Across", "Ac"},
		{"func (p poi|", "point", "poi"},
		{"func f(p poi|", "point", "poi"},
		{"type T struct { p poi|", "point", "poi"},
		{"var p []poi|", "point", "poi"},
		{"make(map[string]poi|", "point", "poi"},
		{"ch := make(chan poi|)", "point", "poi"},
		{"undefined.foo(höhe.Ac|", "Across", "Ac"},
		{"v := undefined()\nv.Ac|", "", "Ac"},
		{"höhe.\nAc|", "Across", "Ac"},
		{"höhe.Across.|", "", ""},
		{"fmt.Println(strings.To|, 3", "ToUpper", "To"},
		// literals and comments
		{"\"fmt.Pri|\"", "", ""},
		{"`fmt.Pri|`", "", ""},
		{"// fmt.Pri|", "", ""},
		{"/* fmt.Pri| */", "", ""},
		{"fmt.Println(\"fmt.|", "", ""},
		{"fmt.Println('f|", "", ""},
		{"fmt.Println(\"\\\"\", lon|", "longer", "lon"},
		{"/* */ lon|", "longer", "lon"},
		// import paths
		{"import \"net/ht|", "net/http", "net/ht"},
		{"import \"net/ht|\"", "net/http", "net/ht"},
		{"import \"ht|\"", "net/http", "ht"},
		{"import (\n\t\"fmt\"\n\tx \"semi|\n)", "seminar/kernelext", "semi"},
		{"import \"|\"", "fmt net/http crypto/rand -builtin", ""},
		{"import \"fmt\"\n\"ti|\"", "", ""},
		{"s := \"net/ht|\"", "", ""},
	} {
		code, at := cursor(c.code)
		got := n.Complete(code, at)
		var texts []string
		for _, m := range got.Matches {
			texts = append(texts, m.Text)
			if m.Kind == "" {
				t.Errorf("%s: %s has no kind", c.code, m.Text)
			}
		}
		for want := range strings.FieldsSeq(c.want) {
			name, not := strings.CutPrefix(want, "-")
			if slices.Contains(texts, name) == not {
				t.Errorf("%s: %q, want %s", c.code, texts, want)
			}
		}
		if c.want == "" && len(texts) > 0 {
			t.Errorf("%s: %q, want nothing", c.code, texts)
		}
		if replaced := code[got.Start:got.End]; replaced != c.replace {
			t.Errorf("%s: replaces %q, want %q", c.code, replaced, c.replace)
		}
	}
}

func TestMatchesHaveKindsAndTypes(t *testing.T) {
	n := notebook(t)
	for _, c := range []struct {
		code string
		want cell.Match
	}{
		{"kernelext.Po|", cell.Match{Text: "Pool", Kind: "func", Type: "(workers, n int, do func(i int))"}},
		{"strings.ToUppe|", cell.Match{Text: "ToUpper", Kind: "func", Type: "(s string) string"}},
		{"sort.IntSl|", cell.Match{Text: "IntSlice", Kind: "type", Type: "[]int"}},
		{"time.Thurs|", cell.Match{Text: "Thursday", Kind: "const", Type: "time.Weekday"}},
		{"höhe.Acr|", cell.Match{Text: "Across", Kind: "field", Type: "int"}},
		{"höhe.Len|", cell.Match{Text: "Length", Kind: "method", Type: "() int"}},
		{"byN|", cell.Match{Text: "byName", Kind: "var", Type: "map[string]*point"}},
		{"list.Ite|", cell.Match{Text: "Items", Kind: "field", Type: "[]point"}},
		{"inne|", cell.Match{Text: "inner", Kind: "type", Type: "struct"}},
		{"Sha|", cell.Match{Text: "Shape", Kind: "type", Type: "interface"}},
		{"answ|", cell.Match{Text: "answer", Kind: "const", Type: "untyped int"}},
		{"fm|", cell.Match{Text: "fmt", Kind: "package", Type: "fmt"}},
		{"import \"net/ht|", cell.Match{Text: "net/http", Kind: "path"}},
		{"retur|", cell.Match{Text: "return", Kind: "keyword"}},
		{"appe|", cell.Match{Text: "append", Kind: "func"}},
		{"x := points\nx|", cell.Match{Text: "x", Kind: "var", Type: "[]point"}},
		{"x|", cell.Match{Text: "x", Kind: "var", Type: "string"}},
	} {
		code, at := cursor(c.code)
		got := n.Complete(code, at)
		if len(got.Matches) == 0 {
			t.Errorf("%s: no match", c.code)
		} else if d := cmp.Diff(c.want, got.Matches[0]); d != "" {
			t.Errorf("%s: %s", c.code, d)
		}
	}
}

func TestInspect(t *testing.T) {
	n := notebook(t)
	for _, c := range []struct {
		code string
		want string // parts of the text, between ·
	}{
		{"fmt.Println|", "func Println(a ...any) (n int, err error)·Println formats using·package fmt"},
		{"fm|t.Println", "package fmt // import \"fmt\"·Package fmt implements formatted I/O"},
		{"kernelext.Po|ol", "func Pool(workers, n int, do func(i int))·Pool does the tasks·import \"seminar/kernelext\""},
		{"kernelext.Pool(4, |", "func Pool(workers, n int, do func(i int))"},
		{"kernelext.Pool(4, 1|0, f)", "func Pool("},
		{"kernelext.Pool(4, 10, func(i int) {\n\t|\n})", "func Pool("},
		{"fmt.Println(\"a|\")", "func Println("},
		{"fmt.Println(longer|)", "var longer int·cell[2]:19"},
		{"fmt.Println(strings.Repeat(\"a\", |))", "func Repeat(s string, count int) string"},
		{"fmt.Println(strings.Repeat(\"a\", 3), |", "func Println("},
		{"fmt.Println(\"a\")|", ""},
		{"strings.NewReader(\"\").Le|n()", "func (r *Reader) Len() int·Len returns the number"},
		{"mu.Lo|ck()", "func (m *Mutex) Lock()·Lock locks m"},
		{"mu.Lock(|", "func (m *Mutex) Lock()"},
		{"time.Second|", "const time.Second time.Duration = 1000000000·package time"},
		{"var s fmt.Stringer\ns.Str|ing()", "String() string·package fmt"},
		{"sync.WaitGr|oup{}", "type WaitGroup struct·A WaitGroup is"},
		{"x := http.Client{Tim|eout: 0}", ""}, // nobody has imported it
		{"import \"net/url\"\nvar u url.URL\nu.Hos|t", "field Host string·package net/url"},
		{"appen|d(points, höhe)", "func append(slice []Type, elems ...Type) []Type·predeclared"},
		{"append(points, |", "func append("},
		{"var e erro|r", "type error interface"},
		{"var e error\ne.Err|or()", "func (error) Error() string"},
		{"i|nt(3)", "type int int"},
		{"ni|l", "nil"},
		{"sort.Sli|ce(x, nil)", "func Slice(x any, less func(i, j int) bool)·to be imported with: import \"sort\""},
		{"sor|t.Slice", "package sort // import \"sort\""},
		{"import \"net/h|ttp\"", "package http // import \"net/http\""},
		// the reader's own
		{"höh|e", "var höhe point·höhe is where we are.·cell[2]:16"},
		{"poi|nt{}", "type point struct {·Across int // from the west·A point is on a map.·cell[2]:2"},
		{"höhe.Acr|oss", "field Across int·from the west·cell[2]:3"},
		{"höhe.Len|gth()", "func (p *point) Length() int·Length is how far·cell[2]:11"},
		{"höhe.Length(|)", "func (p *point) Length() int"},
		{"Ma|x(1, 2)", "func Max[T int | float64](a, b T) T·Max is the larger one.·cell[3]:2"},
		{"Max[int](|", "func Max["},
		{"list.Fir|st()", "func (l *List[T]) First() T·First returns the first."},
		{"Li|st[int]{}", "type List[T any] struct{ Items []T }·List is generic."},
		{"list.Item|s", "field Items []point·cell[3]:5"},
		{"var s Shape\ns.Are|a()", "Area is never negative.·cell[3]:14"},
		{"answ|er", "const answer untyped int = 42·cell[2]:21"},
		{"firs|t", "var first int·first of a group"},
		{"secon|d", "var second int·second of a group"},
		{"|x", "var x string·cell[4]:1"},
		{"// Twice doubles.\nfunc twice(n int) int { return 2 * n }\ntwice(|", "func twice(n int) int·Twice doubles.·line 2 of this cell"},
		{"// fresh is new\nfresh := 1\nfres|h", "var fresh int·fresh is new·line 2 of this cell"},
		{"func f(inside int) int { return insi|de }", "var inside int·line 1 of this cell"},
		{"x := points\nx|", "var x []point·line 1 of this cell"},
		{"é := 1; fmt.Println(höh|e)", "var höhe point"},
		// broken
		{"if höhe.Length(|", "func (p *point) Length() int"},
		{"fmt.Println(höhe.Leng|th", "func (p *point) Length() int"},
		{"x := = 1\nMax(|", "func Max["},
		{"undefined|", ""},
		{"undefined.foo|", ""},
		{"|", ""},
		{"// Max|", ""},
		{"fmt.Println(undefined|)", "func Println("},
		{"retur|n", ""},
	} {
		code, at := cursor(c.code)
		text := ""
		if d := n.Inspect(code, at, 0); d != nil {
			text = d.Text()
		}
		if c.want == "" && text != "" {
			t.Errorf("%s: %s\nwant nothing", c.code, text)
		}
		for want := range strings.SplitSeq(c.want, "·") {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q\nlacks %q", c.code, text, want)
			}
		}
	}
}

// What is asked while a cell runs, between its Check and its Commit, changes nothing
// about what it declares. Run with -race.
func TestAskingWhileACellRuns(t *testing.T) {
	n := notebook(t)
	u := n.Check("cell[5]", "type point struct{ Left int }\nfresh := point{1}\nfunc (p point) Twice() int { return 2 * p.Left }")
	if u.Problems != nil {
		t.Fatal(u.Problems)
	}
	var asking sync.WaitGroup
	for range 4 {
		asking.Go(func() {
			for range 20 {
				n.Complete("type point int\nfresh := point(3)\nfresh.", 36)
				n.Inspect("func Max() {}\nMax(", 18, 1)
			}
		})
	}
	for range 20 {
		n.Check("cell[6]", "type inner int\nmu := inner(3)")
	}
	u = n.Check("cell[5]", "type point struct{ Left int }\nfresh := point{1}\nfunc (p point) Twice() int { return 2 * p.Left }")
	asking.Wait()
	u.Commit(1 << 20)
	got := n.Complete("fresh.", 6)
	var texts []string
	for _, m := range got.Matches {
		texts = append(texts, m.Text)
	}
	if d := cmp.Diff([]string{"Left", "Twice"}, texts); d != "" {
		t.Error(d)
	}
	if d := n.Inspect("Max", 3, 0); d == nil || !strings.HasPrefix(d.Signature, "func Max[T int | float64]") {
		t.Errorf("Max has become %+v", d)
	}
}

func TestDetail(t *testing.T) {
	n := notebook(t)
	for _, c := range []struct {
		code, markdown string
	}{
		{"Ma|x", "```go\nfunc Max[T int | float64](a, b T) T\n```\n\nMax is the larger one.\n\n```go\nfunc Max[T int | float64](a, b T) T { return max(a, b) }\n```\n\n*cell[3]:2*\n"},
		{"inne|r{}", "```go\ntype inner struct{ hidden, Seen string }\n```\n\n```go\nfunc (inner) Inside() bool\n```\n\n*cell[2]:8*\n"},
	} {
		code, at := cursor(c.code)
		if d := cmp.Diff(c.markdown, n.Inspect(code, at, 1).Markdown()); d != "" {
			t.Errorf("%s: %s", c.code, d)
		}
	}
	for code, want := range map[string]string{"fm|t": "func Sprintf(format string, a ...any) string", "sync.Mute|x": "func (m *Mutex) TryLock() bool"} {
		code, at := cursor(code)
		if text := n.Inspect(code, at, 1).Text(); !strings.Contains(text, want) {
			t.Errorf("%s: %s\nlacks %s", code, text, want)
		}
	}
}

// FuzzAsk asks everywhere in any text. That is no panic, what is replaced lies around
// the cursor, and the notebook goes on as before.
func FuzzAsk(f *testing.F) {
	n := notebook(f)
	for _, code := range earlier {
		for at := 0; at < len(code); at += 7 {
			f.Add(code, at)
			f.Add(code[:at], at)
		}
	}
	f.Add("x := point{|", 11)
	f.Add("import (\"\xff", 10)
	f.Fuzz(func(t *testing.T, code string, at int) {
		got := n.Complete(code, at)
		if at = min(max(at, 0), len(code)); got.Start > at || got.End < at {
			t.Errorf("at %d, %d to %d is replaced", at, got.Start, got.End)
		}
		for detail := range 2 {
			if d := n.Inspect(code, at, detail); d != nil {
				d.Markdown()
				d.Text()
			}
		}
		if u := n.Check("cell[9]", "höhe.Length() + len(x)"); u.Problems != nil {
			t.Errorf("the notebook has changed: %v", u.Problems)
		}
	})
}

// BenchmarkComplete and BenchmarkInspect are what a key costs in a cell of 100 lines.
func BenchmarkComplete(b *testing.B) {
	n := notebook(b)
	long := strings.Repeat("fmt.Println(höhe.Length(), points)\n", 100)
	for name, code := range map[string]string{"member": "höhe.", "package": "fmt.", "not imported": "kernelext.", "http": "http.", "scope": "l", "long": long + "höhe.", "broken": long + "if fmt.Println(höhe."} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if len(n.Complete(code, len(code)).Matches) == 0 {
					b.Fatal("nothing")
				}
			}
		})
	}
}

func BenchmarkInspect(b *testing.B) {
	n := notebook(b)
	for name, code := range map[string]string{"own": "höhe.Length(", "package": "fmt.Println(", "not imported": "kernelext.Pool(", "http": "http.Get("} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if n.Inspect(code, len(code), 0) == nil {
					b.Fatal("nothing")
				}
			}
		})
	}
}
