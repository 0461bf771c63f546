package pipe

import (
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWhatIsWrittenIsRead(t *testing.T) {
	var b bytes.Buffer
	w, r := NewWriter(&b), NewReader(&b)
	want := []Event{
		{Kind: Ready, Notes: []string{"No toolchain was found."}},
		{ID: 7, Kind: Display, Text: "1", Bundle: &Bundle{Data: map[string]any{"text/html": "<b>x & y</b>"}}},
		{ID: 7, Kind: Done, Text: "2", Error: &Error{Name: "panic", Value: "boom", Traceback: []string{"cell[1]:2"}}, Keep: "func f() {}", Vars: []string{"x"}},
	}
	for _, e := range want {
		if err := w.Write(e); err != nil {
			t.Fatal(err)
		}
	}
	for _, e := range want {
		var got Event
		if err := r.Read(&got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(e, got); diff != "" {
			t.Error(diff)
		}
	}
	if err := r.Read(&Event{}); err != io.EOF {
		t.Errorf("at the end: %v, want EOF", err)
	}
}

func TestFramesOfSeveralGoroutinesComeOutWhole(t *testing.T) {
	pr, pw := io.Pipe()
	w, r := NewWriter(pw), NewReader(pr)
	var writers sync.WaitGroup
	for i := range 4 {
		writers.Go(func() {
			for range 100 {
				w.Write(Request{ID: uint64(i), Kind: Execute, Code: strings.Repeat("x", i*1000)})
			}
		})
	}
	go func() { writers.Wait(); pw.Close() }()
	for n := 0; ; n++ {
		var q Request
		err := r.Read(&q)
		if err == io.EOF && n == 400 {
			return
		}
		if err != nil || len(q.Code) != int(q.ID)*1000 {
			t.Fatalf("frame %d: %d bytes of %d, %v", n, len(q.Code), q.ID, err)
		}
	}
}

func TestABrokenStreamIsAnError(t *testing.T) {
	size := func(n uint32) string { return string(binary.BigEndian.AppendUint32(nil, n)) }
	for name, test := range map[string]struct{ stream, want string }{
		"it ends in a length":   {"\x00\x00", "unexpected EOF"},
		"it ends in a frame":    {size(10) + "{}", "unexpected EOF"},
		"its length is a lie":   {size(MaxFrame+1) + "{}", "at most 67108864 are accepted"},
		"its frame is no JSON":  {size(2) + "{]", "invalid character"},
		"its frame has no kind": {size(4) + "\"no\"", "cannot unmarshal"},
	} {
		err := NewReader(strings.NewReader(test.stream)).Read(&Event{})
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %q", name, err, test.want)
		}
	}
}

func TestWhatIsNoJSONIsNotWritten(t *testing.T) {
	var b bytes.Buffer
	err := NewWriter(&b).Write(Event{Bundle: &Bundle{Data: map[string]any{"x": func() {}}}})
	if err == nil || b.Len() > 0 {
		t.Errorf("got %v and %d bytes", err, b.Len())
	}
}

func TestAMarkNamesItsSecretAndItsNumber(t *testing.T) {
	if got := Mark("secret", 42); got != "\x00secret:42\x00" {
		t.Errorf("got %q", got)
	}
}
