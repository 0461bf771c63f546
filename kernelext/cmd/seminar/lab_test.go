package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
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

// A server is waited for until it says that it is ready, not only until it listens.
func TestAnswers(t *testing.T) {
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if asked++; r.URL.Path != "/api/status" || r.FormValue("token") != "x" || r.Host != r.Context().Value(http.LocalAddrContextKey).(net.Addr).String() {
			t.Errorf("it asks %s for %s", r.Host, r.URL)
		}
		if asked < 3 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	defer server.Close()
	address := server.Listener.Addr().String()
	if err := answers(t.Context(), address, "/api/status?token=x", nil); err != nil || asked != 3 {
		t.Errorf("after asking %d times: %v; want 3 times", asked, err)
	}
}

// A server that takes a question and never answers is waited for no longer than ctx.
func TestAnswersEndsWithItsContext(t *testing.T) {
	l, err := net.Listen("tcp", loopback(0))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, interrupt := context.WithCancel(t.Context())
	go func() {
		if conn, err := l.Accept(); err == nil {
			defer conn.Close()
			conn.Read(make([]byte, 1))
		}
		interrupt()
		<-t.Context().Done()
	}()
	if err := answers(ctx, l.Addr().String(), "/", nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

// What is no server for HTTP has no status.
func TestStatusOfAnotherServer(t *testing.T) {
	for reply, want := range map[string]string{
		"HTTP/1.1 200 OK\r\n": "200", "HTTP/1.0 503\r\n": "503", "HTTP/1.1 ": "", "SSH-2.0-x 200\r\n": "", "": "",
	} {
		l, err := net.Listen("tcp", loopback(0))
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			conn.Read(make([]byte, 1000))
			fmt.Fprint(conn, reply)
			conn.Close()
		}()
		if got := statusAt(t.Context(), l.Addr().String(), "/"); got != want {
			t.Errorf("after %q: %q, want %q", reply, got, want)
		}
		l.Close()
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
