package build_test

import (
	"bytes"
	"flag"
	"go/version"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"gotest.tools/v3/golden"
)

// TestPrograms runs every program of testdata/programs in cells and compares what
// it prints with what `go run` printed, which stands beside it: the whole file in
// one cell and then main(), split over cells, and with main's statements at the
// top level. It prints the share that agrees. A comment //notebook: NAME WHY at
// the top of a program leaves one of the ways out.
//
// With -args -update, go run writes the outputs anew.
func TestPrograms(t *testing.T) {
	files := programs(t)
	for _, way := range []struct {
		name  string
		cells func(t *testing.T, source string) []string
	}{
		{"whole", func(_ *testing.T, source string) []string { return []string{source, "main()"} }},
		{"split", func(t *testing.T, source string) []string { return splitProgram(t, source, false) }},
		{"statements", func(t *testing.T, source string) []string { return splitProgram(t, source, true) }},
	} {
		t.Run(way.name, func(t *testing.T) {
			var ran, agreed atomic.Int64
			t.Run("programs", func(t *testing.T) {
				for i, file := range files {
					if testing.Short() && (way.name != "whole" || i%5 != 0) {
						continue
					}
					t.Run(strings.TrimSuffix(filepath.Base(file), ".go"), func(t *testing.T) {
						t.Parallel()
						source := read(t, file)
						if strings.Contains(source, "//notebook: "+way.name+" ") {
							t.Skip("the program says that this way of running it means something else")
						}
						cells := way.cells(t, source)
						ran.Add(1)
						if got, _ := execute(t, cells); agrees(t, got, read(t, printedBy(file))) {
							agreed.Add(1)
						}
					})
				}
			})
			t.Logf("%s: %d of %d programs agree with go run", way.name, agreed.Load(), ran.Load())
		})
	}
}

// execute runs the cells in a worker of their own and returns all that they print.
func execute(t *testing.T, cells []string) (stdout, stderr string) {
	t.Helper()
	s := newHostSession(t)
	for i, cell := range cells {
		a := s.execute(cell)
		stdout, stderr = stdout+a.stdout, stderr+a.stderr
		if a.died {
			t.Errorf("cell %d ended the worker: %s", i+1, a.stderr)
			break
		}
		if a.err != nil {
			t.Errorf("cell %d:\n%s\n%s: %s\n%s", i+1, cell, a.err.Name, a.err.Value, strings.Join(a.err.Traceback, "\n"))
			break
		}
	}
	return stdout, stderr
}

// agrees tells whether cells that did not fail printed what they had to.
func agrees(t *testing.T, got, want string) bool {
	t.Helper()
	if got != want {
		t.Errorf("printed:\n%s\ngo run printed:\n%s", got, want)
	}
	return !t.Failed()
}

// programs returns the files of the corpus that are for this release of Go: the name of one that
// needs a later one begins with it, as its line //go:build does. With -update their outputs are
// written first.
func programs(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/programs/*.go")
	if err != nil || len(files) < 100 {
		t.Fatalf("%d programs: %v", len(files), err)
	}
	files = slices.DeleteFunc(files, func(file string) bool { return version.Compare(runtime.Version(), since(file)) < 0 })
	if golden.FlagUpdate() {
		for _, file := range files {
			if err := os.WriteFile(printedBy(file), []byte(goRun(t, file)), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	return files
}

// since is the first release that a program is for: go1.27 of go127_uuid.go, and of 001_hello.go
// the oldest.
func since(file string) string {
	number, ok := strings.CutPrefix(filepath.Base(file), "go1")
	if !ok {
		return "go1.26"
	}
	number, _, _ = strings.Cut(number, "_")
	return "go1." + number
}

// printedBy is the file with what a program prints. From Go 1.27 on, some print something else:
// that stands beside it, in a file that ends in .go127.out.
func printedBy(file string) string {
	file = strings.TrimSuffix(file, ".go")
	if _, err := os.Stat(file + ".go127.out"); err == nil && version.Compare(runtime.Version(), "go1.27") >= 0 {
		return file + ".go127.out"
	}
	return file + ".out"
}

// TestOutputs holds some of the outputs to go run.
func TestOutputs(t *testing.T) {
	if testing.Short() {
		t.Skip("go run takes its time")
	}
	files := programs(t)
	for i := 0; i < len(files); i += 12 {
		if got, want := goRun(t, files[i]), read(t, printedBy(files[i])); got != want {
			t.Errorf("%s prints now:\n%s\nand printed:\n%s", files[i], got, want)
		}
	}
}

func goRun(t *testing.T, file string) string {
	t.Helper()
	cmd := exec.Command("go", "run", file)
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go run %s: %v\n%s", file, err, &complaints)
	}
	return string(out)
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var everyGoProgram = flag.Bool("every-go-program", false, "run all of Go's own test programs that can run in a cell, not one in eight")

// unfit are Go's own test programs that look at the line tables or the memory
// layout of their binary, or whose stored output is in another order than that of
// stdout and stderr.
var unfit = map[string]bool{
	"zerosize.go": true, "bug347.go": true, "bug348.go": true, "issue21808.go": true, "issue22083.go": true,
	"issue27201.go": true, "issue4562.go": true, "issue56990.go": true, "issue7690.go": true,
}

// TestGoPrograms runs Go's own tests that are whole programs, print nothing or
// what stands beside them, and are at hand where Go's source tree is. What they
// print with println counts, too.
func TestGoPrograms(t *testing.T) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	root := filepath.Join(strings.TrimSpace(string(out)), "test")
	if _, err := os.Stat(root); err != nil || testing.Short() {
		t.Skip("Go's own test programs are not at hand, or -short")
	}
	files, left := fitting(t, root)
	var ran, agreed atomic.Int64
	t.Run("programs", func(t *testing.T) {
		for i, file := range files {
			if !*everyGoProgram && i%8 != 0 {
				continue
			}
			t.Run(strings.TrimPrefix(file, root+"/"), func(t *testing.T) {
				t.Parallel()
				ran.Add(1)
				want, _ := os.ReadFile(strings.TrimSuffix(file, ".go") + ".out") // without one: nothing
				stdout, stderr := execute(t, []string{read(t, file), "main()"})
				if agrees(t, stdout+stderr, string(want)) {
					agreed.Add(1)
				}
			})
		}
	})
	t.Logf("%d of %d of Go's own programs agree; of %d, %d look at the process and are left out", agreed.Load(), ran.Load(), len(files)+left, left)
}

// fitting returns the programs below a folder that can run in a cell, and how many
// cannot.
func fitting(t *testing.T, root string) (files []string, left int) {
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && filepath.Ext(file) == ".dir" {
			return fs.SkipDir // several packages
		}
		if err != nil || filepath.Ext(file) != ".go" {
			return err
		}
		source := read(t, file)
		if first, _, _ := strings.Cut(source, "\n"); strings.TrimSpace(first) != "// run" {
			return nil
		}
		signs := []string{"os.Exit", "os.Args", `"C"`, "go:build", "+build", "go:linkname"}
		if unfit[filepath.Base(file)] || slices.ContainsFunc(signs, func(sign string) bool { return strings.Contains(source, sign) }) {
			left++
			return nil
		}
		files = append(files, file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files, left
}
