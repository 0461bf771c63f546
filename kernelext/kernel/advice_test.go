package kernel

import (
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// advised serves a kernel whose reader waits for so long for other cells, and for the
// worker.
func advised(t testing.TB, aside, advise time.Duration) *client {
	t.Helper()
	s := newServer(t, shortDir(t))
	o := Options{ConnectionFile: s.file, Worker: []string{os.Args[0], "fake-worker"}, Version: "0.7.5", Log: s.log}
	return s.serve(t, o, func(s *session) { s.aside, s.advise = aside, advise }).connect(t)
}

// A reader who types while a loop runs is answered at once, and the client's last word
// on the kernel is that it works.
func TestAdviceWhileACellRuns(t *testing.T) {
	c := advised(t, time.Millisecond, tooLong)
	hanging := c.started("hang")
	id := c.send("shell", "complete_request", object{"code": "Pr", "cursor_pos": 2})
	if got := c.replyTo("shell", id).content["matches"]; !cmp.Equal(got, []any{"Println"}) {
		t.Errorf("completed %v", got)
	}
	for _, want := range []struct{ of, state string }{{id, "busy"}, {id, "idle"}, {hanging, "busy"}} {
		m := c.next("iopub")
		if got := m.content["execution_state"]; m.parent.MsgID != want.of || got != want.state {
			t.Errorf("published %v about %s, want %v", m.content, m.parent.MsgID, want)
		}
	}
	id = c.send("shell", "inspect_request", object{"code": "Pr", "cursor_pos": 2})
	if got := c.replyTo("shell", id).content["found"]; got != true {
		t.Errorf("found is %v", got)
	}
}

// Advice whose turn comes soon waits for it: clients send a cell and ask about it.
func TestAdviceInItsTurn(t *testing.T) {
	c := advised(t, tooLong, tooLong)
	cell := c.send("shell", "execute_request", object{"code": "print x"})
	id := c.send("shell", "complete_request", object{"code": "Pr", "cursor_pos": 2})
	if first := c.next("shell"); first.parent.MsgID != cell {
		t.Errorf("%s is answered first", first.header.MsgType)
	}
	c.replyTo("shell", id)
}

// Where the worker cannot answer, the reply is empty.
func TestAdviceIsNotWaitedFor(t *testing.T) {
	empty := map[string]any{"status": "ok", "matches": []any{}, "cursor_start": 3.0, "cursor_end": 3.0, "metadata": map[string]any{}}
	unknown := map[string]any{"status": "ok", "found": false, "data": map[string]any{}, "metadata": map[string]any{}}
	c := advised(t, time.Millisecond, 10*time.Millisecond)
	for _, running := range []bool{false, true} {
		if running {
			c.started("hang")
		}
		for request, want := range map[string]map[string]any{"complete_request": empty, "inspect_request": unknown} {
			id := c.send("shell", request, object{"code": "silence", "cursor_pos": 3})
			if diff := cmp.Diff(want, c.replyTo("shell", id).content); diff != "" {
				t.Errorf("%s: %s", request, diff)
			}
			c.published(id)
		}
	}
}
