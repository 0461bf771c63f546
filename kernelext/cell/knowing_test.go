package cell_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
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
