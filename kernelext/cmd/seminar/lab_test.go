package main

import (
	"bytes"
	"fmt"
	"net"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// taken listens on a port of the loopback for the time of the test.
func taken(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", loopback(0))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l.Addr().(*net.TCPAddr).Port
}

func TestPortInUse(t *testing.T) {
	newBench(t) // without Python: the port is looked at before the set-up begins
	port := taken(t)
	_, stderr, exit := called("lab", fmt.Sprintf("--port=%d", port))
	want := fmt.Sprintf("seminar: port %d is in use or not allowed: choose another with --port, or leave --port away and a free one is found\n", port)
	if exit != 1 || stderr != want {
		t.Errorf("exit status %d, %q; want 1, %q", exit, stderr, want)
	}
	if got, err := freePort(port, 1); err == nil {
		t.Errorf("freePort found %d, which is taken", got)
	}
	if got, err := freePort(port, 100); err != nil || got == port || !free(got) {
		t.Errorf("freePort found %d (%v)", got, err)
	}
}

func TestDisplay(t *testing.T) {
	for _, test := range []struct {
		variable string
		want     bool
	}{{"", runtime.GOOS == "darwin"}, {"DISPLAY", true}, {"WAYLAND_DISPLAY", true}, {"DISPLAY SSH_CONNECTION", false}, {"DISPLAY SSH_TTY", false}} {
		for _, v := range []string{"DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION", "SSH_TTY"} {
			t.Setenv(v, "")
		}
		for _, v := range strings.Fields(test.variable) {
			t.Setenv(v, ":0")
		}
		if got := display(); got != test.want {
			t.Errorf("with %q: %v, want %v", test.variable, got, test.want)
		}
	}
}

// A server that cannot start must not be waited for.
func TestLabThatEnds(t *testing.T) {
	b := newBench(t)
	b.script(filepath.Join(b.root, ".venv", "bin", "python"), `echo "No module named jupyterlab" >&2; exit 3`)
	s := &site{root: b.root, prefix: filepath.Join(b.root, ".venv")}
	var out, errs bytes.Buffer
	err := s.serve(t.Context(), taken(t), false, stdio{&out, &errs})
	if err == nil || !strings.Contains(err.Error(), "ended before it answered on port") || !strings.Contains(err.Error(), "No module named jupyterlab") {
		t.Errorf("got %v", err)
	}
	if out.Len() > 0 {
		t.Errorf("it printed an address: %s", &out)
	}
}

func TestLabListensOnThisMachineOnly(t *testing.T) {
	b := newBench(t)
	s := &site{root: b.root, prefix: filepath.Join(b.root, ".venv")}
	t.Setenv("JUPYTER_CONFIG_PATH", "/mine")
	cmd := s.labCommand(t.Context(), 1234, false)
	line := strings.Join(cmd.Args, "\n") + "\n"
	for _, want := range []string{"--ServerApp.ip=127.0.0.1\n", "--ServerApp.port=1234\n", "--no-browser\n", "--ServerApp.root_dir=" + filepath.Join(b.root, "notebooks") + "\n"} {
		if !strings.Contains(line, want) {
			t.Errorf("the command line lacks %q:\n%s", want, line)
		}
	}
	ours := filepath.Join("cmd", "seminar", "jupyter") + ":" + filepath.Join(b.root, "notebooks", "assignments")
	if settings := cmd.Env[len(cmd.Env)-1]; !strings.HasPrefix(settings, "JUPYTER_CONFIG_PATH=/mine:") || !strings.HasSuffix(settings, ours) {
		t.Errorf("settings come from %q; the reader's own must be first", settings)
	}
	if strings.Contains(strings.Join(s.labCommand(t.Context(), 1234, true).Args, " "), "--no-browser") {
		t.Error("it opens no browser where one was asked for")
	}
}
