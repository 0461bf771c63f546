package cell_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seminar/kernelext/cell"
)

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
		{"kern|", "kernelext", "kern"}, // to be imported
		{"byName[\"a\"]|", "", ""},
		{"byName[|\"a\"]", "höhe", ""},
		{"points := []|", "point", ""},
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
		{"appe|", cell.Match{Text: "append", Kind: "func", Type: "(slice []Type, elems ...Type) []Type"}},
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
