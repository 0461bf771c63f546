package kernelext

import (
	"slices"
	"time"
)

// settledWithin is how near the third best run must come to the best one. Noise
// on a computer only ever adds time, so when three runs agree at the lower end
// the best one is what the work takes.
const settledWithin = 0.02

// leastDifference is the smallest ratio off 1 that counts as a difference.
const leastDifference = 0.03

// confidence is what an interval of ratios is meant to reach.
const confidence = 0.95

// grantedShare is how much of the CPUs that a case could use it must have got
// for its time to mean something: 1.8 of 2.
const grantedShare = 0.9

// A pace says how many rounds a comparison makes.
type pace struct {
	least, most int
	budget      time.Duration // after least rounds, only what fits into it
	patience    time.Duration // even fewer than least when they do not fit into this
}

// CPU-bound work is noisy: up to 100 rounds of it until it has settled, within
// 5 s; with 10 s a busy machine took two minutes for the nine notebooks, and
// found nothing else. Waiting is not noisy: 3 to 5.
var paces = map[Bound]pace{
	CPUBound: {least: 6, most: 100, budget: 5 * time.Second, patience: 30 * time.Second},
	IOBound:  {least: 3, most: 5, budget: 10 * time.Second, patience: 30 * time.Second},
}

// another reports whether there should be one more round, after so many that
// took so long in all.
func (p pace) another(rounds int, spent time.Duration, settled bool) bool {
	after := spent + spent/time.Duration(rounds)
	switch {
	case rounds < p.least:
		return after <= p.patience
	case rounds >= p.most || settled:
		return false
	}
	return after <= p.budget
}

// end is how long all rounds take at most, when so many took so long and the others
// take no longer.
func (p pace) end(rounds int, spent time.Duration) time.Duration {
	one := spent / time.Duration(rounds)
	return max(spent, min(time.Duration(p.least)*one, p.patience), min(time.Duration(p.most)*one, p.budget))
}

// computingShare is how much of its wall time must be CPU time for work to count
// as computing. It is low because a busy machine makes computing look like
// waiting, never the other way round: at a load of 9 on 2 CPUs the sum got 12%
// of its time. Waiting for the sites uses 0.3%.
const computingShare = 0.1

// boundOf tells computing from waiting, by the run with the most CPU time for
// its wall time.
func boundOf(wall, cpu []time.Duration) Bound {
	for i := range wall {
		if quotient(cpu[i], wall[i]) >= computingShare {
			return CPUBound
		}
	}
	return IOBound
}

// summary is the figure for all runs of a case: the best when computing, the
// median when waiting.
func summary(b Bound, runs []time.Duration) time.Duration {
	if b == CPUBound {
		return slices.Min(runs)
	}
	return median(runs)
}

// median is the middle one, or the mean of the middle two.
func median(runs []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(runs))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// spread is how far the third best run is above the best, as a share of it; 0
// when there are fewer than three, which says nothing.
func spread(runs []time.Duration) float64 {
	if len(runs) < 3 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(runs))
	return quotient(sorted[2], sorted[0]) - 1
}

// compareRuns is how many times as fast as base the runs were. The runs of a
// round belong together, because they met the same disturbances: the interval
// comes from the ratio of each such pair. Where best runs lie outside it, it is
// widened to enclose their ratio.
func compareRuns(b Bound, base, runs []time.Duration) Ratio {
	pairs := make([]float64, len(runs))
	for i := range runs {
		pairs[i] = quotient(base[i], runs[i])
	}
	value := quotient(summary(b, base), summary(b, runs))
	low, high := interval(pairs)
	return Ratio{Value: value, Low: min(low, value), High: max(high, value), Runs: len(runs)}
}

// interval encloses the median of what the ratios are samples of with at least
// 95% confidence, whatever their distribution (order statistics: of n, the k
// lowest and highest are left out as long as the median is below or above all
// the others in fewer than 5% of cases). Six ratios give minimum to maximum,
// 96.9%; with fewer that is still the answer, and less sure.
func interval(ratios []float64) (low, high float64) {
	sorted := slices.Sorted(slices.Values(ratios))
	n, drop := len(sorted), 0
	term := 1.0 // binomial(n, drop) / 2^n: how likely the median has drop ratios below it
	for range n {
		term /= 2
	}
	for tail := term; ; drop++ {
		term *= float64(n-drop) / float64(drop+1)
		tail += term
		if 1-2*tail < confidence {
			return sorted[drop], sorted[n-1-drop]
		}
	}
}

// quotient is a/b of durations; one below the clock's resolution counts as 1 ns.
func quotient(a, b time.Duration) float64 { return float64(max(a, 1)) / float64(max(b, 1)) }
