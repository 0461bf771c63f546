package kernel

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-zeromq/zmq4"
	"github.com/google/go-cmp/cmp"
)

// tooLong is when a test gives up on a message that does not come.
const tooLong = 60 * time.Second

// A server is a kernel under test.
type server struct {
	file string // the connection file
	conn connection
	log  *lines
	over chan struct{} // closed when the kernel has ended

	kernel  *kernel     // of serve
	process *os.Process // of startProcess
}

// newServer writes a connection file in dir.
func newServer(t testing.TB, dir string) *server {
	t.Helper()
	s := &server{
		file: filepath.Join(dir, "c.json"), log: &lines{}, over: make(chan struct{}),
		conn: connection{Transport: "ipc", IP: filepath.Join(dir, "s"), ShellPort: 1, IOPubPort: 2, StdinPort: 3,
			ControlPort: 4, HBPort: 5, SignatureScheme: "hmac-sha256", Key: "secret"},
	}
	text, _ := json.Marshal(s.conn)
	if err := os.WriteFile(s.file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return s
}

// startProcess runs a kernel as a process of its own, and returns when it
// listens.
func startProcess(t testing.TB, dir string) *server {
	t.Helper()
	return startProcessAs(t, dir, "kernel")
}

// startProcessAs is startProcess, of a kernel or of a launcher with a kernel.
func startProcessAs(t testing.TB, dir, what string) *server {
	t.Helper()
	s := newServer(t, dir)
	command := exec.Command(os.Args[0], what, s.file)
	command.Stderr = os.Stderr
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	s.process = command.Process
	t.Cleanup(func() { // a test that kills it has done so before
		s.process.Kill()
		s.process.Wait()
	})
	_, last := s.conn.address(s.conn.HBPort)
	for _, err := os.Stat(last); err != nil; _, err = os.Stat(last) {
		runtime.Gosched() // there is no other sign that a kernel listens
	}
	return s
}

// shortDir makes a folder for sockets: a socket's path has at most 107 bytes.
func shortDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "k")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// serve runs a kernel with a fake worker of the kind until the test's end.
func serve(t testing.TB, worker string) *server {
	t.Helper()
	s := newServer(t, shortDir(t))
	o := Options{ConnectionFile: s.file, Worker: []string{os.Args[0], worker}, Version: "0.7.5", Log: s.log}
	switch worker {
	case "fake-worker-that-sleeps":
		o.Patience = 10 * time.Millisecond
	case "fake-worker-that-can-be-interrupted":
		o.Grace = tooLong
	case "fake-worker-that-ignores-interrupts":
		o.Grace = 10 * time.Millisecond
	}
	return s.serve(t, o, func(*session) {})
}

// serve runs a kernel, with a session adjusted, until the test's end.
func (s *server) serve(t testing.TB, o Options, adjust func(*session)) *server {
	t.Helper()
	s.kernel = newKernel(context.Background(), s.conn, o)
	adjust(s.kernel.session)
	if err := s.kernel.listen(); err != nil {
		t.Fatal(err)
	}
	go func() { defer close(s.over); s.kernel.serve() }()
	t.Cleanup(func() {
		s.kernel.end()
		<-s.over
	})
	return s
}

// lines is a log that can be read while it grows.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(b)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// A client is a Jupyter client.
type client struct {
	t       testing.TB
	wire    *wire
	sockets map[string]zmq4.Socket
	in      map[string]chan reply

	lastCount int // the execution count that exchange saw last
}

// A reply is a message from the kernel.
type reply struct {
	header, parent header
	content        map[string]any
	raw            []byte
}

// connect returns a client whose subscription has arrived.
func (s *server) connect(t testing.TB) *client {
	t.Helper()
	c := &client{t: t, wire: newWire(s.conn.Key), sockets: map[string]zmq4.Socket{}, in: map[string]chan reply{}}
	id := zmq4.WithID([]byte(c.wire.session))
	ctx := context.Background()
	c.dial("iopub", s.conn, s.conn.IOPubPort, zmq4.NewSub(ctx))
	c.sockets["iopub"].SetOption(zmq4.OptionSubscribe, "")
	c.dial("shell", s.conn, s.conn.ShellPort, zmq4.NewDealer(ctx, id))
	c.dial("control", s.conn, s.conn.ControlPort, zmq4.NewDealer(ctx, id))
	c.dial("stdin", s.conn, s.conn.StdinPort, zmq4.NewDealer(ctx, id))
	for c.next("iopub").header.MsgType != "iopub_welcome" {
	}
	for s.kernel != nil && s.kernel.stdin.Peer(c.wire.session) == nil {
		runtime.Gosched() // the kernel may still be about to read who that is
	}
	info := c.send("shell", "kernel_info_request", struct{}{}) // the shell is served after "starting"
	c.replyTo("shell", info)
	c.published(info)
	return c
}

// settle takes what has been published until now.
func (c *client) settle() {
	id := c.send("control", "comm_info_request", struct{}{})
	c.replyTo("control", id)
	for {
		if m := c.next("iopub"); m.parent.MsgID == id && m.content["execution_state"] == "idle" {
			return
		}
	}
}

func (c *client) dial(name string, conn connection, port int, socket zmq4.Socket) {
	_, address := conn.address(port)
	if err := socket.Dial("ipc://" + address); err != nil {
		c.t.Fatal(err)
	}
	in := make(chan reply, 100_000)
	c.sockets[name], c.in[name] = socket, in
	c.t.Cleanup(func() { socket.Close() })
	go func() {
		for {
			m, err := socket.Recv()
			if err != nil {
				close(in)
				return
			}
			in <- c.unpack(m.Frames)
		}
	}()
}

// unpack reads a message of the kernel, and checks its signature.
func (c *client) unpack(frames [][]byte) reply {
	m, err := c.wire.unpack(frames)
	if err != nil {
		c.t.Errorf("the kernel sent %q: %v", frames, err)
		return reply{}
	}
	m.content = escapes.ReplaceAll(m.content, nil) // of colours; TestColours is about them
	r := reply{header: m.header, raw: m.content}
	if err := json.Unmarshal(frames[len(m.route)+3], &r.parent); err != nil {
		c.t.Errorf("parent_header: %v", err)
	}
	if err := json.Unmarshal(m.content, &r.content); err != nil {
		c.t.Errorf("content: %v", err)
	}
	if said := complaint(r); said != "" {
		c.t.Errorf("%s %s: %s", r.header.MsgType, r.raw, said)
	}
	return r
}

var escapes = regexp.MustCompile(`\\u001b\[[0-9;]*m`)

// send sends a request and returns its id.
func (c *client) send(socket, msgType string, content any) string {
	c.t.Helper()
	return c.sendAfter(nil, socket, msgType, content)
}

// sendAfter sends a message that answers one of the kernel.
func (c *client) sendAfter(parent json.RawMessage, socket, msgType string, content any) string {
	c.t.Helper()
	frames, err := c.wire.pack(nil, parent, msgType, content)
	if err != nil {
		c.t.Fatal(err)
	}
	c.sendFrames(socket, frames)
	var h header
	json.Unmarshal(frames[2], &h)
	return h.MsgID
}

func (c *client) sendFrames(socket string, frames [][]byte) {
	c.t.Helper()
	if err := c.sockets[socket].SendMulti(zmq4.NewMsgFrom(frames...)); err != nil {
		c.t.Fatal(err)
	}
}

// next returns the next message of a socket.
func (c *client) next(socket string) reply {
	c.t.Helper()
	select {
	case m, ok := <-c.in[socket]:
		if !ok {
			c.t.Fatalf("%s was closed", socket)
		}
		return m
	case <-time.After(tooLong):
		c.t.Fatalf("nothing comes on %s", socket)
	}
	panic("unreachable")
}

// replyTo returns the reply to a request, which must be the next message.
func (c *client) replyTo(socket, id string) reply {
	c.t.Helper()
	m := c.next(socket)
	if m.parent.MsgID != id {
		c.t.Fatalf("%s on %s answers %q, want an answer to %q", m.header.MsgType, socket, m.parent.MsgID, id)
	}
	return m
}

// ask is a request and its reply.
func (c *client) ask(socket, msgType string, content any) map[string]any {
	c.t.Helper()
	return c.replyTo(socket, c.send(socket, msgType, content)).content
}

type object map[string]any

// run executes a script and returns what a reader sees of it: each message on
// iopub, then the reply, one a line.
func (c *client) run(script ...string) string {
	c.t.Helper()
	return c.story(c.send("shell", "execute_request", object{"code": strings.Join(script, "\n")}))
}

// story returns what follows from an execute request until its idle.
func (c *client) story(id string) string {
	c.t.Helper()
	told := c.published(id)
	r := c.replyTo("shell", id)
	line := fmt.Sprintf("reply %v %v", r.content["status"], r.content["execution_count"])
	if r.content["status"] != "ok" {
		line += fmt.Sprintf(" %v: %v", r.content["ename"], r.content["evalue"])
	}
	return told + line + "\n"
}

// published returns what is published about a request until its idle.
func (c *client) published(id string) string {
	c.t.Helper()
	var b strings.Builder
	stream := ""
	for {
		m := c.next("iopub")
		if m.parent.MsgID != id {
			fmt.Fprintf(&b, "(of another request) %s", m.line())
			continue
		}
		if name, _ := m.content["name"].(string); m.header.MsgType == "stream" && name == stream {
			b.WriteString(m.content["text"].(string)) // gathered by time: how it is cut says nothing
			continue
		} else {
			stream = name
		}
		b.WriteString(m.line())
		if m.content["execution_state"] == "idle" {
			return b.String()
		}
	}
}

// line tells a message in a line.
func (m reply) line() string {
	switch m.header.MsgType {
	case "status":
		return fmt.Sprintln(m.content["execution_state"])
	case "stream":
		return fmt.Sprintf("%v: %v", m.content["name"], m.content["text"])
	case "execute_input":
		return fmt.Sprintf("in %v\n", m.content["execution_count"])
	case "clear_output":
		return fmt.Sprintf("clear_output %v\n", m.content["wait"])
	case "display_data", "update_display_data", "execute_result":
		return fmt.Sprintf("%s %v\n", m.header.MsgType, m.content["data"].(map[string]any)["text/plain"])
	case "error":
		text := fmt.Sprintf("error %v: %v\n", m.content["ename"], m.content["evalue"])
		for _, line := range m.content["traceback"].([]any) {
			text += fmt.Sprintf("| %v\n", line)
		}
		return text
	}
	return m.header.MsgType + "\n"
}

// expect compares a story with the one that ought to be told, without its
// indentation.
func expect(t *testing.T, got, want string) {
	t.Helper()
	var b strings.Builder
	for line := range strings.Lines(strings.TrimLeft(want, "\n")) {
		b.WriteString(strings.TrimLeft(line, "\t"))
	}
	if diff := cmp.Diff(b.String(), got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}
