package kernelext

import (
	"fmt"
	"maps"
	"slices"
	"sync/atomic"
	"time"
)

// A LoopLog is an event loop's own log: what happened to which task, and when. The zero
// value is ready; [LoopLog.Loop] fills it, the other methods read it, and
// charts.EventLoop draws it. It holds the last run: another one begins it anew, so it can be
// a case of [Compare]. A LoopLog must not be copied.
//
// It costs an await about 0.5 µs, for three readings of the clock and for putting the events
// in order; a Loop without a log takes as long as one that could keep none
// (BenchmarkLoopLog).
type LoopLog struct {
	Keep int // events at most, the first ones; 0 is 100,000 (2.4 MB)

	recording atomic.Bool
	ran       bool
	tasks     int
	start     time.Time
	took      time.Duration
	events    []LoopEvent
	seen      int // events, also those that were not kept
	names     map[int]string
}

// keepEvents is Keep when nobody said otherwise: what 10,000 tasks make that await twice.
const keepEvents = 100_000

// A LoopEvent is that something happened to a task.
type LoopEvent struct {
	Time time.Duration // since the loop began
	Task int           // its index
	Kind LoopEventKind
}

// A LoopEventKind is what happened.
type LoopEventKind int

// What happens to a task. That all are in the queue at the start is no event.
const (
	LoopPosted  LoopEventKind = iota // what it awaited is over: it is in the queue again
	LoopResumed                      // the loop took it from the queue: it runs
	LoopAwaits                       // it gave the loop back until something is over
	LoopEnded                        // its function returned
	LoopFailed                       // its function panicked or called runtime.Goexit
	LoopDropped                      // it never began, because another had failed
)

// Loop does what the function [Loop] does, and records it. It panics when the log is
// recording already. After a task has panicked the log can be read as after any run.
func (l *LoopLog) Loop(n int, do func(t *Task, i int)) {
	atLeast(0, n, "Loop needs 0 tasks or more")
	atLeast(0, l.Keep, "a LoopLog keeps 0 events or more")
	if !l.recording.CompareAndSwap(false, true) {
		panic("kernelext: this LoopLog records a run already; give each Loop a log of its own")
	}
	l.begin(n)
	defer l.end()
	runLoop(n, do, l)
}

// NewLoopLog is a log that something else wrote: an event loop of another program, or one
// thought out. Times do not decrease; took is not before the last; names may be missing. It
// panics when an event cannot be: a task that awaits without having been resumed.
func NewLoopLog(tasks int, took time.Duration, events []LoopEvent, names map[int]string) *LoopLog {
	atLeast(0, tasks, "a LoopLog needs 0 tasks or more")
	l := &LoopLog{ran: true, tasks: tasks, took: took, events: slices.Clone(events), seen: len(events), names: maps.Clone(names)}
	at := startOf(tasks)
	for i, e := range events {
		if e.Task < 0 || e.Task >= tasks || e.Time < at.Time || e.Time > took || !at.allows(e) {
			panic(fmt.Sprintf("kernelext: event %d of this LoopLog, %+v, cannot follow those before it", i, e))
		}
		at.take(e)
	}
	return l
}

func (l *LoopLog) begin(n int) {
	l.ran, l.tasks, l.seen = true, n, 0
	l.events = make([]LoopEvent, 0, min(8*n, l.keep()))
	l.names = map[int]string{}
	l.start = time.Now()
}

// end puts the events in order: the loop learns that a task was posted when it takes it
// from the queue.
func (l *LoopLog) end() {
	l.took = l.clock()
	slices.SortStableFunc(l.events, func(a, b LoopEvent) int { return int(a.Time - b.Time) })
	l.events = l.events[:min(len(l.events), l.keep())]
	l.recording.Store(false)
}

func (l *LoopLog) keep() int {
	if l.Keep == 0 {
		return keepEvents
	}
	return l.Keep
}

// clock is the time since the loop began. Any goroutine may read it.
func (l *LoopLog) clock() time.Duration { return time.Since(l.start) }

// now records what happens to t in this moment, if there is a log. Only the loop's
// goroutine and its coroutines call it, one at a time.
func (l *LoopLog) now(t *Task, kind LoopEventKind) {
	if l != nil {
		l.stamp(t, kind)
	}
}

// stamp is apart so that now is small enough to be inlined: without a log it is one
// comparison.
func (l *LoopLog) stamp(t *Task, kind LoopEventKind) { l.add(l.clock(), t, kind) }

// add keeps an event: one of the first, or one that was then known too late.
func (l *LoopLog) add(at time.Duration, t *Task, kind LoopEventKind) {
	l.seen++
	if len(l.events) < l.keep() || at < l.events[l.keep()-1].Time {
		l.events = append(l.events, LoopEvent{at, t.index, kind})
	}
}

// Note gives the task a name, in the log of its loop and in what [Trace] records; without
// one it is "task 3". The last name holds for the whole run. Where nothing is recorded Note
// does nothing. Call it from the task's own function only.
func (t *Task) Note(name string) {
	if !t.running.Load() {
		panic("kernelext: Note was called by a task that is not running; call it from the task's own function, outside of Await")
	}
	if log := t.loop.log; log != nil {
		log.names[t.index] = name
	}
	Name(name)
}

// read panics while the log is being written.
func (l *LoopLog) read() {
	if l.recording.Load() {
		panic("kernelext: the LoopLog is still being written; read it when its Loop has returned")
	}
}

// Ran reports whether the log holds a run.
func (l *LoopLog) Ran() bool { l.read(); return l.ran }

// Tasks is how many tasks the run had.
func (l *LoopLog) Tasks() int { l.read(); return l.tasks }

// Took is how long the run took.
func (l *LoopLog) Took() time.Duration { l.read(); return l.took }

// Name is what task i called itself in [Task.Note], else "task 3".
func (l *LoopLog) Name(i int) string {
	l.read()
	if name := l.names[i]; name != "" {
		return name
	}
	return fmt.Sprint("task ", i)
}

// Events are what happened, in order of time; the caller may change the slice.
func (l *LoopLog) Events() []LoopEvent { l.read(); return slices.Clone(l.events) }

// Span is the time that the events tell of: Took, or less when not all were kept.
func (l *LoopLog) Span() time.Duration {
	l.read()
	if l.seen > len(l.events) && len(l.events) > 0 {
		return l.events[len(l.events)-1].Time
	}
	return l.took
}

// Notes are the doubts about the log, whole sentences: it was cut, or a task failed.
func (l *LoopLog) Notes() []string {
	l.read()
	var notes []string
	if kept := len(l.events); l.seen > kept {
		notes = append(notes, fmt.Sprintf("The log keeps the first %s of %s events, %s of %s; the figures are of these.", thousands(kept), thousands(l.seen), moment(l.Span()), moment(l.took)))
	}
	dropped := 0
	for _, e := range l.events {
		switch e.Kind {
		case LoopFailed:
			notes = append(notes, fmt.Sprintf("%s panicked after %s.", l.Name(e.Task), moment(e.Time)))
		case LoopDropped:
			dropped++
		}
	}
	if dropped > 0 {
		notes = append(notes, fmt.Sprintf("Never begun, because another had failed: %s.", thousands(dropped)))
	}
	return notes
}
