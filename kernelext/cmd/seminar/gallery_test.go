package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"seminar/charts"
)

// A gallery is written where it is asked for, and again over an earlier one, never over
// a file that is something else.
func TestGallery(t *testing.T) {
	s := builtSite(t)                                      // has the chart library
	if _, err := s.pagesProgram(t.Context()); err != nil { // compiling it for long would be told of
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "charts.html")
	for range 2 {
		stdout, stderr, exit := called("gallery", "--output", path)
		if exit != 0 || stdout != path+"\n" || stderr != "" {
			t.Fatalf("exit status %d, %q, %q", exit, stdout, stderr)
		}
	}
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range charts.Gallery() {
		if !strings.Contains(string(page), `<section id="`+e.Name+`">`) {
			t.Errorf("%s is not in it", e.Name)
		}
	}
	other := filepath.Join(t.TempDir(), "mine.html")
	if err := os.WriteFile(other, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, stderr, exit := called("gallery", "--output", other); exit != 1 || !strings.Contains(stderr, "is there already and is no gallery; give another name with --output") {
		t.Errorf("over another file: exit status %d, %q", exit, stderr)
	}
	if _, stderr, exit := called("gallery", "--output", "gallery.pdf"); exit != 2 || !strings.Contains(stderr, "ends in .html") {
		t.Errorf("as a PDF: exit status %d, %q", exit, stderr)
	}
}
