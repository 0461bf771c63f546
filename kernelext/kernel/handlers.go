package kernel

import (
	"encoding/json"
	"fmt"
	"runtime"
	"strings"

	"seminar/kernelext/kernel/pipe"
)

// A handler answers one type of request.
type handler func(k *kernel, r *request)

// What is answered where. Shutdown and interrupt belong on control; clients from
// before protocol 5.4 send them to the shell.
var (
	shellHandlers = map[string]handler{
		"execute_request":     (*kernel).execute,
		"complete_request":    (*kernel).complete,
		"is_complete_request": (*kernel).isComplete,
		"inspect_request":     (*kernel).inspect,
		"history_request":     (*kernel).history,
		"comm_info_request":   (*kernel).commInfo,
		"comm_open":           (*kernel).closeComm,
		"comm_msg":            nothing,
		"comm_close":          nothing,
		"kernel_info_request": (*kernel).info,
		"interrupt_request":   (*kernel).interrupt,
		"shutdown_request":    (*kernel).shutdown,
	}
	controlHandlers = map[string]handler{
		"debug_request":       (*kernel).debug,
		"kernel_info_request": (*kernel).info,
		"comm_info_request":   (*kernel).commInfo,
		"interrupt_request":   (*kernel).interrupt,
		"shutdown_request":    (*kernel).shutdown,
	}
)

// read reads the request's content into content. When it does not fit, it says
// so in the reply and returns false.
func (k *kernel) read(r *request, content any) bool {
	err := json.Unmarshal(r.content, content)
	if err == nil {
		return true
	}
	e := &pipe.Error{Name: "bad request", Value: fmt.Sprintf("the content of this %s cannot be read: %v", r.header.MsgType, err)}
	k.log.line(r.socket + ": " + e.Value)
	k.reply(r, replyType(r), requestError{"error", errorOf(e)})
	return false
}

// replyType is the type of the reply to r.
func replyType(r *request) string {
	return strings.TrimSuffix(r.header.MsgType, "_request") + "_reply"
}

func (k *kernel) execute(r *request) {
	var q executeRequest
	if !k.read(r, &q) {
		return
	}
	store := !q.Silent && (q.StoreHistory == nil || *q.StoreHistory)
	c := &cell{request: r.message, number: k.count + 1, silent: q.Silent, peer: r.peer.ID(), asks: q.AllowStdin == nil || *q.AllowStdin, expressions: q.UserExpressions}
	defer k.inquiry.put(nil)
	if r.aborted {
		k.reply(r, "execute_reply", aborted(k.count))
		return
	}
	if store {
		k.count++
		k.past.Add(c.number, q.Code)
	}
	if !q.Silent {
		k.publish(r.message, "execute_input", executeInput{q.Code, c.number})
	}
	pages, failure, asked := k.page(r, q.Code)
	if !asked {
		failure = k.run(c, q.Code)
	}
	if failure != nil {
		k.failed(r, c, failure, q.StopOnError == nil || *q.StopOnError)
		return
	}
	k.reply(r, "execute_reply", executeReply{"ok", c.number, append([]any{}, pages...), answered(c)})
}

// run runs the cell, if it is one that a person has written.
func (k *kernel) run(c *cell, code string) *pipe.Error {
	size := len(code)
	for _, expression := range c.expressions {
		size += len(expression)
	}
	if size > pipe.MaxCode {
		return &pipe.Error{Name: "cell", Value: fmt.Sprintf("it has %d MB, at most %d MB are run: read data from a file, see os.ReadFile", size>>20, pipe.MaxCode>>20)}
	}
	return k.session.execute(c, code)
}

// failed answers a cell that failed.
func (k *kernel) failed(r *request, c *cell, failure *pipe.Error, stop bool) {
	if stop {
		k.queue.abort()
	}
	k.publishError(c, failure)
	k.reply(r, "execute_reply", executeError{"error", c.number, errorOf(failure)})
}

// aborted is the reply to a cell that did not run because one before it failed.
func aborted(count int) executeError {
	return executeError{"aborted", count, errorContent{"aborted", "a cell before this one failed", []string{}}}
}

// answered returns the values of the expressions that came with a cell, or why they
// have none.
func answered(c *cell) map[string]any {
	answers := map[string]any{}
	for name := range c.expressions {
		switch a := c.answers[name]; {
		case a.Error != nil:
			answers[name] = requestError{"error", errorOf(a.Error)}
		case a.Bundle != nil:
			answers[name] = expressionReply{"ok", notNil(a.Bundle.Data), notNil(a.Bundle.Metadata)}
		default:
			answers[name] = requestError{"error", errorOf(&pipe.Error{Name: "not evaluated", Value: "the cell has asked for another process"})}
		}
	}
	return answers
}

func (k *kernel) isComplete(r *request) {
	var q isCompleteRequest
	if !k.read(r, &q) {
		return
	}
	if asking.MatchString(q.Code) {
		k.reply(r, "is_complete_reply", isCompleteReply{"complete", ""})
		return
	}
	answer, ok := k.session.query(pipe.Request{Kind: pipe.IsComplete, Code: q.Code}, k.session.patience)
	if !ok || answer.Status == "" {
		answer.Status = "unknown"
	}
	k.reply(r, "is_complete_reply", isCompleteReply{answer.Status, answer.Indent})
}

func (k *kernel) commInfo(r *request) {
	k.reply(r, "comm_info_reply", commInfoReply{"ok", map[string]any{}})
}

// closeComm answers what a client opens to talk to: nothing here listens.
func (k *kernel) closeComm(r *request) {
	var q commOpen
	if err := json.Unmarshal(r.content, &q); err != nil {
		k.log.line("a comm cannot be closed: " + err.Error())
		return
	}
	k.publish(r.message, "comm_close", commClose{q.CommID, map[string]any{}})
}

// nothing is done about a message to a comm: none is open. A client may have sent it
// before it heard so.
func nothing(*kernel, *request) {}

// debug refuses politely, in the words of the debug adapter protocol.
func (k *kernel) debug(r *request) {
	var q debugRequest
	if !k.read(r, &q) {
		return
	}
	k.reply(r, "debug_reply", debugReply{Type: "response", RequestSeq: q.Seq, Command: q.Command,
		Message: "the Go kernel has no debugger"})
}

func (k *kernel) info(r *request) {
	version := strings.TrimPrefix(runtime.Version(), "go")
	k.reply(r, "kernel_info_reply", kernelInfoReply{
		Status: "ok", ProtocolVersion: protocolVersion,
		Implementation: "gophernotes", ImplementationVersion: k.version,
		LanguageInfo: languageInfo{
			Name: "go", Version: version, MIMEType: "text/x-go", FileExtension: ".go",
			PygmentsLexer: "go", CodeMirrorMode: "go", NBConvertExporter: "script",
		},
		SupportedFeatures: []string{},
		Banner:            "Go " + version + " in a notebook, by gophernotes " + k.version,
		HelpLinks: []helpLink{
			{"A Tour of Go", "https://go.dev/tour/"},
			{"Go's standard library", "https://pkg.go.dev/std"},
		},
	})
}

func (k *kernel) interrupt(r *request) {
	k.session.interrupt()
	k.reply(r, "interrupt_reply", interruptReply{"ok"})
}

// shutdown ends the kernel. For a restart the client starts it again. The reply
// is published, too, for the other clients.
func (k *kernel) shutdown(r *request) {
	var q shutdownRequest
	if !k.read(r, &q) {
		return
	}
	k.reply(r, "shutdown_reply", shutdownReply{"ok", q.Restart})
	k.publish(r.message, "shutdown_reply", shutdownReply{"ok", q.Restart})
	r.last = true
}
