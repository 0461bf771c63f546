package kernel

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-zeromq/zmq4"
	"github.com/google/go-cmp/cmp"
)

// requests are the fields of every request, each with a value as clients send it.
var requests = map[string]object{
	"execute_request": {"code": "print x", "silent": false, "store_history": true, "user_expressions": object{"a": "1"},
		"allow_stdin": false, "stop_on_error": false},
	"complete_request":    {"code": "fmt.Pr", "cursor_pos": 6},
	"inspect_request":     {"code": "fmt.Println", "cursor_pos": 3, "detail_level": 0},
	"is_complete_request": {"code": "func f() {"},
	"history_request": {"hist_access_type": "tail", "output": false, "raw": true, "session": 0, "start": 1, "stop": 3, "n": 2,
		"pattern": "*", "unique": false},
	"comm_info_request":   {"target_name": "x"},
	"kernel_info_request": {},
	"interrupt_request":   {},
	"comm_open":           {"comm_id": "c", "target_name": "x", "data": object{}},
	"comm_msg":            {"comm_id": "c", "data": object{}},
	"comm_close":          {"comm_id": "c", "data": object{}},
}

// Nobody has to think of a request that is served and not tried here.
func TestEveryRequestIsTried(t *testing.T) {
	tried := slices.Sorted(maps.Keys(requests))
	tried = append(tried, "debug_request", "shutdown_request") // of control only, and the last one
	served := maps.Clone(shellHandlers)
	maps.Copy(served, controlHandlers)
	if diff := cmp.Diff(slices.Sorted(slices.Values(tried)), slices.Sorted(maps.Keys(served))); diff != "" {
		t.Error(diff)
	}
}

// wrong are values of every type, at the ends of their ranges, too.
var wrong = []string{`null`, `true`, `0`, `-1`, `1.5`, `1e99`, `9223372036854775808`, `-9223372036854775808`, `""`, `"x"`, `"\u0000"`,
	"\"\xff\"", `"\ud800"`, `[]`, `[[]]`, `{}`, `{"a":{}}`, strings.Repeat("[", 20_000), strings.Repeat("[", 5000) + strings.Repeat("]", 5000)}

// Every field of every request gets every wrong value: there is one reply, its schema
// is right (each message is checked as it comes in), and the kernel goes on.
func TestNoValueOfAnyFieldIsFatal(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	for _, request := range slices.Sorted(maps.Keys(requests)) {
		fields := requests[request]
		for _, value := range wrong {
			contents := []json.RawMessage{json.RawMessage(value)}
			for field := range fields {
				contents = append(contents, with(fields, field, value))
			}
			for _, content := range contents {
				c.exchange(request, content)
			}
		}
	}
	expect(t, c.run("print alive"), fmt.Sprintf("busy\nin %[1]d\nstdout: alive\nidle\nreply ok %[1]d\n", c.lastCount+1))
}

// with returns the fields with one of them replaced by text, which may be no JSON.
func with(fields object, field, value string) json.RawMessage {
	var b strings.Builder
	for name, v := range fields {
		text, _ := json.Marshal(v)
		if name == field {
			text = []byte(value)
		}
		fmt.Fprintf(&b, ",%q:%s", name, text)
	}
	return json.RawMessage("{" + b.String()[1:] + "}")
}

// exchange sends content of any kind, and takes all that follows from it.
func (c *client) exchange(msgType string, content json.RawMessage) {
	c.t.Helper()
	frames, _ := c.wire.pack(nil, nil, msgType, object{})
	frames[5] = content
	frames[1] = c.wire.sign(frames[2:6])
	var h header
	json.Unmarshal(frames[2], &h)
	c.sendFrames("shell", frames)
	c.published(h.MsgID)
	if !strings.HasPrefix(msgType, "comm_") || msgType == "comm_info_request" {
		r := c.replyTo("shell", h.MsgID)
		if want := strings.TrimSuffix(msgType, "_request") + "_reply"; r.header.MsgType != want {
			c.t.Errorf("%s %.80s is answered by %s", msgType, content, r.header.MsgType)
		}
		if n, counted := r.content["execution_count"].(float64); counted {
			c.lastCount = int(n)
		}
	}
}

// The same for thousands of spoiled contents, the same ones each time.
func TestNoSpoiledContentIsFatal(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	random := rand.New(rand.NewPCG(1, 2))
	names := slices.Sorted(maps.Keys(requests))
	for i := range 3000 {
		name := names[i%len(names)]
		content, _ := json.Marshal(requests[name])
		c.exchange(name, spoil(random, content))
	}
}

// spoil changes some bytes of b: flips, doubles, drops and mixes what has a meaning.
func spoil(random *rand.Rand, b []byte) []byte {
	b = slices.Clone(b)
	for range 1 + random.IntN(4) {
		if len(b) == 0 {
			return b
		}
		at := random.IntN(len(b))
		switch random.IntN(5) {
		case 0:
			b[at] ^= 1 << random.IntN(8)
		case 1:
			b = b[:at]
		case 2:
			b = slices.Insert(b, at, b[:at]...)
		case 3:
			b = slices.Delete(b, at, min(len(b), at+1+random.IntN(8)))
		case 4:
			tokens := []string{`"`, `{`, `}`, `[`, `null`, `:`, `,`, "\x00", "\xff", `\u`, `-1`, `1e400`}
			b = slices.Insert(b, at, []byte(tokens[random.IntN(len(tokens))])...)
		}
	}
	return b
}

// And for whole messages with a right signature.
func TestNoSpoiledMessageIsFatal(t *testing.T) {
	s := serve(t, "fake-worker")
	c := s.connect(t)
	random := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		frames, _ := c.wire.pack(nil, nil, "comm_info_request", object{"target_name": "x"})
		at := 2 + random.IntN(4)
		frames[at] = spoil(random, frames[at])
		frames[1] = c.wire.sign(frames[2:6])
		c.sendFrames([]string{"shell", "control", "stdin"}[random.IntN(3)], frames)
	}
	id := c.send("shell", "execute_request", object{"code": "print alive"})
	for m := c.next("shell"); m.parent.MsgID != id; m = c.next("shell") {
	}
}

func TestMessagesOutOfOrderAreHarmless(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	for _, sent := range []struct {
		socket, msgType string
		content         object
	}{
		{"stdin", "input_reply", object{"value": "nobody asked"}},
		{"stdin", "execute_request", object{"code": "print x"}},
		{"shell", "input_reply", object{"value": "nobody asked"}},
		{"control", "execute_request", object{"code": "print x"}},
		{"shell", "execute_reply", object{"status": "ok"}},
		{"shell", "status", object{"execution_state": "dead"}},
		{"shell", "debug_request", object{"command": "initialize"}},
		{"control", "interrupt_request", object{}},
		{"shell", "interrupt_request", object{}},
		{"control", "create_subshell_request", object{}},
	} {
		c.send(sent.socket, sent.msgType, sent.content)
	}
	id := c.send("shell", "execute_request", object{"code": "print alive"})
	for c.next("shell").parent.MsgID != id {
	}
}

func TestCommsAreClosedPolitely(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	id := c.send("shell", "comm_open", object{"comm_id": "abc", "target_name": "jupyter.widget", "data": object{}})
	var told []string
	for {
		m := c.next("iopub")
		told = append(told, m.header.MsgType)
		if m.header.MsgType == "comm_close" && (m.content["comm_id"] != "abc" || m.parent.MsgID != id) {
			t.Errorf("closed %v, because of %q", m.content, m.parent.MsgID)
		}
		if m.content["execution_state"] == "idle" {
			break
		}
	}
	if got := strings.Join(told, " "); got != "status comm_close status" {
		t.Errorf("told %s", got)
	}
	for _, msgType := range []string{"comm_msg", "comm_close"} {
		expect(t, c.published(c.send("shell", msgType, object{"comm_id": "abc", "data": object{}})), "busy\nidle\n")
	}
}

func TestACellThatAsksWhatANameIsGetsAPage(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	for code, want := range map[string]string{
		"fmt.Println?": "11 of fmt.Println, 0", " Größe2?? \n": "8 of Größe2, 1",
	} {
		id := c.send("shell", "execute_request", object{"code": code, "store_history": false})
		c.published(id)
		got := c.replyTo("shell", id).content["payload"]
		page := []any{map[string]any{"source": "page", "data": map[string]any{"text/plain": want}, "start": 0.0}}
		if diff := cmp.Diff(page, got); diff != "" {
			t.Errorf("%q: %s", code, diff)
		}
	}
	expect(t, c.run("x?"), "busy\nin 1\nerror not found: nothing is known about x\n| not found: nothing is known about x\nidle\nreply error 1 not found: nothing is known about x\n")
	if got := c.ask("shell", "is_complete_request", object{"code": "fmt.Println?"})["status"]; got != "complete" {
		t.Errorf("it is %v", got)
	}
}

func TestDebuggingIsRefusedPolitely(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	got := c.ask("control", "debug_request", object{"type": "request", "seq": 7, "command": "initialize", "arguments": object{}})
	want := map[string]any{"type": "response", "seq": 0.0, "request_seq": 7.0, "success": false, "command": "initialize", "message": "the Go kernel has no debugger"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestHistoryIsKeptFromOneKernelToTheNext(t *testing.T) {
	file := filepath.Join(t.TempDir(), "history")
	start := func() (*server, *client) {
		s := newServer(t, shortDir(t))
		s.serve(t, Options{ConnectionFile: s.file, Worker: []string{os.Args[0], "fake-worker"}, Log: s.log, History: file}, func(*session) {})
		return s, s.connect(t)
	}
	s, c := start()
	c.run("print a")
	c.story(c.send("shell", "execute_request", object{"code": "print unseen", "silent": true}))
	c.story(c.send("shell", "execute_request", object{"code": "print unkept", "store_history": false}))
	c.run("fail b")
	c.ask("control", "shutdown_request", object{"restart": true})
	<-s.over
	_, c = start()
	c.run("print c")
	for asked, want := range map[string]string{
		`{"hist_access_type":"tail","n":2}`:                            `[[1,2,"fail b"],[2,1,"print c"]]`,
		`{"hist_access_type":"tail","n":1,"output":true}`:              `[[2,1,["print c",null]]]`,
		`{"hist_access_type":"tail"}`:                                  `[[1,1,"print a"],[1,2,"fail b"],[2,1,"print c"]]`,
		`{"hist_access_type":"range","session":0,"start":1}`:           `[[2,1,"print c"]]`,
		`{"hist_access_type":"range","session":-1,"start":1,"stop":2}`: `[[1,1,"print a"]]`,
		`{"hist_access_type":"range","session":1,"start":2,"stop":9}`:  `[[1,2,"fail b"]]`,
		`{"hist_access_type":"search","pattern":"print*","n":1}`:       `[[2,1,"print c"]]`,
		`{"hist_access_type":"search","pattern":"*b"}`:                 `[[1,2,"fail b"]]`,
		`{"hist_access_type":"dream"}`:                                 `[]`,
	} {
		got, _ := json.Marshal(c.ask("shell", "history_request", json.RawMessage(asked))["history"])
		if string(got) != want {
			t.Errorf("%s: %s, want %s", asked, got, want)
		}
	}
}

// The mistake is one that a test puts in: no other is known.
func TestAMistakeInAHandlerIsAnsweredAndSurvived(t *testing.T) {
	s := serve(t, "fake-worker")
	var answered answer
	m := &message{header: header{MsgType: "comm_info_request"}, parent: []byte("{}")}
	s.kernel.answer(map[string]handler{"comm_info_request": func(*kernel, *request) { panic("no idea") }},
		&request{message: m, peer: &answered, socket: "shell"})
	if len(answered) != 1 || !strings.Contains(string(answered[0][5]), `"evalue":"a mistake of this kernel, please report it: no idea"`) {
		t.Errorf("answered %q", answered)
	}
	if want := "seminar kernel: shell: comm_info_request is answered by a mistake of this kernel: no idea at messages_test.go:"; !strings.HasPrefix(s.log.String(), want) {
		t.Errorf("logged %q", s.log)
	}
}

// Two clients, one of which asks and asks and reads nothing: the other is served.
func TestAClientThatFloodsAndDoesNotReadHoldsNobodyUp(t *testing.T) {
	s := serve(t, "fake-worker")
	c := s.connect(t)
	_, shell := s.conn.address(s.conn.ShellPort)
	flood, err := net.Dial("unix", shell)
	if err != nil {
		t.Fatal(err)
	}
	defer flood.Close()
	frames, _ := c.wire.pack(nil, nil, "kernel_info_request", struct{}{})
	over := make(chan struct{})
	go func() {
		defer close(over)
		handshake := append(make([]byte, 0, 128), 0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 0)
		handshake = append(append(handshake, "NULL"...), make([]byte, 48)...)
		handshake = append(handshake, "\x04\x19\x05READY\x0bSocket-Type\x00\x00\x00\x06DEALER"...)
		handshake[65] = byte(len(handshake) - 66)
		flood.Write(handshake)
		for message := wired(frames); ; {
			if _, err := flood.Write(message); err != nil {
				return // it was cut off
			}
		}
	}()
	for i := range 20 {
		c.ask("control", "kernel_info_request", object{})
		if id := c.send("shell", "execute_request", object{"code": "print x"}); i%5 == 0 {
			c.replyTo("shell", id)
		} else {
			c.next("shell")
		}
	}
	<-over
	for !strings.Contains(s.log.String(), "a peer was disconnected: it left 32 MB unread") {
		c.ask("control", "kernel_info_request", object{}) // a moment after the cut, it is logged
	}
}

// wired is a message of short frames as ZeroMQ writes it.
func wired(frames [][]byte) (b []byte) {
	for i, frame := range frames {
		flags := byte(1)
		if i == len(frames)-1 {
			flags = 0
		}
		b = append(append(b, flags, byte(len(frame))), frame...)
	}
	return b
}

// A client goes away in the middle of a message, at each of its bytes.
func TestAClientThatGoesAwayWithinAMessageIsHarmless(t *testing.T) {
	s := serve(t, "fake-worker")
	c := s.connect(t)
	frames, _ := c.wire.pack(nil, nil, "shutdown_request", struct{}{})
	whole := wired(frames)
	_, shell := s.conn.address(s.conn.ShellPort)
	for n := range whole {
		conn, err := net.Dial("unix", shell)
		if err != nil {
			t.Fatal(err)
		}
		greeting := append([]byte{0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 0}, append([]byte("NULL"), make([]byte, 48)...)...)
		ready := "\x05READY\x0bSocket-Type\x00\x00\x00\x06DEALER"
		conn.Write(append(append(append(greeting, 4, byte(len(ready))), ready...), whole[:n]...))
		conn.Close()
	}
	expect(t, c.run("print alive"), "busy\nin 1\nstdout: alive\nidle\nreply ok 1\n")
}

// A content of 100 MB is more than a socket takes: its client is cut off, and comes
// again by itself.
func TestAMessageOf100MBIsRefused(t *testing.T) {
	s := serve(t, "fake-worker")
	c := s.connect(t)
	other := zmq4.NewDealer(t.Context())
	defer other.Close()
	_, shell := s.conn.address(s.conn.ShellPort)
	if err := other.Dial("ipc://" + shell); err != nil {
		t.Fatal(err)
	}
	frames, _ := c.wire.pack(nil, nil, "execute_request", struct{}{})
	frames[5] = []byte(`{"code":"` + strings.Repeat("x", 100<<20) + `"}`)
	frames[1] = c.wire.sign(frames[2:6])
	other.SendMulti(zmq4.NewMsgFrom(frames...)) // an error, when it is cut off early enough
	expect(t, c.run("print alive"), "busy\nin 1\nstdout: alive\nidle\nreply ok 1\n")
	for !strings.Contains(s.log.String(), "a message of more than 64 MB") {
		c.ask("control", "kernel_info_request", object{})
	}
}

func TestACellOf8MBIsNotRun(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	got := c.ask("shell", "execute_request", object{"code": strings.Repeat("x", 9<<20), "store_history": false})
	if want := "it has 9 MB, at most 8 MB are run: read data from a file, see os.ReadFile"; got["evalue"] != want {
		t.Errorf("got %v", got)
	}
}

func TestOthersMayNotReadTheKey(t *testing.T) {
	for mode, want := range map[os.FileMode]string{0o600: "", 0o400: "", 0o640: "may read", 0o604: "may read", 0o622: "may write"} {
		s := newServer(t, shortDir(t))
		os.Chmod(s.file, mode)
		if _, note, err := readConnection(s.file); err != nil || !strings.Contains(note, want) || (note == "") != (want == "") {
			t.Errorf("%o: %q, %v", mode, note, err)
		}
	}
}

// Of the machine's addresses, only that of the connection file answers.
func TestPortsListenOnTheAddressOfTheConnectionFile(t *testing.T) {
	c := connection{Transport: "tcp", IP: "127.0.0.1", Key: "k", SignatureScheme: "hmac-sha256"}
	k := newKernel(t.Context(), c, Options{Worker: []string{"none"}, Log: io.Discard})
	if err := k.listen(); err != nil { // ports 0: any
		t.Fatal(err)
	}
	defer k.close()
	for _, s := range k.sockets {
		if address := s.Addr().(*net.TCPAddr); address.IP.String() != "127.0.0.1" {
			t.Errorf("listens on %v", address)
		}
	}
}

func TestOnlyTheUserReachesSocketsInFiles(t *testing.T) {
	s := serve(t, "fake-worker")
	s.connect(t)
	files, _ := filepath.Glob(s.conn.IP + "-*")
	if len(files) != 5 {
		t.Fatalf("sockets %q", files)
	}
	for _, file := range files {
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", file, info.Mode(), err)
		}
	}
}

// A cell can write to the descriptors of its worker, by chance or by intent: what that
// says to the kernel is at worst the worker's end.
func TestAWorkerThatTalksNonsenseEndsAtMostItself(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	for seed := range 30 {
		id := c.send("shell", "execute_request", object{"code": fmt.Sprint("nonsense ", seed)})
		for c.next("shell").parent.MsgID != id {
		}
		id = c.send("shell", "execute_request", object{"code": "print alive"})
		r := c.next("shell")
		for ; r.parent.MsgID != id; r = c.next("shell") {
		}
		if r.content["status"] != "ok" && r.content["status"] != "aborted" {
			id = c.send("shell", "execute_request", object{"code": "print alive"}) // the worker died between the cells
			if r := c.replyTo("shell", id); r.content["status"] != "ok" {
				t.Errorf("after nonsense %d: %v", seed, r.content)
			}
		}
	}
}
