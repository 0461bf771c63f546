package kernel

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/go-zeromq/zmq4"
	"github.com/google/go-cmp/cmp"
)

func TestACellIsRun(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	expect(t, c.run("print hello", "result 42"), `
		busy
		in 1
		stdout: hello
		execute_result 42
		idle
		reply ok 1
	`)
	expect(t, c.run("eprint to stderr"), `
		busy
		in 2
		stderr: to stderr
		idle
		reply ok 2
	`)
}

func TestAnErrorIsThereTwiceWithItsTracebackAsAList(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	id := c.send("shell", "execute_request", object{"code": "fail undefined: x"})
	expect(t, c.published(id), `
		busy
		in 1
		error compile error: undefined: x
		| cell[1]:1: undefined: x
		idle
	`)
	want := map[string]any{"status": "error", "execution_count": 1.0, "ename": "compile error",
		"evalue": "undefined: x", "traceback": []any{"cell[1]:1: undefined: x"}}
	if diff := cmp.Diff(want, c.replyTo("shell", id).content); diff != "" {
		t.Error(diff)
	}
}

func TestASilentCellShowsNothingAndCountsNothing(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	id := c.send("shell", "execute_request", object{"code": "print x\ndisplay y\nresult z", "silent": true})
	expect(t, c.story(id), "busy\nidle\nreply ok 1\n")
	id = c.send("shell", "execute_request", object{"code": "print x", "store_history": false})
	expect(t, c.story(id), "busy\nin 1\nstdout: x\nidle\nreply ok 1\n")
	expect(t, c.run(), "busy\nin 1\nidle\nreply ok 1\n")
}

func TestTheReplyOfACellHasAllThatClientsRequire(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	got := c.ask("shell", "execute_request", object{"code": "", "user_expressions": object{"x": "1+1", "y": "fail"}})
	want := map[string]any{"status": "ok", "execution_count": 1.0, "payload": []any{}, "user_expressions": map[string]any{
		"x": map[string]any{"status": "ok", "data": map[string]any{"text/plain": "1+1, evaluated"}, "metadata": map[string]any{}},
		"y": map[string]any{"status": "error", "ename": "compile error", "evalue": "undefined: y", "traceback": []any{"compile error: undefined: y"}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAnErrorAbortsTheCellsThatWait(t *testing.T) {
	s := serve(t, "fake-worker")
	c := s.connect(t)
	var ids []string
	waiting := c.blocked(s, 4, func() {
		for _, code := range []string{"fail no", "print never", "print never"} {
			ids = append(ids, c.send("shell", "execute_request", object{"code": code}))
		}
		ids = append(ids, c.send("shell", "is_complete_request", object{"code": "x"}))
	})
	c.story(waiting)
	c.story(ids[0])
	expect(t, c.story(ids[1]), "busy\nidle\nreply aborted 2 aborted: a cell before this one failed\n")
	expect(t, c.story(ids[2]), "busy\nidle\nreply aborted 2 aborted: a cell before this one failed\n")
	c.published(ids[3])
	c.replyTo("shell", ids[3])
	expect(t, c.run("print again"), "busy\nin 3\nstdout: again\nidle\nreply ok 3\n")
}

func TestWithoutStopOnErrorNothingIsAborted(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	first := c.send("shell", "execute_request", object{"code": "fail no", "stop_on_error": false})
	second := c.send("shell", "execute_request", object{"code": "print yes"})
	c.story(first)
	expect(t, c.story(second), "busy\nin 2\nstdout: yes\nidle\nreply ok 2\n")
}

// newFifo makes a named pipe: a cell that reads it waits until the test has
// opened and closed it.
func newFifo(t testing.TB) string {
	t.Helper()
	fifo := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	return fifo
}

// blocked runs a cell that waits, calls do, waits until so many requests are
// queued, and lets the cell end. It returns the cell's id.
func (c *client) blocked(s *server, queued int, do func()) (id string) {
	c.t.Helper()
	fifo := newFifo(c.t)
	id = c.send("shell", "execute_request", object{"code": "await " + fifo})
	f, err := os.OpenFile(fifo, os.O_WRONLY, 0) // blocks until the cell reads
	if err != nil {
		c.t.Fatal(err)
	}
	defer f.Close()
	do()
	q := s.kernel.queue
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.wait) < queued {
		q.moved.Wait()
	}
	return id
}

func TestControlIsServedWhileACellRuns(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	hanging := c.started("hang")
	id := c.send("control", "kernel_info_request", object{})
	if r := c.replyTo("control", id); r.header.MsgType != "kernel_info_reply" {
		t.Errorf("got %s", r.header.MsgType)
	}
	expect(t, c.published(id), "busy\nidle\n")
	c.ask("control", "interrupt_request", object{})
	c.replyTo("shell", hanging)
}

func TestTheHeartbeatAnswersWhileACellRuns(t *testing.T) {
	s := serve(t, "fake-worker")
	c := s.connect(t)
	hanging := c.started("hang")
	hb := zmq4.NewReq(context.Background())
	defer hb.Close()
	_, address := s.conn.address(s.conn.HBPort)
	if err := hb.Dial("ipc://" + address); err != nil {
		t.Fatal(err)
	}
	for _, beat := range []string{"ping", "pong"} {
		if err := hb.Send(zmq4.NewMsgString(beat)); err != nil {
			t.Fatal(err)
		}
		if m, err := hb.Recv(); err != nil || string(m.Bytes()) != beat {
			t.Fatalf("got %q, %v", m, err)
		}
	}
	c.ask("control", "interrupt_request", object{})
	c.replyTo("shell", hanging)
}

func TestKernelInfoIsComplete(t *testing.T) {
	got := serve(t, "fake-worker").connect(t).ask("shell", "kernel_info_request", object{})
	language := got["language_info"].(map[string]any)
	if v, _ := language["version"].(string); !strings.HasPrefix(v, "1.") {
		t.Errorf("Go's version is %q", v)
	}
	delete(language, "version")
	delete(got, "banner")
	delete(got, "help_links")
	want := map[string]any{
		"status": "ok", "protocol_version": "5.4", "implementation": "gophernotes", "implementation_version": "0.7.5", "debugger": false, "supported_features": []any{},
		"language_info": map[string]any{"name": "go", "mimetype": "text/x-go", "file_extension": ".go", "pygments_lexer": "go",
			"codemirror_mode": "go", "nbconvert_exporter": "script"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The worker counts bytes and Jupyter code points: 世 is three of the one and
// one of the other.
func TestCompletionCountsInCodePoints(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	got := c.ask("shell", "complete_request", object{"code": `s := "世界𝄞"; fmt.Pr + x`, "cursor_pos": 18})
	want := map[string]any{"status": "ok", "matches": []any{"Println"}, "cursor_start": 16.0, "cursor_end": 18.0, "metadata": map[string]any{"_jupyter_types_experimental": []any{
		map[string]any{"text": "Println", "type": "func", "signature": "(a ...any)", "start": 16.0, "end": 18.0}}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestOtherRequestsAreAnswered(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	for _, test := range []struct {
		request string
		content object
		want    map[string]any
	}{
		{"is_complete_request", object{"code": "func f() {"}, map[string]any{"status": "incomplete", "indent": "\t"}},
		{"inspect_request", object{"code": "x", "cursor_pos": 0}, map[string]any{"status": "ok", "found": false, "data": map[string]any{}, "metadata": map[string]any{}}},
		{"inspect_request", object{"code": "é.F", "cursor_pos": 2, "detail_level": 1}, map[string]any{"status": "ok", "found": true, "data": map[string]any{"text/plain": "3 of é.F, 1"}, "metadata": map[string]any{}}},
		{"history_request", object{"hist_access_type": "tail"}, map[string]any{"status": "ok", "history": []any{}}},
		{"comm_info_request", object{}, map[string]any{"status": "ok", "comms": map[string]any{}}},
		{"interrupt_request", object{}, map[string]any{"status": "ok"}},
	} {
		if diff := cmp.Diff(test.want, c.ask("shell", test.request, test.content)); diff != "" {
			t.Errorf("%s: %s", test.request, diff)
		}
	}
}

func TestASubscriberIsWelcomed(t *testing.T) {
	s := serve(t, "fake-worker")
	iopub := zmq4.NewSub(context.Background())
	c := &client{t: t, wire: newWire(s.conn.Key), sockets: map[string]zmq4.Socket{"iopub": iopub}, in: map[string]chan reply{}}
	c.dial("iopub", s.conn, s.conn.IOPubPort, iopub)
	for _, topic := range []string{"iopub", ""} {
		iopub.SetOption(zmq4.OptionSubscribe, topic)
		m := c.next("iopub")
		for m.header.MsgType == "status" { // starting
			m = c.next("iopub")
		}
		if m.header.MsgType != "iopub_welcome" || m.content["subscription"] != topic || m.parent.MsgID != "" {
			t.Errorf("after subscribing to %q: %s %v", topic, m.header.MsgType, m.content)
		}
	}
}

func TestTwoClientsEachGetTheirOwnReplies(t *testing.T) {
	s := serve(t, "fake-worker")
	a, b := s.connect(t), s.connect(t)
	ida := a.send("shell", "execute_request", object{"code": "print a"})
	idb := b.send("shell", "execute_request", object{"code": "print b"})
	a.replyTo("shell", ida)
	b.replyTo("shell", idb)
	if len(a.in["shell"])+len(b.in["shell"]) > 0 {
		t.Error("a client got another one's reply")
	}
}

func TestAMessageThatIsRefusedIsNotAnsweredAndNotFatal(t *testing.T) {
	s := serve(t, "fake-worker")
	c := s.connect(t)
	good := func() [][]byte {
		frames, _ := c.wire.pack(nil, nil, "kernel_info_request", struct{}{})
		return frames
	}
	for name, test := range map[string]struct {
		spoil func(frames [][]byte) [][]byte
		line  string
	}{
		"wrong signature":    {func(f [][]byte) [][]byte { f[1] = []byte(strings.Repeat("0", 64)); return f }, "its signature is wrong"},
		"short signature":    {func(f [][]byte) [][]byte { f[1] = f[1][:10]; return f }, "its signature is wrong"},
		"no signature":       {func(f [][]byte) [][]byte { f[1] = nil; return f }, "its signature is wrong"},
		"changed content":    {func(f [][]byte) [][]byte { f[5] = []byte(`{"a":1}`); return f }, "its signature is wrong"},
		"no delimiter":       {func(f [][]byte) [][]byte { return f[1:] }, "it has 0 frames from its delimiter on"},
		"one empty frame":    {func(f [][]byte) [][]byte { return [][]byte{{}} }, "it has 0 frames from its delimiter on"},
		"missing frames":     {func(f [][]byte) [][]byte { return f[:5] }, "it has 5 frames from its delimiter on"},
		"header of bad UTF8": {c.header("\"\xff\""), "its header is not UTF-8"},
		"header is a list":   {c.header("[1]"), "its header cannot be read"},
		"header is null":     {c.header("null"), "its header names no msg_type"},
		"header is deep":     {c.header(strings.Repeat("[", 50_000)), "its header cannot be read"},
		"header is long":     {c.header(`"` + strings.Repeat("x", 100_000) + `"`), "its identity and header have 97 kB, at most 64 are read"},
	} {
		t.Run(name, func(t *testing.T) {
			before := len(s.log.String())
			c.sendFrames("shell", test.spoil(good()))
			c.ask("shell", "kernel_info_request", object{}) // answered next: nothing came for the bad one
			logged := s.log.String()[before:]
			if !strings.Contains(logged, "shell: a message was refused: "+test.line) || strings.Count(logged, "\n") != 1 {
				t.Errorf("logged %q, want one line with %q", logged, test.line)
			}
		})
	}
}

// header puts text in a message's header, with the right signature.
func (c *client) header(text string) func([][]byte) [][]byte {
	return func(f [][]byte) [][]byte {
		f[2] = []byte(text)
		f[1] = c.wire.sign(f[2:6])
		return f
	}
}

func TestExtraFramesAndAMessageForNobodyAreHarmless(t *testing.T) {
	s := serve(t, "fake-worker")
	c := s.connect(t)
	frames, _ := c.wire.pack(nil, nil, "kernel_info_request", struct{}{})
	c.sendFrames("shell", append(frames, []byte("buffer"), []byte("another")))
	if m := c.next("shell"); m.header.MsgType != "kernel_info_reply" {
		t.Errorf("got %s", m.header.MsgType)
	}
	c.settle()
	expect(t, c.published(c.send("shell", "no_such_request", object{})), "busy\nidle\n")
	if want := "seminar kernel: shell: \"no_such_request\" is no message type that is known here\n"; s.log.String() != want {
		t.Errorf("logged %q, want %q", s.log, want)
	}
}

func TestContentOfTheWrongTypeIsAnsweredWithAnError(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	for request, content := range map[string]any{
		"execute_request":     object{"code": 1},
		"complete_request":    object{"code": "x", "cursor_pos": "end"},
		"inspect_request":     object{"code": "x", "cursor_pos": 0, "detail_level": "all"},
		"is_complete_request": []int{1},
		"shutdown_request":    "now",
	} {
		id := c.send("shell", request, content)
		r := c.replyTo("shell", id)
		if want := strings.Replace(request, "request", "reply", 1); r.header.MsgType != want || r.content["status"] != "error" || r.content["ename"] != "bad request" {
			t.Errorf("%s: got %s %v", request, r.header.MsgType, r.content)
		}
	}
}

func TestShutdownIsAnsweredAndEndsTheKernel(t *testing.T) {
	for _, restart := range []bool{true, false} {
		s := serve(t, "fake-worker")
		c := s.connect(t)
		c.run("print x")
		id := c.send("control", "shutdown_request", object{"restart": restart})
		if got := c.replyTo("control", id).content["restart"]; got != restart {
			t.Errorf("restart: got %v, want %v", got, restart)
		}
		expect(t, c.published(id), "busy\nshutdown_reply\nidle\n")
		<-s.over
	}
}

func TestShutdownEndsACellThatRuns(t *testing.T) {
	s := serve(t, "fake-worker")
	c := s.connect(t)
	id := c.started("hang")
	c.ask("control", "shutdown_request", object{"restart": false})
	if r := c.replyTo("shell", id); r.content["ename"] != "shutdown" {
		t.Errorf("got %v", r.content)
	}
	<-s.over
}

// A process of its own, as Jupyter starts it, and killed as no program expects.
func TestAKernelThatIsKilledLeavesNoWorker(t *testing.T) {
	dir, err := os.MkdirTemp("", "k")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	k := startProcess(t, dir)
	c := k.connect(t)
	worker, child := firstNumber(t, c.run("pid")), firstNumber(t, c.run("child"))
	k.process.Kill()
	k.process.Wait()
	for !ended(worker) || !ended(child) { // the system kills the one a moment later, and the guard the other
		runtime.Gosched()
	}
	again := newServer(t, dir) // on the same sockets, whose files the killed one has left
	o := Options{ConnectionFile: again.file, Worker: []string{os.Args[0], "fake-worker"}, Log: again.log}
	again.serve(t, o, func(*session) {}).connect(t).run("pid")
	if err := Run(t.Context(), o); err == nil || !strings.Contains(err.Error(), "address already in use") {
		t.Errorf("a second kernel on living sockets: %v", err)
	}
}

// The guard of a kernel whose worker died first guards the next one.
func TestAKernelThatIsKilledAfterItsWorkerLeavesNone(t *testing.T) {
	k := startProcess(t, shortDir(t))
	c := k.connect(t)
	c.run("child\nkill")
	worker, child := firstNumber(t, c.run("pid")), firstNumber(t, c.run("child"))
	k.process.Kill()
	k.process.Wait()
	for !ended(worker) || !ended(child) {
		runtime.Gosched()
	}
}

func TestAKernelEndsWithTheProcessThatStartedIt(t *testing.T) {
	k := startProcessAs(t, shortDir(t), "launcher")
	c := k.connect(t)
	worker, child := firstNumber(t, c.run("pid")), firstNumber(t, c.run("child"))
	k.process.Kill()
	k.process.Wait()
	for !ended(worker) || !ended(child) || k.left() {
		runtime.Gosched()
	}
}

// left tells whether the connection file or a socket of the kernel is there.
func (s *server) left() bool {
	entries, err := os.ReadDir(filepath.Dir(s.file))
	return err != nil || len(entries) > 0
}

func TestAKernelLivesWhenNobodyHasNamedItsParent(t *testing.T) {
	for _, named := range []string{"", "1", "x", strconv.Itoa(os.Getpid())} {
		t.Setenv("JPY_PARENT_PID", named)
		if got := launcher(); got != 0 {
			t.Errorf("%q: it would end with process %d", named, got)
		}
	}
	t.Setenv("JPY_PARENT_PID", strconv.Itoa(os.Getppid()))
	if got := launcher(); got != os.Getppid() {
		t.Errorf("it would end with process %d, want its parent", got)
	}
}

func TestSIGTERMIsAnOrderlyEnd(t *testing.T) {
	dir, err := os.MkdirTemp("", "k")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	k := startProcess(t, dir)
	k.connect(t).run("print x")
	k.process.Signal(syscall.SIGTERM)
	if state, err := k.process.Wait(); err != nil || state.ExitCode() != 0 {
		t.Errorf("got %v, %v", state, err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "s-*")); len(left) > 0 {
		t.Errorf("left %q", left)
	}
}

func TestRunSaysWhyItCannotBegin(t *testing.T) {
	taken := serve(t, "fake-worker")
	taken.connect(t)
	write := func(c connection) string {
		file := filepath.Join(t.TempDir(), "c.json")
		text, _ := json.Marshal(c)
		os.WriteFile(file, text, 0o600)
		return file
	}
	for want, file := range map[string]string{
		"cannot read the connection file":  filepath.Join(t.TempDir(), "missing.json"),
		`asks for transport "udp"`:         write(connection{Transport: "udp"}),
		`asks for signatures by "hmac-md5`: write(connection{Transport: "tcp", Key: "k", SignatureScheme: "hmac-md5"}),
		"is not a connection file":         os.Args[0],
		"address already in use":           taken.file,
	} {
		err := Run(context.Background(), Options{ConnectionFile: file, Worker: []string{"none"}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want an error with %q", err, want)
		}
	}
}

func TestTCPListensOnTheAddressOfTheConnectionFileOnly(t *testing.T) {
	network, address := connection{Transport: "tcp", IP: "127.0.0.1"}.address(8888)
	if network != "tcp" || address != "127.0.0.1:8888" {
		t.Errorf("got %s %s", network, address)
	}
	if _, address := (connection{Transport: "tcp", IP: "::1"}).address(1); address != "[::1]:1" {
		t.Errorf("got %s", address)
	}
}
