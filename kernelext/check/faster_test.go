package check_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"seminar/kernelext/check"
)

// result keeps the compiler from leaving the work out.
var result atomic.Uint64

// steps computes for some milliseconds; each step needs the one before.
func steps() {
	x := uint64(1)
	for range 20_000_000 {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
	}
	result.Store(x)
}

// Whether two goroutines of a program could run at the same time does not depend on whether the
// machine let them: so code that cannot be faster is told from code that was not given the CPUs.
func TestOverlapIsSeenOnABusyMachine(t *testing.T) {
	together := func() {
		var all sync.WaitGroup
		for range 2 {
			all.Go(steps)
		}
		all.Wait()
	}
	var mu sync.Mutex
	oneByOne := func() {
		var all sync.WaitGroup
		for range 2 {
			all.Go(func() {
				mu.Lock()
				defer mu.Unlock()
				steps()
			})
		}
		all.Wait()
	}
	if a, b := check.Overlap(together), check.Overlap(oneByOne); a < 0.3 || b > 0.25 {
		t.Errorf("two goroutines overlapped for %.0f%% of the time, behind a lock for %.0f%%", 100*a, 100*b)
	}
}
