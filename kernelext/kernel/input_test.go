package kernel

import (
	"encoding/json"
	"strings"
	"testing"
)

// answer sends what the reader has typed.
func (c *client) answer(question reply, line string) {
	c.t.Helper()
	parent, err := json.Marshal(question.header)
	if err != nil {
		c.t.Fatal(err)
	}
	c.sendAfter(parent, "stdin", "input_reply", object{"value": line})
}

func TestACellAsksItsReader(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	id := c.send("shell", "execute_request", object{"code": "print Your name?\nask", "allow_stdin": true})
	q := c.next("stdin")
	if q.header.MsgType != "input_request" || q.parent.MsgID != id || q.content["prompt"] != "" || q.content["password"] != false {
		t.Errorf("asked by %s %v under %s", q.header.MsgType, q.content, q.parent.MsgID)
	}
	c.answer(q, "Ada")
	expect(t, c.story(id), "busy\nin 1\nstdout: Your name?\nAda\nidle\nreply ok 1\n")
}

func TestOnlyAClientThatAllowsItIsAsked(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	for _, allows := range []bool{true, false} {
		id := c.send("shell", "execute_request", object{"code": "asks", "allow_stdin": allows})
		if got := c.story(id); strings.Contains(got, "true") != allows {
			t.Errorf("allow_stdin %v: %s", allows, got)
		}
	}
}

// Two readers have a notebook open: the one who ran the cell is asked.
func TestTheClientThatSentTheCellIsAsked(t *testing.T) {
	s := serve(t, "fake-worker")
	other, c := s.connect(t), s.connect(t)
	id := c.send("shell", "execute_request", object{"code": "ask", "allow_stdin": true})
	q := c.next("stdin")
	other.answer(q, "not mine to answer")
	other.ask("control", "comm_info_request", object{}) // what was sent before has arrived, if not on the same socket
	c.answer(q, "mine")
	if got := c.story(id); !strings.Contains(got, "stdout: mine\n") {
		t.Error(got)
	}
}

func TestALineThatComesTooLateAnswersNothing(t *testing.T) {
	s := serve(t, "fake-worker")
	c := s.connect(t)
	id := c.send("shell", "execute_request", object{"code": "ask", "allow_stdin": true})
	first := c.next("stdin")
	c.answer(first, "one")
	c.story(id)
	id = c.send("shell", "execute_request", object{"code": "ask", "allow_stdin": true})
	second := c.next("stdin")
	c.answer(first, "one again")
	c.answer(second, "two")
	if got := c.story(id); !strings.Contains(got, "stdout: two\n") {
		t.Error(got)
	}
	if log := s.log.String(); strings.Count(log, "nobody waits for that line") != 1 {
		t.Errorf("log: %s", log)
	}
}

func TestAReaderWhoGoesAwayEndsTheInput(t *testing.T) {
	s := serve(t, "fake-worker")
	c := s.connect(t)
	id := c.send("shell", "execute_request", object{"code": "ask", "allow_stdin": true})
	c.next("stdin")
	c.sockets["stdin"].Close()
	if got := c.story(id); !strings.Contains(got, "stdout: (the end)\n") {
		t.Error(got)
	}
}

func TestAClientWithoutStdinEndsTheInput(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	c.sockets["stdin"].Close()
	for { // until the kernel has seen it
		id := c.send("shell", "execute_request", object{"code": "ask"})
		if got := c.story(id); strings.Contains(got, "(the end)") {
			return
		}
	}
}
