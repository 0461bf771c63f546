package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// client is a command of one of the programs that only tests start, on the kernel and
// the templates that the site has.
func (s *site) client(t testing.TB, name string, args ...string) *exec.Cmd {
	t.Helper()
	above := &site{root: s.root, prefix: filepath.Join(s.root, clientsFolder)}
	if _, err := os.Stat(above.program(name)); err != nil {
		without(t, "this test starts "+name+", which `go tool seminar test` brings")
	}
	cmd := above.command(t.Context(), name, args...)
	cmd.Env = append(cmd.Env, "JUPYTER_PATH="+filepath.Join(s.prefix, "share", "jupyter"))
	return cmd
}

// clients calls the step with a new reading of the ledger.
func (b *bench) clients(ctx context.Context, environment ...string) (said string, err error) {
	b.t.Helper()
	wrote, err := readLedger(b.root)
	if err != nil {
		b.t.Fatal(err)
	}
	var out bytes.Buffer
	s := &site{root: b.root, prefix: filepath.Join(b.root, ".venv")}
	err = s.installClients(ctx, newProgress(&out), wrote, environment)
	return out.String(), err
}

func TestClientsAreMadeOnceOnTopOfTheEnvironment(t *testing.T) {
	b := newBench(t)
	b.script(filepath.Join(b.root, ".venv", "bin", "python"), fakePython("12", "true", `echo "Collecting papermill"; touch "$prefix/complete"`))
	if said, err := b.clients(t.Context()); err != nil || !strings.HasPrefix(said, "✓ Jupyter's programs for tests  ") {
		t.Fatalf("%q, %v", said, err)
	}
	if b.calls("-m pip install --no-input --disable-pip-version-check --progress-bar=off --no-compile jupyter-console==") != 1 {
		t.Error("pip was not asked for what clients.txt lists")
	}
	below, err := os.ReadFile(filepath.Join(b.root, clientsFolder, "packages", "below.pth"))
	if want := filepath.Join(b.root, ".venv", "packages") + "\n"; err != nil || string(below) != want {
		t.Errorf("packages are sought in %q, too (%v); want %q", below, err, want)
	}
	if _, err := os.Stat(filepath.Join(b.root, ".venv", "complete")); err == nil {
		t.Error("the readers' environment was changed")
	}
	if said, err := b.clients(t.Context()); err != nil || said != "" {
		t.Errorf("the second time: %q, %v", said, err)
	}
	if said, err := b.clients(t.Context(), "jupyterlab==5.0.0"); err != nil || said == "" {
		t.Errorf("on a changed environment: %q, %v", said, err)
	}
	if out, _, exit := called("uninstall"); exit != 0 || !strings.Contains(out, filepath.Join(b.root, clientsFolder)) {
		t.Errorf("uninstall: %q", out)
	}
}

func TestSomebodyElsesClientsAreNeverChanged(t *testing.T) {
	b := newBench(t)
	b.script(filepath.Join(b.root, ".venv", "bin", "python"), fakePython("12", "true", "exit 1"))
	b.write(clientsFolder+"/mine", "")
	if _, err := b.clients(t.Context()); err == nil || !strings.Contains(err.Error(), "not from this command") {
		t.Errorf("got %v", err)
	}
	if got := contents(t, filepath.Join(b.root, clientsFolder)); len(got) != 1 {
		t.Errorf("it holds %q", got)
	}
}
