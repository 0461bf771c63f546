package stack_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gotest.tools/v3/assert"
	"gotest.tools/v3/golden"

	"seminar/kernelext/kernel/stack"
)

// The files hold what the race detector of Go 1.26 wrote about cells, between the
// two fences.
func TestAReportIsSaidInTheReadersWords(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txt")
	if len(files) == 0 {
		t.Fatal("no reports")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(string(text)) {
				if line = strings.TrimSuffix(line, "\n"); line != stack.Title && !stack.InReport(line) {
					t.Errorf("not taken for a line of a report: %q", line)
				}
			}
			said, places := stack.Race(string(text))
			assert.Check(t, golden.String(said+"("+places+")\n", strings.TrimSuffix(filepath.Base(file), "txt")+"golden"))
		})
	}
}
