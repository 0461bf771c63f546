package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seminar/kernelext/build"
)

func TestReport(t *testing.T) {
	var out bytes.Buffer
	missing := report(&out, []finding{
		{what: "Go", found: "1.26.8  /usr/bin/go"},
		{what: "npm", mend: "install Node.js"},
		{what: "Chromium", mend: "only the tests need it", extra: true},
	})
	want := `✓ Go                   1.26.8  /usr/bin/go
✗ npm                  missing: install Node.js
- Chromium             missing: only the tests need it
`
	if diff := cmp.Diff(want, out.String()); diff != "" || missing != 1 {
		t.Errorf("%d missing, want 1; -want +got:\n%s", missing, diff)
	}
}

// marks is the doctor's report as "mark what".
func marks(report string) (all []string) {
	for line := range strings.Lines(report) {
		if mark, rest, ok := strings.Cut(line, " "); ok && strings.Contains("✓✗-", mark) {
			all = append(all, mark+" "+strings.TrimSpace(rest[:min(20, len(rest))]))
		}
	}
	return all
}

func TestDoctorOnABareMachine(t *testing.T) {
	b := newBench(t)
	before := contents(t, b.root)
	stdout, _, exit := called("doctor")
	want := []string{"✓ checkout", "✓ Go", "✗ Python", "✗ Python environment", "✗ npm", "✗ ECharts", "✗ kernel gophernotes", "- cells", "- linker of cells", "- race detector", "- C compiler", "- Chromium"}
	if diff := cmp.Diff(want, marks(stdout)); diff != "" || exit != 1 {
		t.Errorf("exit status %d; -want +got:\n%s", exit, diff)
	}
	for _, mend := range []string{"install Python 3.10 or later", "which brings one", "run `go tool seminar install`", "sudo apt install gcc", "5 needed things missing",
		"interpreted, because the go command was not found: install Go", "not built, because cells are interpreted"} {
		if !strings.Contains(stdout, mend) {
			t.Errorf("it does not say %q:\n%s", mend, stdout)
		}
	}
	if diff := cmp.Diff(before, contents(t, b.root)); diff != "" {
		t.Errorf("the doctor changed something:\n%s", diff)
	}
}

func TestDoctorAfterInstall(t *testing.T) {
	b := newBench(t)
	b.tool("python3", fakePython("12", "true", pipWorks))
	b.tool("npm", npmWorks)
	prefix, _, err := b.python(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.echarts(); err != nil {
		t.Fatal(err)
	}
	wrote, err := readLedger(b.root)
	if err != nil {
		t.Fatal(err)
	}
	s := &site{root: b.root, prefix: prefix}
	if err := s.writeSpec(nil); err != nil {
		t.Fatal(err)
	}
	if err := wrote.finish(s.kernelspec(), hash(s.kernelspec())); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{s.host(), s.race()} {
		if err := b.hostWorks(t.Context(), build.Options{Output: folder, Log: io.Discard}); err != nil {
			t.Fatal(err)
		}
	}
	stdout, stderr, exit := called("doctor")
	if exit != 0 || stderr != "" || !strings.Contains(stdout, "everything needed is there") {
		t.Errorf("exit status %d\n%s%s", exit, stdout, stderr)
	}
	for _, want := range []string{"✓ cells                compiled by Go 1.26.8, worker 0 MB  ", "✓ linker of cells      a linker 1.2\n", "✓ race detector        built (0 MB)\n"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("it does not say %q:\n%s", want, stdout)
		}
	}
	if err := os.RemoveAll(s.host()); err != nil {
		t.Fatal(err)
	}
	if stdout, _, exit := called("doctor"); exit != 0 || !strings.Contains(stdout, "- cells                interpreted, because the go command was not found") {
		t.Errorf("without a worker: exit status %d\n%s", exit, stdout)
	}
	if err := b.hostWorks(t.Context(), build.Options{Output: s.host(), Log: io.Discard}); err != nil {
		t.Fatal(err)
	}
	// After a change only what lab needs is built.
	if err := os.WriteFile(filepath.Join(s.race(), "worker.inputs"), []byte(`{"Inputs": "yesterday"}`), 0o644); err != nil {
		t.Fatal(err)
	}
	if stdout, _, exit := called("doctor"); exit != 0 || !strings.Contains(stdout, "- race detector        built, but not from today's sources") {
		t.Errorf("exit status %d\n%s", exit, stdout)
	}
}
