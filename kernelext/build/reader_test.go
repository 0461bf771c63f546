package build_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/go-zeromq/zmq4"
)

// A reader is a Jupyter client with a kernel of its own: the real process, which
// starts real workers.
type reader struct {
	t                            testing.TB
	kernel                       *exec.Cmd
	shell, iopub, control, stdin zmq4.Socket
	sent                         int
}

const signingKey = "secret"

// newReader starts the kernel's binary at path, connects to it, and returns when it
// is subscribed.
func newReader(t testing.TB, path string, env ...string) *reader {
	t.Helper()
	dir, err := os.MkdirTemp("", "r") // a socket's path has at most 107 bytes
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	file, socket := filepath.Join(dir, "c.json"), filepath.Join(dir, "s")
	text, _ := json.Marshal(map[string]any{"transport": "ipc", "ip": socket, "shell_port": 1, "iopub_port": 2, "stdin_port": 3,
		"control_port": 4, "hb_port": 5, "signature_scheme": "hmac-sha256", "key": signingKey})
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	r := &reader{t: t, kernel: exec.Command(path, file)}
	r.kernel.Env, r.kernel.Stderr, r.kernel.Dir = append(os.Environ(), env...), os.Stderr, dir
	if err := r.kernel.Start(); err != nil {
		t.Fatal(err)
	}
	id := zmq4.WithID([]byte("reader"))
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	t.Cleanup(func() {
		r.kernel.Process.Signal(syscall.SIGTERM)
		r.kernel.Wait()
	})
	for i, s := range []struct {
		is *zmq4.Socket
		of zmq4.Socket
	}{{&r.shell, zmq4.NewDealer(ctx, id)}, {&r.iopub, zmq4.NewSub(ctx)}, {&r.stdin, zmq4.NewDealer(ctx, id)}, {&r.control, zmq4.NewDealer(ctx, id)}} {
		if err := s.of.Dial(fmt.Sprintf("ipc://%s-%d", socket, i+1)); err != nil { // it tries again until the kernel listens
			t.Fatal(err)
		}
		*s.is = s.of
	}
	r.iopub.SetOption(zmq4.OptionSubscribe, "")
	for r.next().kind != "iopub_welcome" {
	}
	return r
}

type object map[string]any

// A said is what the kernel has published.
type said struct {
	kind, of string // its type, and the request that it follows from
	content  struct {
		Name, Text, EName, EValue string
		ExecutionState            string `json:"execution_state"`
		Traceback                 []string
		Data                      map[string]any
	}
}

// next returns what is published next.
func (r *reader) next() said {
	r.t.Helper()
	type received struct {
		m   zmq4.Msg
		err error
	}
	got := make(chan received, 1)
	go func() { m, err := r.iopub.Recv(); got <- received{m, err} }()
	select {
	case g := <-got:
		if g.err != nil {
			r.t.Fatal(g.err)
		}
		return saidIn(r.t, g.m.Frames)
	case <-time.After(time.Minute): // a test that hangs says where
		r.t.Fatal("the kernel publishes nothing")
	}
	panic("unreachable")
}

// saidIn takes a message apart: route, <IDS|MSG>, signature, header, parent, metadata,
// content.
func saidIn(t testing.TB, frames [][]byte) (s said) {
	t.Helper()
	for len(frames) > 0 && string(frames[0]) != "<IDS|MSG>" {
		frames = frames[1:]
	}
	if len(frames) < 6 {
		t.Fatalf("no message: %q", frames)
	}
	var header, parent struct {
		Type string `json:"msg_type"`
		ID   string `json:"msg_id"`
	}
	for i, into := range []any{&header, &parent, &struct{}{}, &s.content} {
		if err := json.Unmarshal(frames[2+i], into); err != nil {
			t.Fatalf("%s: %v", frames[2+i], err)
		}
	}
	s.kind, s.of = header.Type, parent.ID
	return s
}

// send sends a request and returns its id.
func (r *reader) send(socket zmq4.Socket, kind string, content object) (id string) {
	r.sent++
	id = fmt.Sprint(r.sent)
	header, _ := json.Marshal(object{"msg_id": id, "session": "reader", "username": "", "date": "2026-01-01T00:00:00Z", "msg_type": kind, "version": "5.4"})
	body, _ := json.Marshal(content)
	parts := [][]byte{header, []byte("{}"), []byte("{}"), body}
	sum := hmac.New(sha256.New, []byte(signingKey))
	for _, p := range parts {
		sum.Write(p)
	}
	signature := []byte(hex.EncodeToString(sum.Sum(nil)))
	if err := socket.SendMulti(zmq4.NewMsgFrom(append([][]byte{[]byte("<IDS|MSG>"), signature}, parts...)...)); err != nil {
		r.t.Error(err)
	}
	return id
}

// run runs a cell and returns its request.
func (r *reader) run(code string) (id string) {
	return r.send(r.shell, "execute_request", object{"code": code, "silent": false, "store_history": true, "allow_stdin": true, "stop_on_error": false, "user_expressions": object{}})
}

// interrupt asks the kernel to end the cell that runs.
func (r *reader) interrupt() { r.send(r.control, "interrupt_request", object{}) }
