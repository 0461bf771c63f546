package display

import (
	"fmt"
	"slices"
	"time"
)

// The rounds of Time: so many, each of which takes at least so long that the clock
// and the first call do not matter.
const (
	rounds     = 7
	roundTakes = 50 * time.Millisecond
	alike      = 1.2 // slowest to best round, above which something else went on
)

// Time prints how long one turn of the loop in run takes, which runs its argument's
// number of times. The best of seven rounds counts: whatever else the machine does can
// only make one longer. It blocks for half a second, and for eight turns when one
// takes longer than that.
func Time(run func(n int)) { fmt.Println(timed(run)) }

// timed is what Time says.
func timed(run func(n int)) string {
	n := enough(run)
	var took [rounds]time.Duration
	for i := range took {
		took[i] = clock(run, n)
	}
	best, worst := slices.Min(took[:]), slices.Max(took[:])
	said := fmt.Sprintf("%s each: best of %d rounds of %d", each(best, n), rounds, n)
	if best < time.Duration(n) {
		said += "; that is the loop itself: the compiler has left the statement out, or nearly"
	}
	if ratio := float64(worst) / float64(best); ratio > alike {
		said += fmt.Sprintf("; the slowest took %.1f times that: memory was collected, or the machine was busy", ratio)
	}
	return said
}

// enough returns how many turns make a round.
func enough(run func(n int)) int {
	for n := 1; ; n *= 2 {
		if clock(run, n) >= roundTakes || n >= 1<<40 {
			return n
		}
	}
}

func clock(run func(n int), n int) time.Duration {
	begin := time.Now()
	run(n)
	return time.Since(begin)
}

// each writes a duration with three digits.
func each(all time.Duration, n int) string {
	one := float64(all) / float64(n)
	for _, u := range []struct {
		size float64
		name string
	}{{1e9, "s"}, {1e6, "ms"}, {1e3, "µs"}} {
		if one >= u.size {
			return fmt.Sprintf("%.3g %s", one/u.size, u.name)
		}
	}
	return fmt.Sprintf("%.3g ns", one)
}
