package kernel

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"seminar/kernelext/kernel/stack"
)

// separator parts the frames in a fuzzed message.
var separator = []byte("|")

// FuzzUnpack reads arbitrary frames, with a signature that is right.
func FuzzUnpack(f *testing.F) {
	w := newWire("key")
	good, _ := w.pack([][]byte{[]byte("id")}, nil, "execute_request", object{"code": "1"})
	f.Add(bytes.Join(append(good[:2:2], good[3:]...), separator))
	f.Add([]byte("<IDS|MSG>"))
	f.Add([]byte("<IDS|MSG>|{\"msg_type\":1}|{}|{}|{}"))
	f.Add([]byte("a|b|[]|null|{}|<IDS|MSG>"))
	f.Fuzz(func(t *testing.T, sent []byte) {
		m, err := w.unpack(signed(w, bytes.Split(sent, separator)))
		if err != nil {
			return
		}
		frames, err := w.pack(m.route, m.parent, "x_reply", object{})
		if err != nil {
			t.Fatalf("what was read cannot be answered: %v", err)
		}
		for _, part := range frames[len(m.route)+2:] {
			if !json.Valid(part) {
				t.Fatalf("answered with %q", part)
			}
		}
	})
}

// signed puts a delimiter and the right signature before the last four frames.
func signed(w *wire, frames [][]byte) [][]byte {
	n := max(0, len(frames)-4)
	return append(append(append([][]byte{}, frames[:n]...), delimiter, w.sign(frames[n:])), frames[n:]...)
}

// FuzzContent puts arbitrary content into every request, for a kernel whose
// worker does not start.
func FuzzContent(f *testing.F) {
	for _, content := range []string{`{}`, `null`, `[]`, `{"code":"x","cursor_pos":-1}`, `{"code":"世","cursor_pos":99}`,
		`{"code":"","silent":true,"user_expressions":{"a":[]},"stop_on_error":null}`, "{\"code\":\"\xff\"}"} {
		f.Add([]byte(content))
	}
	dir := f.TempDir()
	k := newKernel(context.Background(), connection{Transport: "ipc", IP: filepath.Join(dir, "s"), ShellPort: 1, IOPubPort: 2,
		StdinPort: 3, ControlPort: 4, HBPort: 5}, Options{Worker: []string{filepath.Join(dir, "missing")}, Log: io.Discard})
	if err := k.listen(); err != nil {
		f.Fatal(err)
	}
	end := k.end
	k.end = func() {} // a shutdown request ends nothing here
	f.Cleanup(func() { end(); k.close() })
	f.Fuzz(func(t *testing.T, content []byte) {
		for msgType := range shellHandlers {
			var answered answer
			m := &message{header: header{MsgType: msgType}, parent: []byte("{}"), content: content}
			k.answer(shellHandlers, &request{message: m, peer: &answered, socket: "shell"})
			if strings.HasPrefix(msgType, "comm_") && msgType != "comm_info_request" {
				continue // to which nobody replies
			}
			if len(answered) != 1 {
				t.Fatalf("%s has %d replies", msgType, len(answered))
			}
			var reply struct{ Status string }
			if err := json.Unmarshal(answered[0][5], &reply); err != nil || reply.Status == "" {
				t.Fatalf("%s is answered with %q: %v", msgType, answered[0][5], err)
			}
		}
	})
}

// FuzzStderr writes arbitrary text, in pieces and with a mark, to where reports of
// the race detector are read. Without one, nothing is lost or changed.
func FuzzStderr(f *testing.F) {
	f.Add("no report\n==================\nWARNING", 3, 20)
	f.Add("==================\n==================\nFound it\nFoun", 1, 4)
	f.Add(aRace+"rest", 7, 90)
	f.Fuzz(func(t *testing.T, text string, size, mark int) {
		r, passed := raced()
		for at := 0; at < len(text); {
			n := min(max(size, 1), len(text)-at)
			r.write([]byte(text[at : at+n]))
			if at += n; at >= mark && mark > 0 {
				r.marked()
				mark = 0
			}
		}
		r.end()
		if strings.Contains(text, stack.Title) || strings.Contains(text, found) {
			return
		}
		if passed.String() != text {
			t.Errorf("%q became %q", text, passed)
		}
	})
}

// An answer keeps what a client is sent.
type answer [][][]byte

func (a *answer) Send(frames [][]byte) { *a = append(*a, frames) }

func (a *answer) ID() string { return "" }
