package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"testing"
)

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
			t.Errorf("%s: %s", told.Test, told.Why)
		}
	}
	if len(skipped) > 0 {
		t.Errorf("skipped: %q", skipped)
	}
	if want := 13; len(passed) < want {
		t.Errorf("%d tests passed: %q; want %d", len(passed), passed, want)
	}
}
