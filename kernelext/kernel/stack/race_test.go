package stack_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seminar/kernelext/kernel/stack"
)

var update = flag.Bool("update", false, "write the golden files")

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
			got, golden := said+"("+places+")\n", strings.TrimSuffix(file, "txt")+"golden"
			if *update {
				os.WriteFile(golden, []byte(got), 0o644)
			}
			want, _ := os.ReadFile(golden)
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}
