package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// python calls the step with a new reading of the ledger, as each run of the command does.
func (b *bench) python(ctx context.Context) (prefix, said string, err error) {
	b.t.Helper()
	wrote, err := readLedger(b.root)
	if err != nil {
		b.t.Fatal(err)
	}
	wanted, err := readRequirements(filepath.Join(b.root, "environment.yml"))
	if err != nil {
		b.t.Fatal(err)
	}
	var out bytes.Buffer
	prefix, err = python(ctx, newProgress(&out), wrote, wanted)
	return prefix, out.String(), err
}

func TestPythonThatCannotServe(t *testing.T) {
	for _, test := range []struct {
		story string
		tools map[string]string
		says  []string
	}{
		{"none", nil, []string{"there is no Python", "install Python 3.10 or later"}},
		{"one that does not run", map[string]string{"python3": "exit 1"}, []string{"there is no Python"}},
		{"too old", map[string]string{"python3": fakePython("9", "true", pipWorks)}, []string{"Python 3.9.4 at ", "is too old", "install Python 3.10 or later"}},
		{"Python 2 only", map[string]string{"python": strings.ReplaceAll(fakePython("0", "false", ""), "3.0.4", "2.7.18")}, []string{"Python 2.7.18 at ", "is too old"}},
		{"without venv", map[string]string{"python3": fakePython("12", "false", "")}, []string{"Python 3.12.4 at ", "sudo apt install python3-venv"}},
		{"a full disk", map[string]string{"python3": fakePython("12", "true", `echo "OSError: [Errno 28] No space left on device"; exit 1`)}, []string{"the disk is full", "free some space"}},
		{"no network", map[string]string{"python3": fakePython("12", "true", `echo "Failed to establish a new connection: [Errno -3]" >&2; exit 1`)}, []string{"the network could not be reached"}},
		{"pip with a trouble of its own", map[string]string{"python3": fakePython("12", "true", `echo "ERROR: No matching distribution" >&2; exit 1`)}, []string{"python failed (exit status 1)", "ERROR: No matching distribution"}},
	} {
		t.Run(test.story, func(t *testing.T) {
			b := newBench(t)
			for name, script := range test.tools {
				b.tool(name, script)
			}
			_, _, err := b.python(t.Context())
			if err == nil {
				t.Fatal("no error")
			}
			for _, want := range test.says {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("the error lacks %q: %v", want, err)
				}
			}
		})
	}
}

func TestPythonIsMadeOnce(t *testing.T) {
	b := newBench(t)
	b.tool("python3", fakePython("12", "true", pipWorks))
	prefix, said, err := b.python(t.Context())
	if err != nil || prefix != filepath.Join(b.root, ".venv") || !strings.HasPrefix(said, "✓ Python environment  ") {
		t.Fatalf("the first time: %q, %q, %v", prefix, said, err)
	}
	b.calls("")
	again, said, err := b.python(t.Context())
	if calls := b.calls("\n"); err != nil || again != prefix || said != "" || calls != 0 {
		t.Errorf("the second time: %q, %q, %v, %d programs called; want silence and none", again, said, err, calls)
	}
	b.write("environment.yml", strings.ReplaceAll(fakeEnvironment, "0.11.0", "0.12.0"))
	if _, _, err := b.python(t.Context()); err != nil || b.calls("nbclient==0.12.0") == 0 {
		t.Errorf("a changed list installed nothing new (%v)", err)
	}
	if err := os.RemoveAll(filepath.Join(b.root, ".venv", "bin")); err != nil {
		t.Fatal(err)
	}
	if _, _, err := b.python(t.Context()); err != nil || b.calls("-m pip install") != 1 {
		t.Errorf("a damaged environment was not made anew (%v)", err)
	}
}

// The older python3 of a machine must not hide a newer one beside it.
func TestPythonBesideAnOldOne(t *testing.T) {
	b := newBench(t)
	b.tool("python3", fakePython("8", "true", "exit 1"))
	b.tool("python3.12", fakePython("12", "true", pipWorks))
	if _, _, err := b.python(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestInterruptedPythonIsTakenUp(t *testing.T) {
	b := newBench(t)
	// pip is interrupted half way: something stands there, and it looks complete.
	b.tool("python3", fakePython("12", "true", `touch "$prefix/complete" "$prefix/waiting"; sleep 60`))
	ctx, interrupt := context.WithCancel(t.Context())
	failed := make(chan error)
	go func() {
		_, _, err := b.python(ctx)
		failed <- err
	}()
	for eventually(t, func() bool { _, err := os.Stat(filepath.Join(b.root, ".venv", "waiting")); return err == nil }) {
	}
	interrupt()
	if err := <-failed; !errors.Is(err, context.Canceled) {
		t.Fatalf("the interrupted set-up returned %v", err)
	}
	b.calls("")
	b.tool("python3", fakePython("12", "true", pipWorks))
	prefix, _, err := b.python(t.Context())
	if err != nil || b.calls("-m pip install") != 1 {
		t.Errorf("half an environment counted as one (%v)", err)
	}
	if _, err := os.Stat(filepath.Join(prefix, "waiting")); err == nil {
		t.Error("what the interrupted set-up left is still there")
	}
}

// eventually is false once done is true, and true after a pause while it is not.
func eventually(t *testing.T, done func() bool) bool {
	t.Helper()
	if done() {
		return false
	}
	select {
	case <-t.Context().Done():
		t.Fatal("it never came")
	case <-time.After(5 * time.Millisecond):
	}
	return true
}

func TestActiveEnvironmentIsUsedIfItHasEverything(t *testing.T) {
	for _, variable := range []string{"VIRTUAL_ENV", "CONDA_PREFIX"} {
		b := newBench(t)
		b.tool("python3", fakePython("12", "true", pipWorks))
		active := filepath.Join(t.TempDir(), "active")
		b.script(filepath.Join(active, "bin", "python"), fakePython("11", "true", ""))
		t.Setenv(variable, active)
		if prefix, _, err := b.python(t.Context()); err != nil || prefix != filepath.Join(b.root, ".venv") {
			t.Errorf("%s lacks JupyterLab: used %q (%v), want .venv", variable, prefix, err)
		}
		if err := os.WriteFile(filepath.Join(active, "complete"), nil, 0o644); err != nil {
			t.Fatal(err)
		}
		if prefix, _, err := b.python(t.Context()); err != nil || prefix != active {
			t.Errorf("%s has everything: used %q (%v)", variable, prefix, err)
		}
	}
}

func TestSomebodyElsesVenvIsNeverChanged(t *testing.T) {
	b := newBench(t)
	b.tool("python3", fakePython("12", "true", pipWorks))
	b.write(".venv/mine", "")
	_, _, err := b.python(t.Context())
	if err == nil || !strings.Contains(err.Error(), "not from this command") {
		t.Errorf("an unknown .venv without Python: %v", err)
	}
	b.script(filepath.Join(b.root, ".venv", "bin", "python"), fakePython("12", "true", ""))
	_, _, err = b.python(t.Context())
	if err == nil || !strings.Contains(err.Error(), "-m pip install jupyterlab==4.6.6`") {
		t.Errorf("an unknown .venv that lacks something: %v", err)
	}
	b.write(".venv/complete", "")
	if prefix, _, err := b.python(t.Context()); err != nil || prefix != filepath.Join(b.root, ".venv") {
		t.Errorf("an unknown .venv that has everything: %q, %v", prefix, err)
	}
	if _, err := os.Stat(filepath.Join(b.root, ".venv", "mine")); err != nil || b.calls("-m pip install") != 0 {
		t.Error("an unknown .venv was changed")
	}
}
