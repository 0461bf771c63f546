//go:build gophernotes

package main

import (
	"sync"
	"time"
)

// quietAfter is how long a process has nothing to do before it lets go of its
// binary. It never does so while a cell runs, which may be measuring.
const quietAfter = 2 * time.Second

// letGo drops what of the binary is in memory, where that is known how to do.
var letGo = func() {}

// A quiet lets go when nothing has been done for a while.
type quiet struct {
	mu    sync.Mutex
	doing int
	timer *time.Timer
}

func newQuiet() *quiet { return &quiet{timer: time.AfterFunc(quietAfter, func() { letGo() })} }

// begin says that something is done from now on.
func (q *quiet) begin() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.doing++
	q.timer.Stop()
}

// end says that it is done.
func (q *quiet) end() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.doing--; q.doing == 0 {
		q.timer.Reset(quietAfter)
	}
}
