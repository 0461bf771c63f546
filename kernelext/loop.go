package kernelext

import (
	"iter"
	"sync/atomic"
	"time"

	"seminar/kernelext/timeline"
)

// A Task is a coroutine of Loop as its function sees it.
type Task struct {
	index   int
	loop    *loop
	posted  time.Duration                    // when what it awaited was over, for the log
	resume  func() (wait func(), waits bool) // goes on until the task waits or ends; nil before it has begun
	yield   func(wait func()) bool           // gives control back to the loop
	running atomic.Bool
	failed  *Panic // of the wait that has just ended
}

// Loop does the tasks 0 to n-1 as coroutines on one goroutine, like Python's
// asyncio: one runs until it awaits something or ends, then the loop goes on
// with the next that is ready. No two run at once, so they share variables
// without a lock. It returns when all are done and fails like Pool. A [LoopLog] does
// the same and records it.
func Loop(n int, do func(t *Task, i int)) {
	atLeast(0, n, "Loop needs 0 tasks or more")
	runLoop(n, do, nil)
}

func runLoop(n int, do func(t *Task, i int), log *LoopLog) {
	l := &loop{crew: newCrew("Loop", n), do: do, log: log, open: n, queue: make(chan *Task, n)}
	for i := range n {
		l.queue <- &Task{index: i, loop: l}
	}
	l.Go(func() {
		timeline.Name("loop")
		l.run()
	})
	l.finish()
}

// A loop is the goroutine that resumes tasks, and its queue of those that are
// ready. The queue has room for every task, so nothing that posts to it blocks.
type loop struct {
	*crew
	do    func(t *Task, i int)
	log   *LoopLog // nil where none is kept
	open  int      // tasks that are ready or waiting; only the loop's goroutine counts
	queue chan *Task
}

// run resumes tasks until none is open. A task that calls runtime.Goexit ends
// this goroutine as well; then the deferred call does the rest.
func (l *loop) run() {
	defer func() {
		if l.open > 0 {
			l.run()
		}
	}()
	for l.open > 0 {
		l.step(<-l.queue)
	}
}

// step lets t run until it waits or ends. What it waits for is called on a
// goroutine of its own: that is a helper which stands for the operating system.
func (l *loop) step(t *Task) {
	l.open--
	if t.resume == nil {
		if l.failure.Load() != nil {
			l.log.now(t, LoopDropped) // it has not begun, and need not any more
			return
		}
		l.begin(t)
	} else if l.log != nil {
		l.log.add(t.posted, t, LoopPosted)
	}
	l.log.now(t, LoopResumed)
	t.running.Store(true)
	if wait, waits := t.resume(); waits {
		l.open++
		l.log.now(t, LoopAwaits)
		l.Go(func() { l.await(t, wait) })
	}
}

// begin makes t a coroutine that has not run yet.
func (l *loop) begin(t *Task) {
	l.taken.Add(1)
	l.view.Changed()
	t.resume, _ = iter.Pull(func(yield func(func()) bool) {
		how := LoopEnded
		defer func() { // also after a runtime.Goexit, which ends the loop's step, too
			t.running.Store(false)
			l.log.now(t, how)
		}()
		t.yield = yield
		nameLane("task", t.index)
		catch(t.index, func() { inLane(t.index, func(i int) { l.do(t, i) }) }, func(p *Panic) {
			l.fail(t.blame(p))
			how = LoopFailed
		})
	})
}

// await calls wait and posts t to the loop, whatever happened. It only notes the time:
// the log is the loop's.
func (l *loop) await(t *Task, wait func()) {
	defer func() {
		if l.log != nil {
			t.posted = l.log.clock()
		}
		l.queue <- t
	}()
	catch(t.index, wait, func(p *Panic) { t.failed = p })
}

// blame returns the panic of the awaited function when that is what ended the
// task: its stack, not that of Await, shows the cause.
func (t *Task) blame(p *Panic) *Panic {
	if inner, ok := p.Value.(*Panic); ok && inner == t.failed {
		return inner
	}
	return p
}

// Await calls f on another goroutine and returns when f has returned; meanwhile
// the loop runs other tasks. Call it from the task's own function only. When f
// panics, Await panics with a *Panic.
func (t *Task) Await(f func()) {
	if !t.running.CompareAndSwap(true, false) {
		panic("kernelext: Await was called by a task that is not running; do not nest it, and call it from the task's own function")
	}
	t.failed = nil
	t.yield(f)
	if t.failed != nil {
		panic(t.failed)
	}
}
