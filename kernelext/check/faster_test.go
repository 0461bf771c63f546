package check_test

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"seminar/kernelext/check"
	"seminar/kernelext/timeline"
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
	if a, b := check.Overlap(together), check.Overlap(oneByOne); a < 0.5 || b >= 0.5 {
		t.Errorf("two goroutines overlapped for %.0f%% of the time, behind a lock for %.0f%%", 100*a, 100*b)
	}
}

// A solution may set GOMAXPROCS, and not set it back.
func TestEachRunHasAllCPUs(t *testing.T) {
	all := runtime.GOMAXPROCS(0)
	if all < 2 {
		t.Skip("with one CPU there is no difference")
	}
	fewest := all
	spoil := func() { fewest = min(fewest, runtime.GOMAXPROCS(1)) }
	runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(all)
	func() {
		defer func() { recover() }() // it is no faster
		check.Faster(1.5, spoil, spoil)
	}()
	if fewest < all || runtime.GOMAXPROCS(0) != 1 {
		t.Errorf("a run began with %d of %d CPUs; after it all there are %d, 1 as before", fewest, all, runtime.GOMAXPROCS(0))
	}
}

// What is told of a run, whatever the machine did: each lane is a goroutine and says, for each 10 ms, whether it ran
// (r), was able to (a) or waited.
func TestOverlapIsOfWhatCouldHaveBeen(t *testing.T) {
	for name, test := range map[string]struct {
		lanes []string
		want  float64
	}{
		"none":                               {nil, 0},
		"one":                                {[]string{"rrrr"}, 0},
		"two at once":                        {[]string{"rrrr", "rrrr"}, 1},
		"two, and one processor for both":    {[]string{"rara", "arar"}, 1},
		"two, one of which got no processor": {[]string{"rrrr            ", "raaararaaaaaraar"}, 1},
		"one after the other":                {[]string{"rrrr    ", "    rrrr"}, 0},
		"one at a time, by a lock":           {[]string{"rr  rr  ", "  rr  rr"}, 0},
		"a lock, and slow to hand over":      {[]string{"rrrr    ", "   arrrr"}, 0.25},
		"who calls waits":                    {[]string{"r      ", " rrrrrr", " rrrrrr"}, 1},
		"next to nothing at once":            {[]string{"rrrrrrrrrrrrrrrrrrr ", "                  rr"}, 0.2},
		"four on two processors":             {[]string{"rara", "rara", "arar", "arar"}, 1},
	} {
		if got := check.OverlapOf(drawn(test.lanes)); got != test.want {
			t.Errorf("%s: %g, want %g", name, got, test.want)
		}
	}
}

func drawn(lanes []string) *timeline.Timeline {
	const step = 10 * time.Millisecond
	t := &timeline.Timeline{}
	for _, lane := range lanes {
		var l timeline.Lane
		for i, c := range lane {
			state := map[rune]timeline.State{'r': timeline.Running, 'a': timeline.Ready, ' ': timeline.Waiting}[c]
			l.Spans = append(l.Spans, timeline.Span{Start: time.Duration(i) * step, End: time.Duration(i+1) * step, State: state})
		}
		t.Lanes = append(t.Lanes, l)
		t.Traced = time.Duration(len(lane)) * step
	}
	return t
}
