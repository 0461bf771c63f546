package kernelext

import "fmt"

// A Thread is a thread of Threads as its task sees it. It is a goroutine that
// runs only while it holds the GIL.
type Thread struct {
	gil  *GIL
	turn chan struct{} // receives when the GIL has been handed to this thread
}

// Threads does the tasks 0 to n-1 on k threads that share a new GIL with
// CPython's switch interval: see GIL.Threads.
func Threads(k, n int, do func(t *Thread, i int)) { new(GIL).Threads(k, n, do) }

// Threads does the tasks 0 to n-1 on k threads that share g: each takes the
// next task as soon as it is free, and runs while it holds g. It returns when
// all are done. A task shares the lock only where it calls t.Tick, t.Sum or
// t.Blocking, and between two tasks. It fails like Pool.
func (g *GIL) Threads(k, n int, do func(t *Thread, i int)) {
	atLeast(1, k, "Threads needs at least 1 thread")
	atLeast(0, n, "Threads needs 0 tasks or more")
	if g.Interval < 0 {
		panic(fmt.Sprintf("kernelext: a GIL needs an Interval of 0 or more, got %v", g.Interval))
	}
	c := newCrew("Threads", n)
	for number := range min(k, n) {
		t := &Thread{gil: g, turn: make(chan struct{}, 1)}
		c.start("thread", number+1, func() {
			g.acquire(t)
			defer g.release(t)
			c.work(func(i int) {
				t.Tick()
				do(t, i)
			})
		})
	}
	c.finish()
}

// Tick gives the GIL to a thread that has waited for the switch interval, and
// returns when it is this thread's turn again; else it returns at once. It is
// what CPython's interpreter does at the end of each round of a loop. Costs one
// load of memory, inlined into the caller, when nobody asks.
func (t *Thread) Tick() {
	if t.gil.drop.Load() {
		t.gil.yield(t)
	}
}

// Blocking lets go of the GIL, calls f, and returns when it holds the GIL
// again: what CPython does around every read, write and sleep. A panic in f
// passes through, once the thread holds the GIL again.
func (t *Thread) Blocking(f func()) {
	t.gil.release(t)
	defer t.gil.acquire(t)
	f()
}

// ticked is how many numbers a thread adds between two ticks: about 4 µs of
// work. One tick a number would measure ticks.
const ticked = 1 << 14

// Sum is the function Sum under the GIL: the same loop, with a Tick every few
// microseconds.
func (t *Thread) Sum(r Range) int {
	sum := 0
	for ; r.To-r.From > ticked; r.From += ticked {
		sum += Sum(Range{r.From, r.From + ticked})
		t.Tick()
	}
	return sum + Sum(r)
}
