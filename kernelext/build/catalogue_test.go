package build_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCells runs the catalogue of the interpreter: every file of testdata/cells is
// a session of its own, cell after cell, with what each must show below it:
//
//	// a cell
//	fmt.Println(x)
//	--- stdout
//	5
//	=== the next cell begins
//
// Sections that are not there must be empty, and the trace, which may be left out. "--- died" says that the worker
// ended, with these words among its last.
func TestCells(t *testing.T) { runCatalogue(t, "testdata/cells/*.txt", newSession) }

// TestCompiledCells runs the catalogue of compiled cells.
func TestCompiledCells(t *testing.T) { runCatalogue(t, "testdata/compiled/*.txt", newHostSession) }

func runCatalogue(t *testing.T, pattern string, start func(testing.TB, ...string) *session) {
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no catalogue: %v, %v", files, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			s := start(t)
			for _, part := range strings.Split(string(text), "\n===\n") {
				if cell, want := split(part); !check(t, s.execute(cell), cell, want) {
					s = start(t)
				}
			}
		})
	}
}

// split takes a part of a catalogue file into its cell and what is wanted.
func split(part string) (cell string, want map[string]string) {
	pieces := strings.Split("\n"+strings.TrimRight(part, "\n"), "\n--- ")
	want = map[string]string{}
	for _, piece := range pieces[1:] {
		name, text, _ := strings.Cut(piece, "\n")
		want[name] = text
	}
	return strings.TrimPrefix(pieces[0], "\n"), want
}

// check compares what a cell showed and tells whether its worker is alive.
func check(t *testing.T, a answer, cell string, want map[string]string) bool {
	t.Helper()
	if died, ok := want["died"]; ok {
		if !a.died || !strings.Contains(a.stderr, died) {
			t.Errorf("%s\ndied: %v with %q; want %q", cell, a.died, a.stderr, died)
		}
		return false
	}
	if a.died {
		t.Errorf("%s\nthe worker died: %s", cell, a.stderr)
		return false
	}
	got := map[string]string{"stdout": a.stdout, "stderr": a.stderr, "result": a.text()}
	for _, d := range a.displays {
		for media, v := range d.Data {
			if media != "text/plain" {
				got["display"] += media + ": " + v.(string) + "\n"
			}
		}
	}
	if a.err != nil {
		got["error"] = a.err.Name + ": " + a.err.Value
		got["trace"] = strings.Join(a.err.Traceback, "\n")
	}
	got["note"] = strings.Join(a.notes, "\n")
	for _, section := range []string{"stdout", "stderr", "result", "display", "error", "note"} {
		if g := strings.TrimRight(got[section], " \n"); g != want[section] {
			t.Errorf("%s\n%s:\n%s\nwant:\n%s", cell, section, g, want[section])
		}
	}
	if w, ok := want["trace"]; ok && strings.TrimRight(got["trace"], "\n") != w {
		t.Errorf("%s\ntrace:\n%s\nwant:\n%s", cell, got["trace"], w)
	}
	return true
}
