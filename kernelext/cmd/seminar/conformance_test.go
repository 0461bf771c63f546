package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// skippedConformance are the tests of jupyter_kernel_test that do not apply to Go, in
// the package's words.
var skippedConformance = map[string]string{
	// ipykernel answers `print?` by a payload that opens a pager. Go has no such
	// syntax; who wants to know asks by Shift-Tab, which is test_inspect.
	"test_pager": "No code page something",
}

// failedConformance are the tests whose part of the kernel is not there yet.
var failedConformance = []string{"test_clear_output"}

// Jupyter's own test of kernels, with every sample filled in.
func TestConformance(t *testing.T) {
	s := builtSite(t)
	cmd := s.client(t, "python", filepath.Join(s.root, "kernelext", "cmd", "seminar", "testdata", "conformance.py"))
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, &stderr)
	}
	passed, skipped := []string{}, map[string]string{}
	for lines := json.NewDecoder(bytes.NewReader(out)); ; {
		var told struct{ Test, Outcome, Why string }
		if err := lines.Decode(&told); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		switch told.Outcome {
		case "passed":
			passed = append(passed, told.Test)
		case "skipped":
			skipped[told.Test] = told.Why
		default:
			if !slices.Contains(failedConformance, told.Test) {
				t.Errorf("%s: %s", told.Test, told.Why)
			}
		}
	}
	for _, name := range failedConformance {
		delete(skipped, name) // in part, for what failed before
	}
	if diff := cmp.Diff(skippedConformance, skipped); diff != "" {
		t.Errorf("skipped: -want +got:\n%s", diff)
	}
	if want := 12; len(passed)+len(failedConformance) < want {
		t.Errorf("%d tests passed: %q; want %d", len(passed), passed, want)
	}
}
