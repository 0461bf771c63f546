package kernelext

import (
	"sync"
	"sync/atomic"
	"time"
)

// switchInterval is CPython's sys.getswitchinterval().
const switchInterval = 5 * time.Millisecond

// A GIL is a simulation of CPython's global interpreter lock: of all threads
// that share it, the one that holds it runs. The zero GIL is ready for use; do
// not copy one that is in use. One GIL may serve several calls of Threads.
//
// The rules are those of CPython 3.2 and later (Python/ceval_gil.c). A thread
// that waits asks the holder to drop the lock once the holder has kept it for
// Interval; the holder looks at the request whenever it ticks. The lock goes
// directly to the thread that has waited longest. A version in which threads
// polled for a free lock was rejected: the old holder often won it back, and
// the convoy effect came out wrong.
type GIL struct {
	Interval time.Duration // how long the holder may keep it while others wait; 0 is CPython's 5 ms

	drop     atomic.Bool // the holder is asked to let go
	mu       sync.Mutex  // guards all below; never held while a thread waits
	holder   *Thread
	previous *Thread
	waiting  []*Thread
	turns    int // how often it was taken; tells a late timer that its turn is over
	switches int
	timer    *time.Timer
}

// Switches is how often the lock went from one thread to another one so far.
func (g *GIL) Switches() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.switches
}

// acquire returns when t holds the lock.
func (g *GIL) acquire(t *Thread) {
	g.mu.Lock()
	if g.holder == nil {
		g.take(t)
		g.mu.Unlock()
		return
	}
	g.queue(t)
	g.mu.Unlock()
	<-t.turn
}

// release hands the lock to the thread that has waited longest, if there is one.
func (g *GIL) release(t *Thread) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.holder != t {
		panic("kernelext: Blocking was called by a thread that does not hold the GIL; do not nest it, and call it on the thread's own goroutine")
	}
	g.pass()
}

// yield hands the lock over and returns when t has it again. A thread that only
// thinks it holds the lock, because it ticks inside Blocking, changes nothing.
func (g *GIL) yield(t *Thread) {
	g.mu.Lock()
	if g.holder != t || !g.drop.Load() {
		g.mu.Unlock()
		return
	}
	g.waiting = append(g.waiting, t)
	g.pass()
	g.mu.Unlock()
	<-t.turn
}

// queue appends t; with the first in the queue the holder's time begins to run.
func (g *GIL) queue(t *Thread) {
	g.waiting = append(g.waiting, t)
	if len(g.waiting) == 1 {
		g.startClock()
	}
}

// pass ends the holder's turn and begins the next one.
func (g *GIL) pass() {
	g.holder = nil
	g.drop.Store(false)
	if g.timer != nil {
		g.timer.Stop()
	}
	if len(g.waiting) > 0 {
		next := g.waiting[0]
		g.waiting = g.waiting[1:]
		g.take(next)
		next.turn <- struct{}{}
	}
}

// take makes t the holder.
func (g *GIL) take(t *Thread) {
	g.holder = t
	g.turns++
	if g.previous != nil && g.previous != t {
		g.switches++
	}
	g.previous = t
	if len(g.waiting) > 0 {
		g.startClock()
	}
}

// startClock asks the holder of this turn, and of no later one, to let go after
// the switch interval.
func (g *GIL) startClock() {
	interval := g.Interval
	if interval == 0 {
		interval = switchInterval
	}
	turn := g.turns
	g.timer = time.AfterFunc(interval, func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		if g.turns == turn && len(g.waiting) > 0 {
			g.drop.Store(true)
		}
	})
}
