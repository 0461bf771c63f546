package kernelext

import (
	"sync"
	"sync/atomic"
)

// A crew is the goroutines of one call of a strategy, the tasks that they take
// one after the other, and the first failure among them.
type crew struct {
	sync.WaitGroup
	tasks   int
	taken   atomic.Int64
	failure atomic.Pointer[Panic]
}

// work does tasks until none is left or one, anywhere in the crew, has failed.
func (c *crew) work(do func(i int)) {
	for c.failure.Load() == nil {
		i := int(c.taken.Add(1)) - 1
		if i >= c.tasks {
			return
		}
		catch(i, func() { do(i) }, c.fail)
	}
}

// fail keeps the first failure: the later ones are often its consequence.
func (c *crew) fail(p *Panic) { c.failure.CompareAndSwap(nil, p) }

// finish waits for every goroutine of the crew and passes its failure on.
func (c *crew) finish() {
	c.Wait()
	if p := c.failure.Load(); p != nil {
		panic(p)
	}
}
