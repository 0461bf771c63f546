//go:build gophernotes

package main

import (
	"context"
	"runtime/pprof"
	"strconv"
	"sync"
	"unsafe"

	"seminar/kernelext/kernel/pipe"
)

// CellLabel is the label of the goroutines of a cell, by its number, as profiles and
// traces of goroutines show it.
const cellLabel = "cell"

// remembered is for how many cells a goroutine that outlives its cell is known.
const remembered = 1000

// owners knows for which cell a goroutine works. The goroutine that runs a cell gets
// a label, which goroutines hand on to those that they start. What a goroutine
// prints or shows after its cell has ended belongs to that cell and not to
// the one that runs then.
//
// Whoever writes for the running cell only holds the lock; a write for an earlier
// cell stands between two marks that say whose it is. So what is not seen here,
// like println or a process that a cell has started, belongs to the running cell.
type owners struct {
	marks *marks

	mu      sync.RWMutex
	running uint64 // the request that is answered, or was the last
	label   unsafe.Pointer
	earlier map[unsafe.Pointer]uint64
	order   []unsafe.Pointer // of earlier, oldest first
}

// begin makes the request the running one, with the calling goroutine and all that
// it starts until the returned function is called. That is not to be deferred: a cell
// may end its goroutine.
func (o *owners) begin(request uint64, cell int) (end func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	ctx := context.Background()
	pprof.SetGoroutineLabels(pprof.WithLabels(ctx, pprof.Labels(cellLabel, strconv.Itoa(cell))))
	o.remember()
	o.running = request
	if standard.label != nil {
		o.label = standard.label()
	}
	for i := range o.marks.files {
		o.say(i+1, request)
	}
	return func() { pprof.SetGoroutineLabels(ctx) }
}

// remember makes the running cell an earlier one. The lock is held.
func (o *owners) remember() {
	if o.label == nil {
		return
	}
	o.earlier[o.label] = o.running
	o.order = append(o.order, o.label)
	if len(o.order) > remembered {
		delete(o.earlier, o.order[0])
		o.order = o.order[1:]
	}
}

// mine returns the request for which the calling goroutine works.
func (o *owners) mine() uint64 {
	o.mu.RLock()
	defer o.mu.RUnlock()
	if id := o.late(); id != 0 {
		return id
	}
	return o.running
}

// present returns the request that is answered, or was the last.
func (o *owners) present() uint64 {
	o.mu.RLock()
	defer o.mu.RUnlock()
	return o.running
}

// late returns the earlier request for which the calling goroutine works, or 0. The
// lock is held.
func (o *owners) late() uint64 {
	if standard.label == nil || len(o.earlier) == 0 {
		return 0
	}
	mine := standard.label()
	if mine == o.label {
		return 0
	}
	return o.earlier[mine]
}

// before is called before a write to descriptor fd, and after after it.
func (o *owners) before(fd int) {
	o.mu.RLock()
	if o.late() == 0 {
		return
	}
	o.mu.RUnlock()
	o.mu.Lock() // an earlier cell stays one
	o.say(fd, o.late())
}

func (o *owners) after(fd int) {
	if o.late() == 0 {
		o.mu.RUnlock()
		return
	}
	o.say(fd, o.running)
	o.mu.Unlock()
}

// say writes down whose is what follows. A kernel that is gone shows elsewhere.
func (o *owners) say(fd int, request uint64) {
	o.marks.files[fd-1].WriteString(pipe.Owner(o.marks.secret, request))
}
