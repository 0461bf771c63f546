package kernelext

import (
	"sync"
	"sync/atomic"

	"seminar/kernelext/progress"
)

// A crew is the goroutines of one call of a strategy, the tasks that they take
// one after the other, and the first failure among them.
type crew struct {
	sync.WaitGroup
	tasks   int
	taken   atomic.Int64
	failure atomic.Pointer[Panic]
	view    *progress.View
}

// newCrew is a crew without goroutines. Its finish must be called.
func newCrew(strategy string, tasks int) *crew {
	c := &crew{tasks: tasks}
	c.view = watchTasks(strategy, tasks, &c.taken)
	return c
}

// start is Go for a goroutine with a lane of its own in a timeline.
func (c *crew) start(kind string, number int, f func()) {
	c.Go(func() {
		nameLane(kind, number)
		f()
	})
}

// work does tasks until none is left or one, anywhere in the crew, has failed.
func (c *crew) work(do func(i int)) {
	for c.failure.Load() == nil {
		i := int(c.taken.Add(1)) - 1
		if i >= c.tasks {
			return
		}
		c.view.Changed()
		catch(i, func() { inLane(i, do) }, c.fail)
	}
}

// fail keeps the first failure: the later ones are often its consequence.
func (c *crew) fail(p *Panic) { c.failure.CompareAndSwap(nil, p) }

// finish waits for every goroutine of the crew and passes its failure on.
func (c *crew) finish() {
	defer c.view.Stop()
	c.Wait()
	if p := c.failure.Load(); p != nil {
		panic(p)
	}
	c.view.End()
}
