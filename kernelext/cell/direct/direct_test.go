package direct_test

import (
	"errors"
	"fmt"
	"go/types"
	"io"
	"os"
	"os/exec"
	"reflect"
	"strings"
	"sync"
	"testing"

	"seminar/kernelext/cell"
	"seminar/kernelext/cell/direct"
)

// What the cell below declares, as a worker would hold it.
type point struct {
	X, Y   int
	hidden int
}

func (p point) Sum() int              { return p.X + p.Y }
func (p *point) Move(by int)          { p.X += by }
func (p point) Scale(f float64) []int { return []int{int(f * float64(p.X)), int(f * float64(p.Y))} }

var (
	p      = point{1, 2, 3}
	pp     = &p
	n      = 5
	u      uint8
	f      = 1.5
	name   = "go"
	flag   bool
	list   = []int{10, 20}
	counts = map[string]int{"a": 1}
	err    error
	boxed  any
)

const declarations = `
import "fmt"
type point struct { X, Y int; hidden int }
func (p point) Sum() int { return 0 }
func (p *point) Move(by int) {}
func (p point) Scale(f float64) []int { return nil }
var p point
var pp *point
var n int
var u uint8
var f float64
var name string
var flag bool
var list []int
var counts map[string]int
var err error
var boxed any
func twice(n int) int { return 0 }
func pair() (int, error) { return 0, nil }
func nothing() {}
func sum(xs ...int) int { return 0 }
func takes(v any) string { return "" }
func id[T any](v T) T { return v }
`

var values = map[string]reflect.Value{
	"p": reflect.ValueOf(&p).Elem(), "pp": reflect.ValueOf(&pp).Elem(), "n": reflect.ValueOf(&n).Elem(), "u": reflect.ValueOf(&u).Elem(),
	"f": reflect.ValueOf(&f).Elem(), "name": reflect.ValueOf(&name).Elem(), "flag": reflect.ValueOf(&flag).Elem(), "list": reflect.ValueOf(&list).Elem(),
	"counts": reflect.ValueOf(&counts).Elem(), "err": reflect.ValueOf(&err).Elem(), "boxed": reflect.ValueOf(&boxed).Elem(),
	"twice":   reflect.ValueOf(func(n int) int { return 2 * n }),
	"pair":    reflect.ValueOf(func() (int, error) { return 7, errors.New("seven") }),
	"nothing": reflect.ValueOf(func() {}),
	"sum": reflect.ValueOf(func(xs ...int) (s int) {
		for _, x := range xs {
			s += x
		}
		return s
	}),
	"takes": reflect.ValueOf(func(v any) string { return fmt.Sprintf("%T", v) }),
}

// exports are where the go command keeps what the compiler says of fmt and what
// it needs.
var exports = sync.OnceValues(func() (map[string]string, error) {
	out, err := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}", "fmt", "math").Output()
	files := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), " ")
		files[path] = file
	}
	return files, err
})

func lookup(path string) (io.ReadCloser, error) {
	files, err := exports()
	if err != nil {
		return nil, err
	}
	return os.Open(files[path])
}

// compile makes a cell ready, or returns false when it is to be compiled.
func compile(t *testing.T, code string) ([]direct.Statement, bool) {
	t.Helper()
	notebook := cell.New(cell.Options{Lookup: lookup})
	first := notebook.Check("cell[1]", declarations)
	if first.Problems != nil {
		t.Fatal(first.Problems)
	}
	first.Commit(1 << 20)
	u := notebook.Check("cell[2]", code)
	s := u.Statements()
	if s == nil {
		t.Fatalf("%s is no cell of statements: %v", code, u.Problems)
	}
	world := direct.World{
		Info:   s.Info,
		Object: func(o types.Object) reflect.Value { return values[o.Name()] },
		Package: func(path, name string) reflect.Value {
			return map[string]reflect.Value{"fmt.Sprint": reflect.ValueOf(fmt.Sprint)}[path+"."+name]
		},
	}
	return direct.Compile(world, s.List)
}

func TestShow(t *testing.T) {
	for _, c := range []struct{ code, want string }{
		{"n", "[5]"},
		{"p.X", "[1]"},
		{"pp.Y", "[2]"},
		{"p.Sum()", "[3]"},
		{"pp.Sum()", "[3]"},
		{"(*pp).Sum()", "[3]"},
		{"p.Scale(2)", "[[2 4]]"},
		{"twice(twice(n) + 1)", "[22]"},
		{"pair()", "[7 seven]"},
		{"sum(1, n, list[1])", "[26]"},
		{"sum(list...)", "[30]"},
		{"sum()", "[0]"},
		{"takes(3)", "[int]"},
		{"takes(f)", "[float64]"},
		{"takes(nil)", "[<nil>]"},
		{"takes(err)", "[<nil>]"},
		{"list[0] * n", "[50]"},
		{"f / 2", "[0.75]"},
		{"name + \"!\"", "[go!]"},
		{"n > 3", "[true]"},
		{"!flag", "[true]"},
		{"len(list) + len(name)", "[4]"},
		{"counts[\"a\"]", "[1]"},
		{"counts[\"b\"]", "[0]"},
		{"1 << 3", "[8]"},
		{"fmt.Sprint(n, name)", "[5go]"},
		{"err", "[<nil>]"},
	} {
		all, ok := compile(t, c.code)
		if !ok {
			t.Errorf("%s is not run at once", c.code)
			continue
		}
		if got := fmt.Sprint(all[0].Run()); got != c.want {
			t.Errorf("%s shows %s, want %s", c.code, got, c.want)
		}
	}
}

func TestAssign(t *testing.T) {
	if _, ok := compile(t, "err = fmt.Errorf(\"no\")"); ok {
		t.Error("fmt.Errorf is in no package here, and the cell ran")
	}
	all, ok := compile(t, "n = twice(4)\np.X = n\nlist[1] = 3\nu = 255\nu++\nname = name + \"pher\"\nboxed = n\npp.Move(2)\nf = 3\nerr = nil")
	if !ok {
		t.Fatal("the cell is not run at once")
	}
	for _, s := range all {
		s.Run()
	}
	got := fmt.Sprint(n, p.X, list, u, name, boxed, f, err)
	if want := "8 10 [10 3] 0gopher8 3 <nil>"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	n, p, list, name, f, boxed = 5, point{1, 2, 3}, []int{10, 20}, "go", 1.5, nil
}

// What is out of the ordinary is left to the compiler.
func TestRefused(t *testing.T) {
	for _, code := range []string{
		"p.hidden", "point{1, 2, 3}", "func() {}()", "id(3)", "for range n { nothing() }", "twice(pair())", "counts[\"x\"] = 1",
		"float64(n)", "any(n).(int)", "n << 2", "&point{}", "go nothing()", "list[0:1]", "n += 2", "takes([]int{1})", "fmt.Sprintln(n)",
	} {
		notebook := cell.New(cell.Options{Lookup: lookup})
		first := notebook.Check("cell[1]", declarations)
		first.Commit(1 << 20)
		if u := notebook.Check("cell[2]", code); u.Problems != nil {
			continue // twice(pair()) is no Go
		}
		if _, ok := compile(t, code); ok {
			t.Errorf("%s is run at once", code)
		}
	}
}

// A panic is the one that compiled code would have.
func TestPanic(t *testing.T) {
	for _, c := range []struct{ code, want string }{
		{"list[n]", "runtime error: index out of range [5] with length 2"},
		{"err.Error()", "runtime error: invalid memory address or nil pointer dereference"},
		{"n / (n - 5)", "runtime error: integer divide by zero"},
	} {
		all, ok := compile(t, c.code)
		if !ok {
			t.Errorf("%s is not run at once", c.code)
			continue
		}
		func() {
			defer func() {
				if got := fmt.Sprint(recover()); got != c.want {
					t.Errorf("%s panics with %s, want %s", c.code, got, c.want)
				}
			}()
			all[0].Run()
		}()
	}
}
