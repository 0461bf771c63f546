package kernelext

// Pool does the tasks 0 to n-1 on workers goroutines: each takes the next task
// as soon as it is free. It returns when all are done. With workers == n every
// task has a goroutine of its own, which is what a Go program does first.
//
// A task that panics, or calls runtime.Goexit, lets the running ones end and
// no other begin; then Pool panics with a *Panic. A task that never returns
// blocks Pool for ever: Go cannot stop a goroutine from outside.
func Pool(workers, n int, do func(i int)) {
	atLeast(1, workers, "Pool needs at least 1 worker")
	atLeast(0, n, "Pool needs 0 tasks or more")
	c := newCrew("Pool", n)
	for k := range min(workers, n) {
		c.start("worker", k+1, func() { c.work(do) })
	}
	c.finish()
}
