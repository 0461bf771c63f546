package cell_test

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"gotest.tools/v3/golden"

	"seminar/kernelext/cell"
)

// exports are where the go command keeps what the compiler says of packages.
var exports = sync.OnceValues(func() (map[string]string, error) {
	out, err := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}",
		"fmt", "strings", "errors", "sort", "sync", "sync/atomic", "time", "net/url", "encoding/json", "encoding/binary", "math", "os", "unsafe", "iter", "seminar/kernelext/cell/live").Output()
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
	if files[path] == "" {
		return nil, fmt.Errorf("no package %s", path)
	}
	return os.Open(files[path])
}

// TestEmit runs every session of testdata through a notebook and compares what
// comes out with the golden file.
func TestEmit(t *testing.T) {
	files, err := filepath.Glob("testdata/*.cells")
	if err != nil || len(files) == 0 {
		t.Fatalf("no sessions: %v, %v", files, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".cells"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			golden.Assert(t, session(string(text)), strings.TrimSuffix(filepath.Base(file), ".cells")+".golden")
		})
	}
}

func session(text string) string {
	var b strings.Builder
	text, race := strings.CutPrefix(text, "// race\n")
	text, points := strings.CutPrefix(text, "// points\n")
	n := cell.New(cell.Options{Lookup: lookup, Race: race, Points: points})
	for i, code := range strings.Split(text, "\n---\n") {
		u := n.Check(fmt.Sprintf("cell[%d]", i+1), code)
		fmt.Fprintf(&b, "=== cell %d\n%s", i+1, u.Source)
		for _, p := range u.Problems {
			fmt.Fprintf(&b, "problem: %s\n", p)
		}
		for _, note := range u.Notes {
			fmt.Fprintf(&b, "note: %s\n", note)
		}
		if u.Problems == nil {
			u.Commit(1 << 20)
		}
	}
	return b.String()
}
