package cell_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"seminar/kernelext/cell"
)

// FuzzCheck feeds pairs of cells to a notebook. No text may make it panic, and a
// unit without problems has a source or nothing to run.
func FuzzCheck(f *testing.F) {
	files, err := filepath.Glob("testdata/*.cells")
	if err != nil || len(files) == 0 {
		f.Fatalf("no sessions: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		cells := strings.Split(string(text), "\n---\n")
		for i, code := range cells {
			f.Add(code, cells[(i+1)%len(cells)])
		}
	}
	f.Add("x := 1; x, y := 2, 3; L: for { break L }", "func (x *T) m() {}; type T = struct{ T }")
	f.Add("const (\n\ta = iota\n\tb\n)\nvar _ = `raw", "/* open")
	f.Fuzz(func(t *testing.T, first, second string) {
		n := cell.New(cell.Options{Lookup: lookup})
		for _, code := range []string{first, second, first} {
			u := n.Check("cell[1]", code)
			if u.Problems == nil {
				u.Statements()
				u.Last()
				u.Commit(1 << 20)
			} else if u.Source == nil {
				t.Errorf("problems %v and nothing for the compiler to say them about", u.Problems)
			}
		}
		u, _ := n.Replay([]string{"//line cell[1]:1\n" + first, "//line cell[2]:1\n" + second})
		u.Commit(0)
	})
}
