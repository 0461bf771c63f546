package display

import (
	"fmt"
	"sync/atomic"
)

// A Handle is a place below a cell where Show has shown a value: Update shows another one
// there. It may be used by later cells, and by several goroutines at once: the last
// update is what stays.
type Handle struct{ number uint64 }

// The worker's part: Placer shows a value in the place of a number, for the first time or
// as an update; Clearer removes what the calling goroutine's cell has shown.
var (
	Placer  func(v any, number uint64, update bool) error
	Clearer func(wait bool)
)

// lastHandle is the number of the last one.
var lastHandle atomic.Uint64

// Show shows v at once, like Display, and returns the handle of its place. It panics when
// the value cannot be shown: it has to be JSON in the end.
func Show(v any) *Handle {
	h := &Handle{lastHandle.Add(1)}
	h.put(v, false)
	return h
}

// Update shows v in the place of what is there. A reader sees the last of updates that
// come faster than a client draws, and a notebook that is saved holds the last one. Update costs about
// 50 µs, and waits for a client that is slower. It panics as Show does.
func (h *Handle) Update(v any) { h.put(v, true) }

func (h *Handle) put(v any, update bool) {
	if err := Placer(v, h.number, update); err != nil {
		panic(fmt.Sprintf("display: a %T cannot be shown: %v", v, err))
	}
}

// SimpleRender is nothing: what a handle stands for is shown already, also where Show is the
// last line of a cell.
func (h *Handle) SimpleRender() MIMEMap { return nil }

// Clear removes all that the cell has shown and printed: at once, or, with wait, when it
// shows something next, so that what is drawn anew does not flicker. What a Handle
// has shown goes, too; its updates show nothing then.
func Clear(wait bool) { Clearer(wait) }
