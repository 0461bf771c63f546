package check

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"seminar/kernelext"
	"seminar/kernelext/check/exam"
	"seminar/kernelext/timeline"
)

// grantedShare is how much of its CPUs the machine must have given for a slow run to say
// something about the code, as in kernelext.Compare.
const grantedShare = 0.9

// overlapShare is how much of its time code that is one and a half times as fast on two CPUs must
// have had two goroutines that could run, at the least: half of it, and half of that for noise.
const overlapShare = 0.25

// Faster checks that after is at least that many times as fast as before, in real time. It measures
// as kernelext.Compare does, which takes up to 5 s: interleaved, by the best runs. A third case keeps
// all CPUs busy: when the machine gave it less than 90% of them, or has fewer CPUs than times, a
// missing speed-up proves nothing. Then Faster says so and does not fail; unless next to never two of
// after's goroutines could have run at once, which a busy machine does not change.
//
// Each function should take 30 ms at least.
func Faster(times float64, before, after func()) {
	if times <= 1 {
		misuse("Faster needs a factor above 1, not %g", times)
	}
	if !exam.Enter(exam.Plain) {
		return
	}
	defer exam.Leave()
	cpus := runtime.GOMAXPROCS(0)
	t := kernelext.Compare(
		kernelext.Case{Name: "before", Run: before},
		kernelext.Case{Name: "after", Run: after},
		kernelext.Case{Name: "all CPUs", Run: func() { busy(cpus) }, Cores: cpus},
	)
	ratio, granted := t.Rows[1].Ratio.Value, t.Rows[2].Granted
	doubtful := float64(cpus) < times || granted < grantedShare*float64(cpus)
	switch {
	case ratio >= times:
	case doubtful && overlap(after) < overlapShare:
		fail("Faster", "it is %.2f times as fast, and at least %g times was expected: next to never could two of its goroutines have run at the same time.", ratio, times)
	case float64(cpus) < times:
		note("Faster", "%.2f times as fast was seen; %g times cannot be judged on a machine with %s.", ratio, times, count(cpus, "CPU"))
	case doubtful:
		note("Faster", "the machine was busy: %.2f times as fast was seen, but it gave only %.1f of its %d CPUs, so this is not judged.", ratio, granted, cpus)
	default:
		fail("Faster", "it is %.2f times as fast (%s instead of %s, %s); at least %g times was expected, and the machine gave %.1f of %d CPUs.",
			ratio, took(t.Rows[1].Time), took(t.Rows[0].Time), count(t.Rounds, "run"), times, granted, cpus)
	}
}

// busy does the same work, some 20 ms, on so many CPUs.
func busy(cpus int) {
	var all sync.WaitGroup
	for range cpus {
		all.Go(func() {
			x := uint64(1)
			for range 10_000_000 { // xorshift: each step needs the one before, so no compiler shortens it
				x ^= x << 13
				x ^= x >> 7
				x ^= x << 17
			}
			sink.Store(x)
		})
	}
	all.Wait()
}

var sink atomic.Uint64 // keeps the work from being left out

// overlap runs f a few times and returns for how much of the time at least two of its goroutines ran or
// could have run: in the run with the least, since a goroutine that waits for a thread of a busy machine looks as
// if it could.
func overlap(f func()) float64 {
	const runs = 3
	least := 1.0
	for range runs {
		least = min(least, overlapOnce(f))
	}
	return least
}

// overlapOnce is overlap of one run, as the runtime's trace has it. Asking every 200 µs how many there are was tried: on a busy
// machine, who asks comes too seldom. It is 0 where nothing was recorded.
func overlapOnce(f func()) float64 {
	t := timeline.Record(f)
	type change struct {
		at time.Duration
		by int
	}
	var changes []change
	for _, l := range t.Lanes {
		for _, s := range l.Spans {
			if s.State == timeline.Running || s.State == timeline.Ready {
				changes = append(changes, change{s.Start, 1}, change{s.End, -1})
			}
		}
	}
	slices.SortFunc(changes, func(x, y change) int { return cmp.Compare(x.at, y.at) })
	able, together := 0, time.Duration(0)
	for i, c := range changes {
		if able >= 2 {
			together += c.at - changes[i-1].at
		}
		able += c.by
	}
	return float64(together) / float64(max(t.Traced, 1))
}
