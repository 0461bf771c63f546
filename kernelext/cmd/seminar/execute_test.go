package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// notebook writes a notebook with these code cells; a cell that begins with the
// word raises: has the tag for an error on purpose.
func notebook(t *testing.T, name, kernel string, cells ...string) string {
	t.Helper()
	all := []any{}
	for i, source := range cells {
		source, raises := strings.CutPrefix(source, "raises:")
		metadata := map[string]any{}
		if raises {
			metadata["tags"] = []string{"raises-exception"}
		}
		all = append(all, map[string]any{"cell_type": "code", "id": string(rune('a' + i)), "metadata": metadata, "execution_count": nil, "outputs": []any{}, "source": source})
	}
	data, err := json.Marshal(map[string]any{"cells": all, "metadata": map[string]any{"kernelspec": map[string]string{"name": kernel, "display_name": "Go", "language": "go"}}, "nbformat": 4, "nbformat_minor": 5})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// Every notebook of the seminar, from its first cell to its last, by the code of
// `seminar run`; what it would save has no fault. They measure, so that seminar test runs
// nothing beside them.
func TestMeasuredNotebooks(t *testing.T) {
	s := builtSite(t)
	folder := t.TempDir()
	var jobs []job
	for _, path := range ofTheSeminar(t) {
		jobs = append(jobs, job{path, filepath.Join(folder, filepath.Base(path))})
	}
	outcomes, err := s.execute(t.Context(), newProgress(t.Output()), jobs, executeOptions{timeout: 2 * time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range outcomes {
		if o.err != nil {
			t.Error(o)
			continue
		}
		for _, fault := range readStored(t, o.save).faults() {
			t.Errorf("%s: %s", filepath.Base(o.save), fault)
		}
	}
}

func TestExecuteFailures(t *testing.T) {
	s := builtSite(t)
	broken := filepath.Join(t.TempDir(), "broken.ipynb")
	if err := os.WriteFile(broken, []byte("<<<<<<< HEAD"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		story, path string
		says        []string
	}{
		{"not a notebook", broken, []string{"broken.ipynb is not a valid notebook", "git checkout"}},
		{"another kernel", notebook(t, "a.ipynb", "nokernel", "1"), []string{"its kernel 'nokernel' is not installed", "go tool seminar install"}},
		{"a cell that panics", notebook(t, "b.ipynb", "gophernotes", "x := 1", "panic(\"too much\")", "x"), []string{"code cell 2 of 3 failed", "too much"}},
		{"a cell that is no Go", notebook(t, "c.ipynb", "gophernotes", "this is"), []string{"code cell 1 of 1 failed"}},
		{"a cell that never ends", notebook(t, "d.ipynb", "gophernotes", "<-make(chan int)"), []string{"code cell 1 of 1 took longer than 2 s", "raise --timeout"}},
		{"an error that does not come", notebook(t, "e.ipynb", "gophernotes", "raises:1"), []string{"code cell 1 of 1 has the tag raises-exception but raised none"}},
	} {
		t.Run(test.story, func(t *testing.T) {
			before, err := os.ReadFile(test.path)
			if err != nil {
				t.Fatal(err)
			}
			outcomes, err := s.execute(t.Context(), newProgress(t.Output()), []job{{test.path, test.path}}, executeOptions{timeout: 2 * time.Second})
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range test.says {
				if got := outcomes[0].err; got == nil || !strings.Contains(got.Error(), want) {
					t.Errorf("the failure lacks %q: %v", want, got)
				}
			}
			if !current(test.path, before) {
				t.Error("the failed notebook was changed")
			}
		})
	}
}

func TestSaveIsStable(t *testing.T) {
	s := builtSite(t)
	path := notebook(t, "a.ipynb", "gophernotes", `import "fmt"`, `fmt.Println("<é>")`, "1 + 1", "raises:panic(1)")
	run := func() string {
		outcomes, err := s.execute(t.Context(), newProgress(t.Output()), []job{{path, path}}, executeOptions{})
		if err != nil || outcomes[0].err != nil {
			t.Fatal(err, outcomes)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	first := run()
	if faults := readStored(t, path).faults(); len(faults) > 0 {
		t.Errorf("what was saved: %q", faults)
	}
	if !strings.HasPrefix(first, "{\n \"cells\": [\n  {\n") || !strings.HasSuffix(first, "}\n") || !strings.Contains(first, `"<é>\n"`) {
		t.Errorf("it is not in the form that JupyterLab writes:\n%s", first)
	}
	if second := run(); second != first {
		t.Errorf("a second save changed it:\n%s\n%s", first, second)
	}
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 1 {
		t.Errorf("beside the notebook there is something else: %v", left)
	}
}

// Three notebooks at once: outcomes keep the order of the jobs, and a failure stops nobody.
func TestExecuteSeveral(t *testing.T) {
	s := builtSite(t)
	jobs := []job{{notebook: notebook(t, "a.ipynb", "gophernotes", "1")}, {notebook: notebook(t, "b.ipynb", "gophernotes", "panic(1)")}, {notebook: notebook(t, "c.ipynb", "gophernotes", "3")}}
	outcomes, err := s.execute(t.Context(), newProgress(t.Output()), jobs, executeOptions{jobs: 3})
	if err != nil {
		t.Fatal(err)
	}
	for i, o := range outcomes {
		if o.notebook != jobs[i].notebook || (o.err != nil) != (i == 1) {
			t.Errorf("outcome %d: %v", i, o)
		}
	}
	var out bytes.Buffer
	if err := sum(stdio{&out, &out}, outcomes, 4*time.Second); !errors.Is(err, errTold) || out.String() != "3 notebooks in 4.0 s, 1 failed\n" {
		t.Errorf("%v, %q", err, &out)
	}
}

func TestInterruptedExecuteLeavesNothing(t *testing.T) {
	s := builtSite(t)
	mark := filepath.Join(t.TempDir(), "running")
	path := notebook(t, "a.ipynb", "gophernotes", "import \"os\"\nos.WriteFile(\""+mark+"\", nil, 0644)\n<-make(chan int)")
	before := descendants(os.Getpid())
	ctx, interrupt := context.WithCancel(t.Context())
	failed := make(chan error)
	go func() {
		_, err := s.execute(ctx, newProgress(t.Output()), []job{{path, path}}, executeOptions{})
		failed <- err
	}()
	for eventually(t, func() bool { _, err := os.Stat(mark); return err == nil }) {
	}
	started := slices.DeleteFunc(descendants(os.Getpid()), func(pid int) bool { return slices.Contains(before, pid) })
	interrupt()
	if err := <-failed; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	left := slices.DeleteFunc(slices.Clone(started), func(pid int) bool { return !alive(pid) })
	if len(left) > 0 || len(started) < 3 {
		t.Errorf("of %d processes %d are left, want 0 of at least 3: Python, kernel and worker", len(started), len(left))
	}
}
