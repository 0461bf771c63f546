package build_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gotest.tools/v3/golden"

	"seminar/kernelext/toolchain"
)

// TestExams runs the catalogue of test cells, end to end: each is run by a process of its own, and what
// it does to it costs that cell only. Files are as those of TestCrashes. The race detector's worker takes two
// minutes to build: the tests of the assignments have one.
func TestExams(t *testing.T) {
	path, err := beside()
	if errors.Is(err, toolchain.ErrUnsupported) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/exams/*.txt")
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
			got := plain(newReader(t, path).notebook(string(text)))
			golden.Assert(t, got, "exams/"+strings.TrimSuffix(filepath.Base(file), "txt")+"golden")
		})
	}
}
