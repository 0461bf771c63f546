package kernel

import (
	"time"
	"unicode/utf8"

	"seminar/kernelext/kernel/pipe"
)

// Advice is what a client asks for while its reader types: complete and inspect. It
// runs nothing, so a reader need not wait for the cells before. What has waited for
// this long is answered beside the cell that runs, from what the cells before it have
// declared. It is not answered so at once: clients send a cell, and then ask about what
// it declares.
const askAside = 200 * time.Millisecond

// adviseWithin is how long the worker may take. After that there is nothing to
// complete and nothing to tell: the reader has typed on.
const adviseWithin = 2 * time.Second

// hurry answers a request for advice out of turn when its turn does not come soon.
func (k *kernel) hurry(r *request) {
	if r.header.MsgType != "complete_request" && r.header.MsgType != "inspect_request" {
		return
	}
	time.AfterFunc(k.session.aside, func() {
		if k.queue.take(r) {
			r.aside = true
			k.answer(shellHandlers, r)
		}
	})
}

// advice asks the worker. Without an answer in time, it is empty.
func (k *kernel) advice(r *request, q pipe.Request) pipe.Event {
	ask := k.session.query
	if r.aside {
		ask = k.session.consult
	}
	answer, _ := ask(q, k.session.advise)
	return answer
}

func (k *kernel) complete(r *request) {
	var q completeRequest
	if !k.read(r, &q) {
		return
	}
	answer := k.advice(r, pipe.Request{Kind: pipe.Complete, Code: q.Code, Cursor: byteOffset(q.Code, q.CursorPos)})
	reply := completeReply{"ok", []string{}, q.CursorPos, q.CursorPos, map[string]any{}}
	if len(answer.Matches) > 0 {
		reply.CursorStart, reply.CursorEnd = runeOffset(q.Code, answer.Start), runeOffset(q.Code, answer.End)
		reply.fill(answer.Matches)
	}
	k.reply(r, "complete_reply", reply)
}

// fill puts the matches into the reply, and what they are where JupyterLab and the
// console look for it: ipykernel has made it so.
func (c *completeReply) fill(matches []pipe.Match) {
	kinds := make([]matchKind, len(matches))
	for i, m := range matches {
		c.Matches = append(c.Matches, m.Text)
		kinds[i] = matchKind{m.Text, m.Kind, m.Type, c.CursorStart, c.CursorEnd}
	}
	c.Metadata["_jupyter_types_experimental"] = kinds
}

func (k *kernel) inspect(r *request) {
	var q inspectRequest
	if !k.read(r, &q) {
		return
	}
	answer := k.advice(r, pipe.Request{Kind: pipe.Inspect, Code: q.Code, Cursor: byteOffset(q.Code, q.CursorPos), Detail: q.DetailLevel})
	reply := inspectReply{"ok", false, map[string]any{}, map[string]any{}}
	if answer.Bundle != nil {
		reply.Found, reply.Data = true, answer.Bundle.Data
	}
	k.reply(r, "inspect_reply", reply)
}

// byteOffset returns the byte offset of the code point at pos; one outside s is
// its beginning or end.
func byteOffset(s string, pos int) int {
	for i := range s {
		if pos <= 0 {
			return i
		}
		pos--
	}
	return len(s)
}

// runeOffset returns how many code points stand before the byte offset.
func runeOffset(s string, offset int) int {
	return utf8.RuneCountInString(s[:max(0, min(offset, len(s)))])
}
