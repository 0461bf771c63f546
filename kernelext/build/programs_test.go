package build_test

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
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
						if agrees(t, cells, read(t, strings.TrimSuffix(file, ".go")+".out")) {
							agreed.Add(1)
						}
					})
				}
			})
			t.Logf("%s: %d of %d programs agree with go run", way.name, agreed.Load(), ran.Load())
		})
	}
}

// agrees runs the cells and compares all that they print with want.
func agrees(t *testing.T, cells []string, want string) bool {
	t.Helper()
	s := newHostSession(t)
	var got strings.Builder
	for i, cell := range cells {
		a := s.execute(cell)
		got.WriteString(a.stdout)
		if a.died {
			t.Errorf("cell %d ended the worker: %s", i+1, a.stderr)
			return false
		}
		if a.err != nil {
			t.Errorf("cell %d:\n%s\n%s: %s\n%s", i+1, cell, a.err.Name, a.err.Value, strings.Join(a.err.Traceback, "\n"))
			return false
		}
	}
	if got.String() != want {
		t.Errorf("printed:\n%s\ngo run printed:\n%s", got.String(), want)
		return false
	}
	return true
}

// programs returns the files of the corpus. With -update their outputs are
// written first.
func programs(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/programs/*.go")
	if err != nil || len(files) < 100 {
		t.Fatalf("%d programs: %v", len(files), err)
	}
	if *update {
		for _, file := range files {
			if err := os.WriteFile(strings.TrimSuffix(file, ".go")+".out", []byte(goRun(t, file)), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	return files
}

// TestOutputs holds some of the outputs to go run.
func TestOutputs(t *testing.T) {
	if testing.Short() {
		t.Skip("go run takes its time")
	}
	files := programs(t)
	for i := 0; i < len(files); i += 12 {
		if got, want := goRun(t, files[i]), read(t, strings.TrimSuffix(files[i], ".go")+".out"); got != want {
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

// unfit are Go's own test programs that look at their file name or at the line
// tables of their binary, or that end by os.Exit in package testing.
var unfit = map[string]bool{
	"devirtualization_nil_panics.go": true, "heapsampling.go": true, "inline_literal.go": true, "zerosize.go": true,
	"bug347.go": true, "bug348.go": true, "issue22083.go": true, "issue27201.go": true, "issue4562.go": true, "issue56990.go": true, "issue7690.go": true,
}

// TestGoPrograms runs Go's own tests that are whole programs, print nothing or
// what stands beside them, and are at hand where Go's source tree is.
func TestGoPrograms(t *testing.T) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	root := filepath.Join(strings.TrimSpace(string(out)), "test")
	if _, err := os.Stat(root); err != nil || testing.Short() {
		t.Skip("Go's own test programs are not at hand, or -short")
	}
	var ran, agreed atomic.Int64
	t.Run("programs", func(t *testing.T) {
		n := 0
		for _, folder := range []string{"", "typeparam", "fixedbugs", "ken", "chan", "interface"} {
			files, _ := filepath.Glob(filepath.Join(root, folder, "*.go"))
			for _, file := range files {
				source, want, ok := fit(t, file)
				if n++; !ok || !*everyGoProgram && n%8 != 0 {
					continue
				}
				t.Run(folder+"/"+filepath.Base(file), func(t *testing.T) {
					t.Parallel()
					ran.Add(1)
					if agrees(t, []string{source, "main()"}, want) {
						agreed.Add(1)
					}
				})
			}
		}
	})
	t.Logf("%d of %d of Go's own programs agree", agreed.Load(), ran.Load())
}

// fit returns a program that can run in a cell, and what it prints.
func fit(t *testing.T, file string) (source, want string, ok bool) {
	source = read(t, file)
	first, _, _ := strings.Cut(source, "\n")
	if strings.TrimSpace(first) != "// run" || unfit[filepath.Base(file)] {
		return "", "", false
	}
	for _, sign := range []string{"os.Exit", "os.Args", "os.Stderr", "println(", "print(", `"C"`, "go:build", "+build", "go:linkname", "testing"} {
		if strings.Contains(source, sign) {
			return "", "", false
		}
	}
	out, err := os.ReadFile(strings.TrimSuffix(file, ".go") + ".out")
	if err != nil {
		out = nil
	}
	return source, string(out), true
}
