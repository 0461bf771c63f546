// Package progress shows how far long work has come, in one place that changes
// while the work goes on: a line of text, or a picture that fills.
//
// In a notebook the place is below the cell and is updated by its display id; the
// last state stays there when the notebook is saved. (A client that ignores updates, as
// jupyter console does, keeps the first one.) In any other program it is a
// line on the terminal; without one only the last state is printed (see plain).
//
// Work of less than a second shows nothing, and a place changes at most five times a
// second. The package measures nothing, words nothing and knows nothing of Jupyter: what
// is shown is the work's own.
package progress

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// The pace: a reader who waits for less than a second needs no word, and sees no
// more than five changes a second.
const (
	patience = time.Second
	pace     = 200 * time.Millisecond
)

// A State says of work how it is when it is looked at.
type State int

// The states of work.
const (
	Running State = iota
	Ended
	Stopped // by an interrupt or a panic, before its end
)

// A Place is where one piece of work is shown. Its methods are called one at a time.
type Place interface {
	// Cell is a number that work of the same cell has in common.
	Cell() uint64
	// Show puts the bundle, one value by media type with text/plain among them, into
	// the place. It blocks only for the time that this takes.
	Show(bundle map[string]any, state State)
}

// NewPlace returns a place for work of the calling goroutine. The worker of a notebook
// puts its own function here before any cell runs.
var NewPlace = func() Place { return plain{} }

// A View shows one piece of work. It has no goroutine and, while nothing changes,
// no timer either, so a program in which all goroutines wait for each other still ends by
// Go's own "all goroutines are asleep".
type View struct {
	look  func(State) map[string]any
	place Place
	quiet atomic.Bool // no timer runs: the next change starts it

	mu     sync.Mutex // held while look and Show are called
	timer  *time.Timer
	shown  bool
	closed bool
}

// Watch begins to show the work of the calling goroutine, by what look says of it: a
// bundle with text/plain, or nil when nothing has changed since it last said something; in the
// states Ended and Stopped never nil. It is called a second from now for the first time,
// on another goroutine, then a few times a second as long as there is something new, never
// twice at once. Every View is to be ended by End or Stop.
//
// Of all that a cell does at the same time only what it began first is shown: a
// comparison says how far it is, and not also each pool in it.
func Watch(look func(State) map[string]any) *View {
	v := &View{look: look, place: NewPlace()}
	v.enter()
	v.mu.Lock() // the timer's goroutine reads the timer
	defer v.mu.Unlock()
	v.timer = time.AfterFunc(patience, v.tick)
	return v
}

// Changed says that there is something new to look at. It may be called as often as
// there is, from any goroutine, and costs a load from memory.
func (v *View) Changed() {
	if v.quiet.Load() {
		v.wake()
	}
}

// wake looks at once: the last look was longer ago than the pace, and found nothing.
func (v *View) wake() {
	v.mu.Lock()
	defer v.mu.Unlock()
	if !v.closed && v.quiet.CompareAndSwap(true, false) {
		v.timer.Reset(0)
	}
}

// tick shows what is new. When nothing is, it is the last one until Changed.
func (v *View) tick() {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed || !v.shown && !v.oldest() {
		return
	}
	bundle := v.look(Running)
	if bundle == nil {
		v.quiet.Store(true)
		bundle = v.look(Running) // what changed before the store has told nobody
	}
	if bundle == nil {
		return
	}
	v.quiet.Store(false)
	v.shown = true
	v.place.Show(bundle, Running)
	v.timer.Reset(pace)
}

// End shows the last state, if there was time to show another one, and blocks until it
// is shown. After the first call of End, Conclude or Stop nothing is shown any more.
func (v *View) End() { v.close(Ended) }

// Stop is End for work that has not come to its end.
func (v *View) Stop() { v.close(Stopped) }

// Conclude is End for work whose last state is its result: it is shown however short
// the work was.
func (v *View) Conclude() {
	v.mu.Lock()
	v.shown = true
	v.mu.Unlock()
	v.close(Ended)
}

func (v *View) close(state State) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return
	}
	v.closed = true
	v.timer.Stop()
	v.leave()
	if v.shown {
		v.place.Show(v.look(state), state)
	}
}

// open are the views that have not ended, by cell, the oldest first.
var open = struct {
	sync.Mutex
	views map[uint64][]*View
}{views: map[uint64][]*View{}}

func (v *View) enter() {
	open.Lock()
	defer open.Unlock()
	cell := v.place.Cell()
	open.views[cell] = append(open.views[cell], v)
}

func (v *View) oldest() bool {
	open.Lock()
	defer open.Unlock()
	return open.views[v.place.Cell()][0] == v
}

func (v *View) leave() {
	open.Lock()
	defer open.Unlock()
	cell := v.place.Cell()
	left := slices.DeleteFunc(open.views[cell], func(other *View) bool { return other == v })
	if open.views[cell] = left; len(left) == 0 {
		delete(open.views, cell)
	}
}

// Interrupt stops what is shown of a cell's work: it says where it stood. The worker of
// a notebook calls it, because work that waits is not told that it is interrupted.
func Interrupt(cell uint64) {
	open.Lock()
	views := slices.Clone(open.views[cell])
	open.Unlock()
	for _, v := range views {
		v.Stop()
	}
}
