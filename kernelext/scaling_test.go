package kernelext

import (
	"math"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// serialWork takes what Amdahl's law says, and rounding aside the fit finds it.
func TestFitFindsTheSerialShare(t *testing.T) {
	for _, serial := range []float64{0, 0.05, 0.186, 0.5, 1} {
		var times []time.Duration
		workers := []int{1, 2, 4, 8, 16}
		for _, n := range workers {
			times = append(times, time.Duration(float64(time.Second)*(serial+(1-serial)/float64(n))))
		}
		if fit := fitAmdahl(workers, times); math.Abs(fit.Serial()-serial) > 1e-6 || fit.Misses > 1e-6 || fit.Points != 5 {
			t.Errorf("of %v it finds %v, missing %v", serial, fit.Serial(), fit.Misses)
		}
	}
}

// Noise only adds time, up to 5% here; the share is found within 0.02.
func TestFitUnderNoise(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for range 100 {
		workers, times := []int{1, 2, 4, 8, 16}, []time.Duration{}
		for _, n := range workers {
			times = append(times, time.Duration(float64(time.Second)*(0.2+0.8/float64(n))*(1+0.05*r.Float64())))
		}
		if fit := fitAmdahl(workers, times); math.Abs(fit.Serial()-0.2) > 0.02 || fit.Misses > 0.05 {
			t.Errorf("it finds %v, missing %v", fit.Serial(), fit.Misses)
		}
	}
}

// What the law cannot do has no negative part.
func TestFitStaysPossible(t *testing.T) {
	faster := fitAmdahl([]int{1, 2, 4}, []time.Duration{1000, 400, 100}) // more than twice as fast with twice as many
	slower := fitAmdahl([]int{1, 2, 4}, []time.Duration{1000, 1100, 1300})
	if faster.InOrder != 0 || slower.Shared != 0 || slower.Serial() < 0.999 {
		t.Errorf("faster %+v, slower %+v", faster, slower)
	}
}

// A sweep of work with a part in order, in a bubble: waiting is fitted to all points.
func TestSweepOfWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := Sweep{Workers: []int{1, 2, 4, 8}, Run: func(n int) {
			time.Sleep(20 * time.Millisecond)
			Pool(n, 8, func(int) { time.Sleep(10 * time.Millisecond) })
		}}.measure(newMachine().meter)
		if s.Fit == nil || math.Abs(s.Fit.Serial()-0.2) > 1e-6 || s.Fit.Points != 4 || len(s.Notes) > 0 {
			t.Fatalf("the fit is %+v, notes %q", s.Fit, s.Notes)
		}
		if got := s.Possible(2); got != 40*time.Millisecond {
			t.Errorf("with 4 workers %v are possible, want 40ms", got)
		}
		want := "Amdahl's law, fitted to 4 points: 20.0% of the work is done in order, so as many workers as you like are at most 5.00x as fast as one. The line misses no point by more than 0.0%."
		if text := s.String(); !strings.HasSuffix(text, want) || !strings.Contains(s.SimpleRender()["text/html"].(string), "20.0% of the work") {
			t.Errorf("it says\n%s\nwant at its end\n%s", text, want)
		}
	})
}

// Computing is fitted up to the cores only, and a limit needs no fit.
func TestSweepOfComputing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine()
		run := func(n int) { m.work(float64(n), 100/float64(n))() }
		workers := []int{1}
		for n := 2; len(workers) < 9; n *= 2 {
			workers = append(workers, n)
		}
		s := Sweep{Workers: workers, Run: run}.measure(m.meter)
		fitted := len(slices.DeleteFunc(slices.Clone(workers), func(n int) bool { return n > s.Cores }))
		if fitted < 3 && (s.Fit != nil || len(s.Notes) != 1 || !strings.Contains(s.Notes[0], "with no more workers than the ")) || fitted >= 3 && s.Fit.Points != fitted {
			t.Errorf("on %d cores: %+v, %q", s.Cores, s.Fit, s.Notes)
		}
		limited := Sweep{Workers: []int{1, 4}, Run: run, Limit: func(n int) time.Duration { return time.Duration(n) }}.measure(m.meter)
		if limited.Fit != nil || len(limited.Notes) > 0 || limited.Possible(1) != 4 {
			t.Errorf("%+v, %q, %v", limited.Fit, limited.Notes, limited.Possible(1))
		}
	})
}

// Work that is not as the law says is told of.
func TestSweepThatDoesNotFit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := Sweep{Workers: []int{1, 2, 4, 8}, Run: func(n int) { time.Sleep(time.Duration(100-10*n) * time.Millisecond) }}.measure(newMachine().meter)
		if len(s.Notes) != 1 || !strings.HasPrefix(s.Notes[0], "The line misses a point by ") {
			t.Errorf("notes %q, fit %+v", s.Notes, s.Fit)
		}
	})
}

func TestSweepMisuse(t *testing.T) {
	run := func(int) {}
	for want, s := range map[string]Sweep{
		"a Sweep needs Workers and a Run":                                      {Workers: []int{1}},
		"a Sweep needs each number of workers once and from 1 on, got [1 0]":   {Workers: []int{1, 0}, Run: run},
		"a Sweep needs each number of workers once and from 1 on, got [2 4 2]": {Workers: []int{2, 4, 2}, Run: run},
		"kernelext: a Sweep needs Workers and a Run":                           {Run: run},
	} {
		if got, _ := panicOf(func() { s.Measure() }).(string); !strings.HasSuffix(got, want) {
			t.Errorf("it panics with %q, want %q", got, want)
		}
	}
}
