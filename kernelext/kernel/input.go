package kernel

import (
	"encoding/json"
	"fmt"
	"sync"

	"seminar/kernelext/kernel/pipe"
)

// A question is what a cell waits for: a line from the reader, who is asked on the
// stdin connection of the client that sent the cell.
type question struct {
	id   string // of the message that asks
	peer sender
	line func(pipe.Request)
}

// An inquiry is the question that is open, if one is: one cell runs at a time.
type inquiry struct {
	mu   sync.Mutex
	open *question
}

// put makes q the open question, or closes the one that is open when q is nil.
func (i *inquiry) put(q *question) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.open = q
}

// take closes the open question and returns it when it fits.
func (i *inquiry) take(fits func(*question) bool) *question {
	i.mu.Lock()
	defer i.mu.Unlock()
	q := i.open
	if q == nil || !fits(q) {
		return nil
	}
	i.open = nil
	return q
}

// ask asks the reader for a line on behalf of a cell. A client that has no stdin
// connection by the identity of the one that sent the cell cannot be asked: that is
// the end of the input.
func (k *kernel) ask(c *cell, prompt string, line func(pipe.Request)) {
	peer := k.stdin.Peer(c.peer)
	if peer == nil {
		line(pipe.Request{Kind: pipe.Line, End: true})
		return
	}
	id, frames, err := k.wire.packWithID(nil, c.request.parent, "input_request", inputRequest{prompt, false})
	if err != nil {
		k.log.line(err.Error())
		return
	}
	k.inquiry.put(&question{id, peer, line})
	peer.Send(frames)
}

// receiveStdin takes a reader's line.
func (k *kernel) receiveStdin(p sender, frames [][]byte) {
	m, err := k.wire.unpack(frames)
	if err != nil {
		k.log.line(fmt.Sprintf("stdin: a message was refused: %v", err))
		return
	}
	var reply inputReply
	if m.header.MsgType != "input_reply" || json.Unmarshal(m.content, &reply) != nil {
		k.log.line(fmt.Sprintf("stdin: %q is no line of a reader", m.header.MsgType))
		return
	}
	q := k.inquiry.take(func(q *question) bool { return q.peer == p && (m.answers == "" || m.answers == q.id) })
	if q == nil {
		k.log.line("stdin: nobody waits for that line any more")
		return
	}
	q.line(pipe.Request{Kind: pipe.Line, Code: reply.Value})
}

// goneFromStdin ends the input of a cell whose reader has gone away.
func (k *kernel) goneFromStdin(p sender) {
	if q := k.inquiry.take(func(q *question) bool { return q.peer == p }); q != nil {
		q.line(pipe.Request{Kind: pipe.Line, End: true})
	}
}
