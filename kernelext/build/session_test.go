package build_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"seminar/kernelext/build"
	"seminar/kernelext/kernel/pipe"
	"seminar/kernelext/toolchain"
)

// scratch is a folder that lives as long as the tests.
var scratch string

func TestMain(m *testing.M) {
	flag.Parse()
	dir, err := os.MkdirTemp("", "gophernotes-")
	if err != nil {
		panic(err)
	}
	scratch = dir
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// binary builds the kernel once for all tests of the package.
var binary = sync.OnceValues(func() (string, error) {
	out := *keep
	if out == "" {
		out = filepath.Join(scratch, "gophernotes")
	}
	return out, build.Interpreter(context.Background(), build.Options{Output: out, Log: os.Stderr})
})

// A session is a worker process and the kernel's ends of its pipes.
type session struct {
	t              testing.TB
	cmd            *exec.Cmd
	requests       *pipe.Writer
	events         *pipe.Reader
	hangUp         func()
	stdout, stderr *output
	id             uint64
	cell           int
}

const secret = "test"

// newSession starts a worker that interprets, as the kernel does, and waits until
// it is ready.
func newSession(t testing.TB, env ...string) *session {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	return startSession(t, path, env...)
}

// host builds, once for all tests of the package, the worker that compiles. It
// lies where set-up puts it: beside the kernel's binary.
var host = sync.OnceValues(func() (string, error) {
	kernel, err := binary()
	if err != nil {
		return "", err
	}
	dir := kernel + ".host"
	return filepath.Join(dir, "worker"), build.Host(context.Background(), build.Options{Output: dir, Log: os.Stderr})
})

// newHostSession is newSession for a worker that compiles. Where cells cannot be
// compiled, the test is skipped, and says why.
func newHostSession(t testing.TB, env ...string) *session {
	t.Helper()
	path, err := host()
	if errors.Is(err, toolchain.ErrUnsupported) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return startSession(t, path, env...)
}

// startSession starts the program as a worker.
func startSession(t testing.TB, path string, env ...string) *session {
	t.Helper()
	requestsR, requestsW := mustPipe(t)
	eventsR, eventsW := mustPipe(t)
	outR, outW := mustPipe(t)
	errR, errW := mustPipe(t)
	cmd := exec.Command(path, "worker")
	cmd.Env = append(append(os.Environ(), "GOROOT=/nonexistent", "SEMINAR_MARK="+secret), env...)
	cmd.Stdout, cmd.Stderr = outW, errW
	cmd.ExtraFiles = []*os.File{requestsR, eventsW}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for _, f := range []*os.File{requestsR, eventsW, outW, errW} {
		f.Close()
	}
	s := &session{t: t, cmd: cmd, requests: pipe.NewWriter(requestsW), events: pipe.NewReader(eventsR), hangUp: func() { requestsW.Close() }, stdout: newOutput(outR), stderr: newOutput(errR)}
	t.Cleanup(func() {
		requestsW.Close()
		cmd.Process.Kill()
		cmd.Wait()
	})
	if e, err := s.next(); err != nil || e.Kind != pipe.Ready || e.ID != 0 {
		t.Fatalf("first event %+v, %v; want Ready", e, err)
	}
	return s
}

func mustPipe(t testing.TB) (r, w *os.File) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	return r, w
}

// next returns the worker's next event, but for what a cell has not done yet.
func (s *session) next() (pipe.Event, error) {
	for {
		var e pipe.Event
		if err := s.events.Read(&e); err != nil || e.Kind != pipe.Begun {
			return e, err
		}
	}
}

// An answer is all that a cell showed.
type answer struct {
	stdout, stderr string
	displays       []pipe.Bundle
	updates        []bool   // which of them take the place of one before
	clears         []bool   // which clears wait for more
	of             []uint64 // the requests to which the displays belong
	exit           []string // where the cell called os.Exit
	result         *pipe.Bundle
	err            *pipe.Error
	keep           string
	vars           []string
	notes          []string
	restart        string
	forget         bool
	folder         string
	answers        map[string]pipe.Answer
	died           bool // the worker ended; stderr holds its last words
}

// text is the plain text of the cell's result.
func (a answer) text() string {
	if a.result == nil {
		return ""
	}
	text, _ := a.result.Data["text/plain"].(string)
	return text
}

// execute runs a cell and collects its events.
func (s *session) execute(code string) answer {
	s.t.Helper()
	s.cell++
	return s.ask(pipe.Request{Kind: pipe.Execute, Code: code, Cell: s.cell})
}

// converse runs a cell and answers its questions with lines, and after those with
// the end of the input. Each question stands as «» in what the cell has printed.
func (s *session) converse(code string, lines ...string) answer {
	s.t.Helper()
	s.cell++
	return s.ask(pipe.Request{Kind: pipe.Execute, Code: code, Cell: s.cell, Stdin: true}, lines...)
}

func (s *session) ask(r pipe.Request, lines ...string) answer {
	s.t.Helper()
	s.id++
	r.ID = s.id
	if err := s.requests.Write(r); err != nil {
		s.t.Fatal(err)
	}
	var a answer
	for {
		e, err := s.next()
		if err != nil {
			s.cmd.Wait()
			a.died, a.stdout, a.stderr = true, a.stdout+s.owned(s.stdout.rest()), a.stderr+s.owned(s.stderr.rest())
			return a
		}
		if e.ID != r.ID && e.Kind != pipe.Display {
			s.t.Fatalf("event %+v, want one of request %d", e, r.ID)
		}
		if e.Text != "" {
			a.stdout += s.owned(s.stdout.until(s.t, e.Text))
			a.stderr += s.owned(s.stderr.until(s.t, e.Text))
		}
		switch e.Kind {
		case pipe.Display:
			a.displays, a.of = append(a.displays, *e.Bundle), append(a.of, e.ID)
			a.updates = append(a.updates, e.Update)
		case pipe.Clear:
			a.clears = append(a.clears, e.Wait)
		case pipe.Ask:
			a.stdout += "«»"
			line := pipe.Request{Kind: pipe.Line, End: len(lines) == 0}
			if !line.End {
				line.Code, lines = lines[0], lines[1:]
			}
			s.requests.Write(line)
		case pipe.Exit:
			a.exit = e.Error.Traceback
		case pipe.Result:
			a.result = e.Bundle
		case pipe.Done:
			a.err, a.keep, a.vars, a.notes, a.restart, a.forget, a.folder = e.Error, e.Keep, e.Vars, e.Notes, e.Restart, e.Forget, e.Folder
			a.answers = e.Answers
			return a
		}
	}
}

// owned shortens the marks that say whose the following output is: none for the
// running cell, and [2] for that of request 2.
func (s *session) owned(text string) string {
	text = strings.ReplaceAll(text, pipe.Owner(secret, s.id), "")
	return owner.ReplaceAllString(text, "[$1]")
}

var owner = regexp.MustCompile("\x00" + secret + `@(\d+)` + "\x00")

// An output is one of the worker's streams, cut at the marks.
type output struct {
	mu   sync.Mutex
	more *sync.Cond
	text bytes.Buffer
	end  bool
}

func newOutput(r io.Reader) *output {
	o := &output{}
	o.more = sync.NewCond(&o.mu)
	go func() {
		buf := make([]byte, 4096)
		for {
			n, err := r.Read(buf)
			o.mu.Lock()
			o.text.Write(buf[:n])
			o.end = err != nil
			o.mu.Unlock()
			o.more.Broadcast()
			if err != nil {
				return
			}
		}
	}()
	return o
}

// until waits for a mark and returns what came before it.
func (o *output) until(t testing.TB, n string) string {
	t.Helper()
	mark := "\x00" + secret + ":" + n + "\x00"
	o.mu.Lock()
	defer o.mu.Unlock()
	for {
		if before, after, ok := strings.Cut(o.text.String(), mark); ok {
			o.text.Reset()
			o.text.WriteString(after)
			return before
		}
		if o.end {
			t.Fatalf("the output ended without mark %s: %q", n, o.text.String())
		}
		o.more.Wait()
	}
}

// await waits until the output has the text in it.
func (o *output) await(text string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for !o.end && !strings.Contains(o.text.String(), text) {
		o.more.Wait()
	}
}

// rest waits for the end of the output and returns what is left of it.
func (o *output) rest() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	for !o.end {
		o.more.Wait()
	}
	return o.text.String()
}
