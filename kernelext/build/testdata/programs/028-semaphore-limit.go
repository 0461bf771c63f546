// A counting semaphore: never more than its weight at once, context-free.
package main

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

type semaphore chan struct{}

func (s semaphore) acquire(n int) {
	for range n {
		s <- struct{}{}
	}
}

func (s semaphore) release(n int) {
	for range n {
		<-s
	}
}

func (s semaphore) try() bool {
	select {
	case s <- struct{}{}:
		return true
	default:
		return false
	}
}

type gauge struct{ now, peak atomic.Int64 }

func (g *gauge) enter() {
	n := g.now.Add(1)
	for {
		old := g.peak.Load()
		if n <= old || g.peak.CompareAndSwap(old, n) {
			return
		}
	}
}

func main() {
	s := make(semaphore, 3)
	var g gauge
	var wg sync.WaitGroup
	done := make([]bool, 30)
	for i := range done {
		wg.Go(func() {
			s.acquire(1)
			defer s.release(1)
			g.enter()
			runtime.Gosched()
			done[i] = true
			g.now.Add(-1)
		})
	}
	wg.Wait()
	fmt.Println(g.peak.Load() <= 3, g.now.Load(), done[0] && done[29])
	s.acquire(2)
	fmt.Println(s.try(), s.try(), len(s), cap(s))
	s.release(3)
	fmt.Println(len(s), s.try())
}
