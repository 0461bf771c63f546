package browser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestBrowserThatPrints(t *testing.T) {
	programs := t.TempDir()
	edge := filepath.Join(programs, "msedge")
	for _, test := range []struct {
		story, chrome, program, want, says string
	}{
		{"one in PATH", "", "msedge", edge, ""},
		{"one by name", edge, "msedge", edge, ""},
		{
			"none", "", "firefox",
			"", "there is no Chromium, Chrome or Edge in PATH, which prints the PDFs: install one",
		},
		{
			"a name that is none", "/no/chrome", "msedge",
			"", "the variable CHROME names /no/chrome, and there is no such program",
		},
	} {
		t.Run(test.story, func(t *testing.T) {
			os.Remove(edge)
			if err := os.WriteFile(filepath.Join(programs, test.program), nil, 0o755); err != nil {
				t.Fatal(err)
			}
			t.Setenv("PATH", programs)
			t.Setenv("CHROME", test.chrome)
			got, err := Find()
			if got != test.want || (err == nil) != (test.says == "") {
				t.Errorf("%q, %v; want %q, %q", got, err, test.want, test.says)
			}
			if err != nil && !strings.Contains(err.Error(), test.says) {
				t.Errorf("error %v, want one with %q", err, test.says)
			}
		})
	}
}
