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

// What a machine must give for a slow run to say something about the code: so much of its CPUs, as in
// kernelext.Compare; so many times more than was asked for, when work of ours is spread over them; and this
// steadily, the median of its runs being no more than so many times the best.
const (
	grantedShare = 0.9
	spare        = 1.15
	steady       = 1.2
)

// overlapShare is how much of the time in which they could have, two goroutines of code that makes
// use of two CPUs must have been able to run at once. In twelve runs each, beside six busy
// processes on two CPUs, it was all of it for two goroutines that compute, and at most a quarter
// when a lock let one at a time.
const overlapShare = 0.5

// processors is how many CPUs this program had at its start. A solution that sets GOMAXPROCS to the workers it
// was given, 1 at first, made a machine of one CPU of any, on which no speed-up can be judged.
var processors = runtime.GOMAXPROCS(0)

// Faster checks that after is at least that many times as fast as before, in real time. It measures
// as kernelext.Compare does, which takes up to 5 s: interleaved, by the best runs. Two more cases spread work
// of our own over one CPU and over all. When these are not much more than times as fast together, or not
// steadily so, or the machine did not give its CPUs, or has fewer of them than times, a missing
// speed-up proves nothing: two CPUs may be two halves of one. Then Faster says so and does not fail; unless next
// to never two of after's goroutines could have run at once, which a busy machine does not change.
//
// Each run begins with all CPUs, whatever a run before it has made of GOMAXPROCS.
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
	cpus := processors
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cpus))
	with := func(f func()) func() { return func() { runtime.GOMAXPROCS(cpus); f() } }
	t := kernelext.Compare(
		kernelext.Case{Name: "before", Run: with(before)},
		kernelext.Case{Name: "after", Run: with(after)},
		kernelext.Case{Name: "one CPU", Run: with(func() { busy(1) })},
		kernelext.Case{Name: "all CPUs", Run: with(func() { busy(cpus) }), Cores: cpus},
	)
	ratio, one, all := t.Rows[1].Ratio.Value, t.Rows[2], t.Rows[3]
	reach := float64(cpus) * float64(one.Time) / float64(all.Time)
	doubtful := float64(cpus) < times || all.Granted < grantedShare*float64(cpus) || reach < spare*times || !steadily(all.Runs)
	switch {
	case ratio >= times:
	case doubtful && overlap(with(after)) < overlapShare:
		fail("Faster", "it is %.2f times as fast, and at least %g times was expected: next to never could two of its goroutines have run at the same time.", ratio, times)
	case float64(cpus) < times:
		note("Faster", "%.2f times as fast was seen; %g times cannot be judged on a machine with %s.", ratio, times, count(cpus, "CPU"))
	case doubtful:
		note("Faster", "the machine was busy: %.2f times as fast was seen, but work spread over its %s was %.2f times as fast at best, so this is not judged.", ratio, count(cpus, "CPU"), reach)
	default:
		fail("Faster", "it is %.2f times as fast (%s instead of %s, %s); at least %g times was expected, and work spread over the %s was %.2f times as fast.",
			ratio, took(t.Rows[1].Time), took(t.Rows[0].Time), count(t.Rounds, "run"), times, count(cpus, "CPU"), reach)
	}
}

// steadily tells whether the runs are alike: a machine that others use gives now more, now less.
func steadily(runs []time.Duration) bool {
	sorted := slices.Sorted(slices.Values(runs))
	return float64(sorted[len(sorted)/2]) <= steady*float64(sorted[0])
}

// busy does the same work, some 30 ms, on each of so many CPUs.
func busy(cpus int) {
	var all sync.WaitGroup
	for range cpus {
		all.Go(func() {
			x := uint64(1)
			for range 15_000_000 { // xorshift: each step needs the one before, so no compiler shortens it
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

// overlap runs f a few times and returns the least that overlapOf says: a goroutine that waits for a thread of a busy
// machine looks as if it were able to run.
func overlap(f func()) float64 {
	const runs = 3
	least := 1.0
	for range runs {
		least = min(least, overlapOf(timeline.Record(f)))
	}
	return least
}

// overlapOf returns for how much of the time in which they could have at the most, at least two goroutines of a timeline
// ran, or were able to. Not of the whole time: on a busy machine one of two that are equal may need four times as
// long as the other. Of a quarter of that, though, if it is more: a second goroutine that hardly does anything makes
// nothing faster. Asking every 200 µs how many there are was tried: who asks comes too seldom on a busy machine.
func overlapOf(t *timeline.Timeline) float64 {
	type change struct {
		at time.Duration
		by int
	}
	var changes []change
	var all, longest time.Duration // for which goroutines were able to run
	for _, l := range t.Lanes {
		var able time.Duration
		for _, s := range l.Spans {
			if s.State == timeline.Running || s.State == timeline.Ready {
				changes = append(changes, change{s.Start, 1}, change{s.End, -1})
				able += s.End - s.Start
			}
		}
		all, longest = all+able, max(longest, able)
	}
	slices.SortFunc(changes, func(x, y change) int { return cmp.Compare(x.at, y.at) })
	able, together := 0, time.Duration(0)
	for i, c := range changes {
		if able >= 2 {
			together += c.at - changes[i-1].at
		}
		able += c.by
	}
	return float64(together) / float64(max(min(longest, all-longest), t.Traced/4, 1))
}
