package cell_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seminar/kernelext/cell"
	"seminar/kernelext/reference"
)

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
		{"var wg sync.WaitGroup\nwg.Go(|", "adds that task to the WaitGroup."},
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

// What the reference does not know is read from its source, if somebody knows where
// that is.
func TestSourceOfModules(t *testing.T) {
	asked := ""
	n := cell.New(cell.Options{Lookup: lookup, Source: func(path string) reference.Source {
		asked = path
		return reference.Source{Path: path, Dir: "../reference/testdata/sample", Files: []string{"sample.go"}}
	}})
	n.Check("cell[1]", "import str \"strings\"").Commit(1)
	if d := n.Inspect("str.Map(", 8, 0); asked != "strings" || d == nil || d.Doc != "Map applies f. It is generic.\n" {
		t.Errorf("asked about %q: %+v", asked, d)
	}
	gone := cell.New(cell.Options{Lookup: lookup, Source: func(path string) reference.Source {
		return reference.Source{Path: path, Dir: t.TempDir(), Files: []string{"gone.go"}}
	}})
	gone.Check("cell[1]", "import \"strings\"").Commit(1)
	if d := gone.Inspect("strings.ToUpper(", 16, 0); d == nil || d.Signature != "func strings.ToUpper(s string) string" {
		t.Errorf("without its source: %+v", d)
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
