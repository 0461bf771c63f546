package check

import (
	"runtime"
	"sync"
	"time"

	"seminar/kernelext"
	"seminar/kernelext/check/exam"
)

// grantedShare is how much of its CPUs the machine must have given for a slow run to say
// something about the code, as in kernelext.Compare.
const grantedShare = 0.9

// Faster checks that after is at least that many times as fast as before, in real time. It measures
// as kernelext.Compare does, which takes up to 5 s: interleaved, by the best runs. A third case keeps
// all CPUs busy: when the machine gave it less than 90% of them, or has fewer CPUs than times, a
// missing speed-up proves nothing. Then Faster says so and does not fail.
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
	ratio, granted := t.Rows[1].Ratio, t.Rows[2].Granted
	switch {
	case ratio.Value >= times:
	case float64(cpus) < times:
		note("Faster", "%.2f times as fast was seen; %g times cannot be judged on a machine with %s.", ratio.Value, times, count(cpus, "CPU"))
	case granted < grantedShare*float64(cpus):
		note("Faster", "the machine was busy: %.2f times as fast was seen, but it gave only %.1f of its %d CPUs, so this is not judged.", ratio.Value, granted, cpus)
	default:
		fail("Faster", "it is %.2f times as fast (%s instead of %s, %s); at least %g times was expected, and the machine gave %.1f of %d CPUs.",
			ratio.Value, took(t.Rows[1].Time), took(t.Rows[0].Time), count(t.Rounds, "run"), times, granted, cpus)
	}
}

// busy computes on so many CPUs for a while.
func busy(cpus int) {
	var all sync.WaitGroup
	for range cpus {
		all.Go(func() {
			for until := time.Now().Add(20 * time.Millisecond); time.Now().Before(until); {
			}
		})
	}
	all.Wait()
}
