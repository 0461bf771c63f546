package build_test

import (
	"os"
	"path/filepath"
	"testing"

	"seminar/kernelext/build"
)

func TestMatches(t *testing.T) {
	dir := t.TempDir()
	kernel, host := filepath.Join(dir, "gophernotes"), filepath.Join(dir, "gophernotes.host")
	stamp := func(file, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if build.Matches(kernel, host) {
		t.Error("two that do not exist match")
	}
	stamp(kernel+".inputs", `{"Inputs": "a", "Size": 1, "Time": 1}`)
	for text, want := range map[string]bool{`{"Inputs": "a", "Size": 2, "Time": 3}`: true, `{"Inputs": "b", "Size": 1, "Time": 1}`: false, `{`: false} {
		stamp(filepath.Join(host, "worker.inputs"), text)
		if got := build.Matches(kernel, host); got != want {
			t.Errorf("with %s: %v, want %v", text, got, want)
		}
	}
}
