package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
)

// life runs testdata/life.py and returns the lines that it writes.
func life[T any](t testing.TB, args ...string) (told []T) {
	t.Helper()
	s := builtSite(t)
	cmd := s.command(t.Context(), "python", append([]string{filepath.Join(s.root, "kernelext", "cmd", "seminar", "testdata", "life.py")}, args...)...)
	var errors bytes.Buffer
	cmd.Stderr = &errors
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, &errors)
	}
	for line := range bytes.Lines(out) {
		var one T
		if err := json.Unmarshal(line, &one); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		told = append(told, one)
	}
	return told
}

// A class opens its notebooks at once, on one machine.
func TestThirtyKernelsAtOnce(t *testing.T) {
	told := life[struct {
		Alive                    int
		Failures                 []string
		Seconds, Slowest, Memory float64
	}](t, "crowd", "30")[0]
	t.Logf("30 kernels, each running 20 cells: %.1f s, the slowest cell %.0f ms, %.0f MB together", told.Seconds, told.Slowest, told.Memory)
	if told.Alive != 30 || len(told.Failures) > 0 {
		t.Errorf("%d are alive; %q", told.Alive, told.Failures)
	}
}

// BenchmarkLife prints the Go kernel's figures beside ipykernel's, from one run in
// which they take turns: medians, and the least and the most of the rounds. The last
// column is the bar that the project has set itself.
func BenchmarkLife(b *testing.B) {
	const rounds = "9"
	figures := map[string]map[string][]float64{"gophernotes": {}, "python3": {}}
	for _, one := range life[map[string]any](b, "figures", rounds) {
		of := figures[one["kernel"].(string)]
		for name, v := range one {
			if v, ok := v.(float64); ok {
				of[name] = append(of[name], v)
			}
		}
	}
	fmt.Printf("%s rounds%26s %25s\n", rounds, "Go", "ipykernel")
	for _, f := range []struct{ name, unit, bar string }{
		{"start", "ms", "half of ipykernel's, and 217 ms"},
		{"first cell", "ms", ""},
		{"1+1", "ms", "half of ipykernel's"},
		{"imports", "ms", "20 ms"},
		{"idle memory", "MB", "60 MB"},
		{"1,000 cells", "MB", "20 MB more"},
	} {
		ours, theirs := spread(figures["gophernotes"][f.name]), spread(figures["python3"][f.name])
		fmt.Printf("%-12s %22s %s %22s %s  %s\n", f.name, ours, f.unit, theirs, f.unit, f.bar)
	}
}

// spread is the median of some figures, the least and the most.
func spread(figures []float64) string {
	slices.Sort(figures)
	if len(figures) == 0 {
		return "none"
	}
	if len(figures) == 1 {
		return fmt.Sprintf("%.1f", figures[0])
	}
	return fmt.Sprintf("%.1f (%.1f to %.1f)", figures[len(figures)/2], figures[0], figures[len(figures)-1])
}
