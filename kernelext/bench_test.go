package kernelext

import (
	"math"
	"testing"
	"time"
)

// These benchmarks hold the package to figures. All are ratios of what one run
// measured, so they mean the same on every machine; the time of an operation
// means nothing here. Run them with
//
//	go test -run '^$' -bench . -benchtime 1x ./kernelext

// work is about 280 ms for one CPU.
var work = Range{0, 1_000_000_000}

// sumHalf is task i of two that do the work.
func sumHalf(sums []int, i int) { sums[i] = Sum(Split(work.To, 2)[i]) }

// within reports a figure and fails when it is not between low and high.
func within(b *testing.B, value float64, unit string, low, high float64) {
	b.Helper()
	b.ReportMetric(value, unit)
	if value < low || value > high {
		b.Errorf("%.3f %s, want %.3g to %.3g", value, unit, low, high)
	}
}

// parallel compares run, which could use two CPUs, with the work in order. The
// bar is only held where the machine gave both CPUs.
func parallel(b *testing.B, run func(sums []int), bar float64) {
	for b.Loop() {
		sums := make([]int, 2)
		table := Compare(
			Case{Name: "in order", Run: func() { Sequential(2, func(i int) { sumHalf(sums, i) }) }},
			Case{Name: "parallel", Cores: 2, Run: func() { run(sums) }},
		)
		b.Logf("%v\nCPU time: %v and %v", table, table.Rows[0].CPU, table.Rows[1].CPU)
		row := table.Rows[1]
		b.ReportMetric(row.Granted, "CPUs")
		b.ReportMetric(float64(table.Rounds), "rounds")
		if table.starved(1) {
			bar = 0
		}
		within(b, row.Ratio.Value, "x-as-fast", bar, 2.2)
	}
}

func BenchmarkTwoGoroutines(b *testing.B) {
	parallel(b, func(sums []int) { Pool(2, 2, func(i int) { sumHalf(sums, i) }) }, 1.95)
}

func BenchmarkTwoProcesses(b *testing.B) {
	halves := Split(work.To, 2)
	parallel(b, func([]int) { Processes(2, "sum", halves) }, 1.85)
}

func BenchmarkThreadsUnderTheGIL(b *testing.B) {
	halves := Split(work.To, 2)
	for b.Loop() {
		sums := make([]int, 2)
		table := Compare(
			Case{Name: "in order", Run: func() { Sequential(2, func(i int) { sumHalf(sums, i) }) }},
			Case{Name: "threads", Run: func() {
				Threads(2, 2, func(t *Thread, i int) { sums[i] = t.Sum(halves[i]) })
			}},
		)
		within(b, 1/table.Rows[1].Ratio.Value, "times-sequential", 0.95, 1.1)
	}
}

// A slice is the time between two switches of two threads that only compute.
// The median counts: what else the computer does only ever makes a slice longer.
// Go's timers add about 0.15 ms of their own, because epoll counts whole ms.
func BenchmarkGILSlice(b *testing.B) {
	for b.Loop() {
		var slices []time.Duration
		start, used := time.Now(), cpuTime()
		owner, since, sum := -1, time.Now(), 0 // the GIL guards them
		Threads(2, 2, func(t *Thread, i int) {
			for len(slices) < 400 {
				sum += Sum(Range{0, ticked})
				if owner != i {
					now := time.Now()
					slices = append(slices, now.Sub(since))
					owner, since = i, now
				}
				t.Tick()
			}
		})
		granted, high := quotient(cpuTime()-used, time.Since(start)), 1.05
		b.ReportMetric(granted, "CPUs")
		if granted < 0.97 { // one thread computes at any time, so it is 1 on a free machine
			b.Logf("the machine gave only %.2f of 1 CPU", granted)
			high = math.Inf(1)
		}
		within(b, quotient(median(slices), switchInterval), "slice/interval", 0.95, high)
	}
}

// A tick in every round of a loop, against the loop without.
func BenchmarkTick(b *testing.B) {
	for b.Loop() {
		Threads(1, 1, func(t *Thread, _ int) {
			const rounds = 200_000_000
			var ticks, sum int
			table := Compare(
				Case{Name: "plain", Run: func() { sum += Sum(Range{0, rounds}) }},
				Case{Name: "ticking", Run: func() {
					for range rounds {
						ticks++
						t.Tick()
					}
				}},
			)
			b.ReportMetric(float64(table.Rows[1].Time-table.Rows[0].Time)/rounds, "ns/tick")
		})
	}
}

// Fetching the sites takes the makespan, whatever the strategy.
func BenchmarkSites(b *testing.B) {
	sites := ServeSites()
	defer sites.Close()
	for _, c := range []struct {
		name    string
		workers int
		run     func()
	}{
		{"in-order", 1, func() { Sequential(40, sites.Get) }},
		{"pool-of-4", 4, func() { Pool(4, 40, sites.Get) }},
		{"threads-of-4", 4, func() {
			Threads(4, 40, func(t *Thread, i int) { t.Blocking(func() { sites.Get(i) }) })
		}},
		{"pool-of-40", 40, func() { Pool(40, 40, sites.Get) }},
		{"loop", 40, func() {
			Loop(40, func(t *Task, i int) { t.Await(func() { sites.Get(i) }) })
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				start := time.Now()
				c.run()
				within(b, float64(time.Since(start))/float64(sites.Limit(c.workers)), "times-makespan", 1, 1.015)
			}
		})
	}
}

// Starting a process and getting one sum from it.
func BenchmarkProcess(b *testing.B) {
	for b.Loop() {
		Processes(1, "sum", []Range{{0, 1}})
	}
}
