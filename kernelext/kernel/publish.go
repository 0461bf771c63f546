package kernel

import (
	"seminar/kernelext/kernel/pipe"
	"seminar/kernelext/kernel/zmtp"
)

// reply answers r on the connection that it came from.
func (k *kernel) reply(r *request, msgType string, content any) {
	frames, err := k.wire.pack(r.route, r.parent, msgType, content)
	if err != nil {
		k.log.line(err.Error())
		return
	}
	r.peer.Send(frames)
}

// publish tells all clients something that follows from m, which may be nil.
func (k *kernel) publish(m *message, msgType string, content any) {
	var parent []byte
	if m != nil {
		parent = m.parent
	}
	frames, err := k.wire.pack([][]byte{[]byte(msgType)}, parent, msgType, content)
	if err != nil {
		k.log.line(err.Error())
		return
	}
	k.iopub.Publish(frames)
}

// state publishes that a request is being answered, or has been. Clients show the last
// state that they have heard of, whatever it was about: where a cell goes on running,
// they hear once more that it does.
func (k *kernel) state(r *request, state string) {
	k.statuses.Lock()
	defer k.statuses.Unlock()
	k.publish(r.message, "status", statusContent{state})
	switch {
	case !r.aside && state == "busy":
		k.present = r.message
	case !r.aside:
		k.present = nil
	case state == "idle" && k.present != nil && !r.last:
		k.publish(k.present, "status", statusContent{"busy"})
	}
}

// welcome tells a client that its subscription holds, so that it need not ask until
// something is published.
func (k *kernel) welcome(p *zmtp.Peer, topic string) {
	var route [][]byte
	if topic != "" {
		route = append(route, []byte(topic))
	}
	frames, err := k.wire.pack(route, nil, "iopub_welcome", welcomeContent{topic})
	if err != nil {
		k.log.line(err.Error())
		return
	}
	p.Send(frames)
}

// Output waits for clients that read more slowly than a cell writes.

func (k *kernel) publishStream(c *cell, name, text string) {
	if !c.silent {
		k.iopub.Pace()
		k.publish(c.request, "stream", streamContent{name, text})
	}
}

func (k *kernel) publishClear(c *cell, wait bool) {
	if !c.silent {
		k.iopub.Pace()
		k.publish(c.request, "clear_output", clearOutput{wait})
	}
}

func (k *kernel) publishDisplay(c *cell, e pipe.Event) {
	if c.silent {
		return
	}
	msgType, content := displayed(c, e)
	frames, err := k.wire.pack([][]byte{[]byte(msgType)}, c.request.parent, msgType, content)
	if err != nil {
		k.log.line(err.Error())
		return
	}
	if !e.Update {
		if sentence, ok := c.admit(total(frames)); !ok {
			if sentence != "" {
				k.publishStream(c, "stdout", sentence)
			}
			return
		}
	}
	k.iopub.Pace()
	k.iopub.Publish(frames)
}

// displayed is the message that shows e.
func displayed(c *cell, e pipe.Event) (msgType string, content any) {
	data, metadata, transient := notNil(e.Bundle.Data), notNil(e.Bundle.Metadata), notNil(e.Bundle.Transient)
	switch {
	case e.Kind == pipe.Result:
		return "execute_result", executeResult{data, metadata, c.number}
	case e.Update:
		return "update_display_data", displayData{data, metadata, transient}
	}
	return "display_data", displayData{data, metadata, transient}
}

func (k *kernel) publishError(c *cell, e *pipe.Error) {
	if !c.silent {
		k.publish(c.request, "error", errorOf(e))
	}
}

// notNil returns m, or an empty object: clients take no null.
func notNil(m map[string]any) map[string]any {
	if m == nil {
		return map[string]any{}
	}
	return m
}

// errorOf returns e as clients want it: its traceback a list, never null, in colours.
func errorOf(e *pipe.Error) errorContent {
	traceback := e.Traceback
	if len(traceback) == 0 {
		traceback = []string{e.Name + ": " + e.Value}
	}
	return errorContent{e.Name, e.Value, coloured(e, traceback)}
}
