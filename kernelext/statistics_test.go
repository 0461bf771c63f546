package kernelext

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// ms is a list of durations in milliseconds.
func ms(values ...float64) []time.Duration {
	list := make([]time.Duration, len(values))
	for i, v := range values {
		list[i] = time.Duration(v * float64(time.Millisecond))
	}
	return list
}

func TestRatio(t *testing.T) {
	for _, c := range []struct {
		name       string
		bound      Bound
		base, runs []time.Duration
		want       string
	}{
		{"twice as fast", CPUBound, ms(28, 27, 40, 27.1, 29, 30), ms(14, 13.6, 20.1, 13.7, 14.4, 15.2), "1.99x as fast [1.97 … 2.01], 6 runs"},
		{"slower", CPUBound, ms(10, 10, 10, 10, 10, 10), ms(20, 20.2, 20, 20.4, 20, 21), "0.50x as fast [0.48 … 0.50], 6 runs"},
		{"the interval contains 1", CPUBound, ms(27, 28, 30, 27, 27, 51), ms(26, 30, 28, 26, 27, 27), "no difference seen: 1.04x [0.93 … 1.89], 6 runs"},
		{"less than 3%", CPUBound, ms(102, 102, 102, 102, 102, 102), ms(100, 100, 100, 100, 100, 100), "no difference seen: 1.02x [1.02 … 1.02], 6 runs"},
		{"the interval touches 1", CPUBound, ms(10, 20, 20, 20, 20, 20), ms(10, 10, 10, 10, 10, 5), "no difference seen: 2.00x [1.00 … 4.00], 6 runs"},
		{"medians when waiting", IOBound, ms(6040, 6050, 9000), ms(1680, 1681, 1679), "3.60x as fast [3.60 … 5.36], 3 runs"},
		{"single run", IOBound, ms(6000), ms(2000), "3.00x as fast; 1 run, no interval"},
		{"no time at all", CPUBound, ms(0, 0, 0, 0, 0, 0), ms(1, 1, 1, 1, 1, 1), "1e-06x as fast [1e-06 … 1e-06], 6 runs"},
		{"a thousand times", CPUBound, ms(1234, 1234), ms(1, 1), "1234x as fast [1234 … 1234], 2 runs"},
	} {
		if got := compareRuns(c.bound, c.base, c.runs).String(); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestIntervalEnclosesTheFigure(t *testing.T) {
	r := compareRuns(CPUBound, ms(10, 20, 20, 20, 20, 20), ms(9, 9, 9, 9, 9, 9))
	if r.Value < r.Low || r.Value > r.High || r.Low != r.Value {
		t.Errorf("%+v", r)
	}
}

// How many ratios are left out on each side: the known table of order
// statistics for a median.
func TestIntervalByOrderStatistics(t *testing.T) {
	for n, drop := range map[int]int{1: 0, 2: 0, 3: 0, 5: 0, 6: 0, 8: 0, 9: 1, 11: 1, 12: 2, 15: 3, 20: 5, 30: 9, 50: 17, 100: 39} {
		ratios := make([]float64, n)
		for i := range ratios {
			ratios[i] = float64(i)
		}
		rand.Shuffle(n, func(i, j int) { ratios[i], ratios[j] = ratios[j], ratios[i] })
		if low, high := interval(ratios); low != float64(drop) || high != float64(n-1-drop) {
			t.Errorf("%d ratios: %v to %v, want %d to %d", n, low, high, drop, n-1-drop)
		}
	}
}

// The interval does what it says: of 4000 samples from a lopsided distribution
// it encloses the median in at least 95% of cases.
func TestIntervalCoversTheMedian(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{6, 9, 25} {
		covered := 0
		for range 4000 {
			sample := make([]float64, n)
			for i := range sample {
				sample[i] = random.ExpFloat64()
			}
			if low, high := interval(sample); low <= math.Ln2 && math.Ln2 <= high {
				covered++
			}
		}
		if share := float64(covered) / 4000; share < 0.94 || share > 0.995 {
			t.Errorf("%d runs: the median was covered in %.1f%%", n, 100*share)
		}
	}
}

func TestMedianAndSpread(t *testing.T) {
	for _, c := range []struct {
		runs   []time.Duration
		median time.Duration
		spread float64
	}{
		{ms(5), 5 * time.Millisecond, 0},
		{ms(9, 1), 5 * time.Millisecond, 0},
		{ms(100, 90, 80), 90 * time.Millisecond, 0.25},
		{ms(101, 100, 300, 102), 101500 * time.Microsecond, 0.02},
	} {
		if got := median(c.runs); got != c.median {
			t.Errorf("median of %v: %v", c.runs, got)
		}
		if got := spread(c.runs); math.Abs(got-c.spread) > 1e-9 {
			t.Errorf("spread of %v: %v", c.runs, got)
		}
	}
}

func TestBound(t *testing.T) {
	for _, c := range []struct {
		wall, cpu []time.Duration
		want      Bound
	}{
		{ms(100), ms(100), CPUBound},
		{ms(100), ms(190), CPUBound},
		{ms(6000), ms(20), IOBound},
		{ms(1000, 1000), ms(90, 99), IOBound},
		{ms(5000, 3000, 6000), ms(350, 350, 350), CPUBound}, // starved, as measured
	} {
		if got := boundOf(c.wall, c.cpu); got != c.want {
			t.Errorf("%v with %v of CPU time is %s-bound", c.wall, c.cpu, got)
		}
	}
}

func TestPace(t *testing.T) {
	for _, c := range []struct {
		bound   Bound
		round   float64 // ms
		settles int     // after so many rounds
		want    int
	}{
		{CPUBound, 50, 0, 6},      // never under 6
		{CPUBound, 50, 9, 9},      // until it has settled
		{CPUBound, 50, 1000, 100}, // or enough is enough
		{CPUBound, 500, 1000, 10}, // or the budget is spent
		{CPUBound, 4000, 1000, 6}, // 6 rounds cost more than the budget
		{CPUBound, 9000, 1000, 3}, // even that is too long
		{CPUBound, 60000, 1000, 1},
		{IOBound, 860, 0, 5},
		{IOBound, 2500, 0, 4},
		{IOBound, 8530, 0, 3},
		{IOBound, 20000, 0, 1},
	} {
		rounds := 1
		for spent := ms(c.round)[0]; paces[c.bound].another(rounds, spent, c.bound == CPUBound && rounds >= c.settles); rounds++ {
			spent += ms(c.round)[0]
		}
		if rounds != c.want {
			t.Errorf("%s-bound rounds of %v ms that settle after %d: %d rounds, want %d", c.bound, c.round, c.settles, rounds, c.want)
		}
	}
}

func TestFigure(t *testing.T) {
	for want, d := range map[string]time.Duration{
		"":        0,
		"7.00 ns": 7,
		"999 ns":  999,
		"1.00 µs": 1000,
		"27.1 ms": 27100 * time.Microsecond,
		"1.00 s":  999600 * time.Microsecond,
		"10.0 s":  9996 * time.Millisecond,
		"850 ms":  850 * time.Millisecond,
		"6.06 s":  6058300 * time.Microsecond,
		"3600 s":  time.Hour,
	} {
		if got := figure(d); got != want {
			t.Errorf("%d ns: %q, want %q", d, got, want)
		}
	}
}
