package build_test

import (
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"seminar/kernelext/kernel/pipe"
	"seminar/kernelext/reference"
)

// bothWays runs a test where cells are interpreted and where they are compiled.
func bothWays(t *testing.T, test func(t *testing.T, s *session)) {
	for name, start := range map[string]func(testing.TB, ...string) *session{"interpreted": newSession, "compiled": newHostSession} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, start(t))
		})
	}
}

// question asks about the place of the | in a code.
func (s *session) question(t testing.TB, kind pipe.Kind, code string, detail int) pipe.Event {
	t.Helper()
	before, after, _ := strings.Cut(code, "|")
	s.id++
	if err := s.requests.Write(pipe.Request{ID: s.id, Kind: kind, Code: before + after, Cursor: len(before), Detail: detail}); err != nil {
		t.Fatal(err)
	}
	e, err := s.next()
	if err != nil {
		t.Fatal(err)
	}
	if e.ID != s.id {
		t.Fatalf("%+v comes where an answer to %d should", e, s.id)
	}
	return e
}

// matches are what a completion offers.
func (s *session) matches(t testing.TB, code string) []string {
	t.Helper()
	var all []string
	for _, m := range s.question(t, pipe.Complete, code, 0).Matches {
		all = append(all, m.Text)
	}
	return all
}

// said is what an inspection tells, or "".
func (s *session) said(t testing.TB, code string) string {
	t.Helper()
	b := s.question(t, pipe.Inspect, code, 0).Bundle
	if b == nil {
		return ""
	}
	return b.Data["text/plain"].(string)
}

// declared is a cell that runs on both ways.
const declared = `import (
	"fmt"
	"strings"
	"sync"
)

// A point is on a map.
type point struct {
	Across int // from the west
	Down   int
}

// Length is how far it is from the corner.
func (p point) Length() int { return p.Across + p.Down }

// origin is the corner.
var origin = point{}

höhe := &point{}
points := []point{}
var wg sync.WaitGroup`

func TestComplete(t *testing.T) {
	t.Parallel()
	bothWays(t, func(t *testing.T, s *session) {
		if a := s.execute(declared); a.err != nil {
			t.Fatal(a.err)
		}
		for _, c := range []struct {
			code       string // | is the cursor
			want       string
			start, end int
		}{
			{"fmt.Printl|", "Println", 4, 10},
			{"x := fmt.Sprintf(\"%d\", poi|)", "points", 23, 26},
			{"höhe.Ac|", "Across", 6, 8},
			{"höhe.Len|", "Length", 6, 9},
			{"points[0].Do|", "Down", 10, 12},
			{"wg.|", "Go", 3, 3},
			{"a.b.c\nfmt.Fprintl|n(x)", "Fprintln", 10, 18},
			{"strings.NewReader(\"\").Re|", "ReadByte", 22, 24},
			{"kernelext.Po|", "Pool", 10, 12},
			{"charts.Ba|", "Bars", 7, 9},
			{"time.Now|", "Now", 5, 8},
			{"import \"time\"\ntime.Now().Un|", "Unix", 25, 27},
			{"for i := range poi|", "points", 15, 18},
			{"fm|", "fmt", 0, 2},
			{"Disp|", "Display", 0, 4},
			{"display.Mark|", "Markdown", 8, 12},
			{"nothing.Like|", "", 8, 12},
			{"\"fmt.Pr|\"", "", 7, 7},
			{"// fmt.Pr|", "", 9, 9},
			{"import \"net/ht|", "net/http", 8, 14},
			{"|", "origin", 0, 0},
			{"%tim|", "%timeit", 0, 4},
			{"%|", "%help", 0, 1},
			{"%version\n  %gor|", "%goroutines", 11, 15},
			{"%timeit fmt.Sprin|", "Sprint", 12, 17},
			{"$ fm|", "", 4, 4},
			{"x := 5 %po|", "points", 8, 10},
		} {
			e := s.question(t, pipe.Complete, c.code, 0)
			if c.want != "" && !slices.ContainsFunc(e.Matches, func(m pipe.Match) bool { return m.Text == c.want && m.Kind != "" }) || c.want == "" && len(e.Matches) > 0 {
				t.Errorf("%s: %v, want %q", c.code, e.Matches, c.want)
			}
			if e.Kind != pipe.Completed || e.Start != c.start || e.End != c.end {
				t.Errorf("%s: %s from %d to %d, want %d to %d", c.code, e.Kind, e.Start, e.End, c.start, c.end)
			}
		}
	})
}

func TestInspect(t *testing.T) {
	t.Parallel()
	bothWays(t, func(t *testing.T, s *session) {
		if a := s.execute(declared); a.err != nil {
			t.Fatal(a.err)
		}
		for _, c := range []struct{ code, want string }{
			{"fmt.Println|", "func Println(a ...any) (n int, err error)·Println formats using the default formats"},
			{"kernelext.Po|ol", "func Pool(workers, n int, do func(i int))·Pool does"},
			{"charts.Bar|s", "func Bars(t *kernelext.Table) *Chart·package seminar/charts"},
			{"wg.G|o(f)", "func (wg *WaitGroup) Go(f func())·Go calls f"},
			{"strings.Repeat(\"a\", |)", "func Repeat(s string, count int) string"},
			{"origi|n", "var origin point·origin is the corner.·cell[1]:17"},
			{"höhe.Len|gth()", "func (p point) Length() int·Length is how far it is"},
			{"höhe.Acr|oss", "field Across int·from the west"},
			{"poi|nt{}", "type point struct·A point is on a map."},
			{"%timei|t", "%timeit STATEMENT·measure"},
			{"Displ|ay(1)", "func Display"},
			{"retur|n", ""},
			{"\"fm|t\"", ""},
		} {
			text := s.said(t, c.code)
			if (c.want == "") != (text == "") {
				t.Errorf("%s: %q, want %q", c.code, text, c.want)
			}
			for want := range strings.SplitSeq(c.want, "·") {
				if !strings.Contains(text, want) {
					t.Errorf("%s: %q lacks %q", c.code, text, want)
				}
			}
		}
		if b := s.question(t, pipe.Inspect, "poin|t{}", 1).Bundle; b == nil || !strings.Contains(b.Data["text/markdown"].(string), "```go\nfunc (p point) Length() int\n```") {
			t.Errorf("in detail: %+v", b)
		}
	})
}

// What a cell changes is seen, whether it has come to its end or not.
func TestAdviceAfterCells(t *testing.T) {
	t.Parallel()
	bothWays(t, func(t *testing.T, s *session) {
		if got := s.matches(t, "later.|"); got != nil {
			t.Errorf("before the cell: %q", got)
		}
		s.execute("type T struct{ First int }\nvar later T")
		if got := s.matches(t, "later.|"); !slices.Equal(got, []string{"First"}) {
			t.Errorf("after the cell: %q", got)
		}
		s.execute("type T struct{ Second int }\nvar later T")
		if got := s.matches(t, "later.|"); !slices.Equal(got, []string{"Second"}) {
			t.Errorf("after the type has changed: %q", got)
		}
		s.execute("var early T\nvar none []int\n_ = none[3]\nvar never T")
		if got := s.matches(t, "early.|"); !slices.Equal(got, []string{"Second"}) {
			t.Errorf("after a panic: %q", got)
		}
		s.execute("var wrong T = 3")
		if got := s.matches(t, "wron|"); got != nil {
			t.Errorf("after a cell that does not compile: %q", got)
		}
	})
}

// A new worker has been told what the one before knew.
func TestAdviceAfterReplay(t *testing.T) {
	t.Parallel()
	bothWays(t, func(t *testing.T, s *session) {
		s.id++
		keep := pipe.Keep{Cell: 3, Text: "//line cell[3]:2\nimport \"strings\"\n//line cell[3]:4\n// Loud is louder.\nfunc Loud(s string) string { return strings.ToUpper(s) }\n"}
		if err := s.requests.Write(pipe.Request{ID: s.id, Kind: pipe.Replay, Keeps: []pipe.Keep{keep}}); err != nil {
			t.Fatal(err)
		}
		if e, err := s.next(); err != nil || e.Error != nil {
			t.Fatalf("%+v, %v", e, err)
		}
		if got := s.said(t, "Loud(|"); !strings.Contains(got, "func Loud(s string) string") || !strings.Contains(got, "Loud is louder.") || !strings.Contains(got, "cell[3]:5") {
			t.Errorf("%q", got)
		}
		if got := s.matches(t, "strings.ToUp|"); !slices.Contains(got, "ToUpper") {
			t.Errorf("%q", got)
		}
	})
}

// A reader who types while a loop runs is answered.
func TestAdviceWhileACellRuns(t *testing.T) {
	t.Parallel()
	bothWays(t, func(t *testing.T, s *session) {
		s.execute("import \"fmt\"\nvar before int")
		running := s.id + 1
		s.id, s.cell = running, s.cell+1
		if err := s.requests.Write(pipe.Request{ID: running, Kind: pipe.Execute, Code: "for { before++ }", Cell: s.cell}); err != nil {
			t.Fatal(err)
		}
		if got := s.matches(t, "befo|"); !slices.Equal(got, []string{"before"}) {
			t.Errorf("completed %q", got)
		}
		if got := s.said(t, "fmt.Println(|"); !strings.HasPrefix(got, "func Println") {
			t.Errorf("told %q", got)
		}
		if err := s.requests.Write(pipe.Request{Kind: pipe.Interrupt}); err != nil {
			t.Fatal(err)
		}
		if e, err := s.next(); err != nil || e.ID != running || e.Kind != pipe.Done {
			t.Errorf("%+v, %v", e, err)
		}
	})
}

// The file that is built beside the kernel knows all that a cell can import.
func TestReference(t *testing.T) {
	t.Parallel()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	f := reference.Open(path + ".reference")
	if err := f.Err(); err != nil {
		t.Fatal(err)
	}
	for path, names := range map[string][]string{
		"fmt": {"Println", "Stringer.String"}, "net/http": {"Client.Timeout", "Get"}, "unsafe": {"Pointer"}, "os": {"Stdin", "File.Close"},
		"seminar/kernelext": {"Pool", "Compare", "Table"}, "seminar/charts": {"Bars"}, "builtin": {"append", "error.Error"},
	} {
		p := f.Package(path)
		for _, name := range names {
			if e := p.Entry(name); e == nil || e.Signature == "" || e.Doc == "" && !strings.Contains(name, ".") {
				t.Errorf("%s.%s is %+v", path, name, e)
			}
		}
	}
	for _, path := range []string{"builtin", "internal/abi", "cmd/go"} {
		if slices.Contains(f.Paths(), path) {
			t.Errorf("%s can be imported", path)
		}
	}
}

// Without the file, a worker knows what the cells declare.
func TestAdviceWithoutReference(t *testing.T) {
	t.Parallel()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	alone := filepath.Join(t.TempDir(), "gophernotes")
	if err := exec.Command("cp", path, alone).Run(); err != nil { // a copy of our own could be inherited by what other tests start, and be busy
		t.Fatal(err)
	}
	s := startSession(t, alone)
	s.execute("func Loud() {}")
	if got := s.matches(t, "Lou|"); !slices.Equal(got, []string{"Loud"}) {
		t.Errorf("completed %q", got)
	}
	if got := s.matches(t, "fmt.Pri|"); got != nil {
		t.Errorf("completed %q", got)
	}
}

// BenchmarkAdvice is what a reader waits for after Tab and Shift-Tab in a cell of some
// lines, with the way to the worker and back, when it is not the first time.
func BenchmarkAdvice(b *testing.B) {
	for way, start := range map[string]func(testing.TB, ...string) *session{"interpreted": newSession, "compiled": newHostSession} {
		s := start(b)
		s.execute(declared)
		cell := strings.Repeat("fmt.Println(höhe.Length(), points)\n", 20)
		for name, code := range map[string]string{"own": "höhe.Len|", "fmt": "fmt.Printl|", "imported by nobody": "http.Ge|"} {
			b.Run(way+"/complete/"+name, func(b *testing.B) {
				for b.Loop() {
					if s.matches(b, cell+code) == nil {
						b.Fatal("nothing")
					}
				}
			})
		}
		for name, code := range map[string]string{"own": "höhe.Length(|", "fmt": "fmt.Println(|", "imported by nobody": "http.Get(|"} {
			b.Run(way+"/inspect/"+name, func(b *testing.B) {
				for b.Loop() {
					if s.said(b, cell+code) == "" {
						b.Fatal("nothing")
					}
				}
			})
		}
	}
}
