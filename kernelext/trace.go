package kernelext

import (
	"context"
	"fmt"
	"runtime"
	"runtime/trace"
	"time"

	"seminar/kernelext/timeline"
)

// Trace calls f and returns what each goroutine of the call was doing meanwhile, as the
// runtime saw it: f's own goroutine, and all that descend from it, whoever started them. In a
// notebook charts.Timeline draws it. It collects garbage first and blocks until f has
// returned, and then some 50 ms for each megabyte of trace; a panic of f passes through.
//
// Lanes of a strategy are called worker 1, thread 1 or task 1; Name gives others a name, and
// trace.WithRegion of runtime/trace marks a time. Work that computes or waits takes no longer
// while it is recorded; work that only passes values through channels took 2.4 times as long.
func Trace(f func()) *timeline.Timeline {
	var cpu time.Duration
	runtime.GC() // the garbage of an earlier chart is not this call's work
	t := timeline.Record(func() {
		before := cpuTime()
		defer func() { cpu = cpuTime() - before }()
		f()
	})
	t.CPU = cpu
	t.Notes = append(t.Notes, shortOfCPU(t)...)
	return t
}

// shortOfCPU notes that goroutines which ran, as Go's runtime saw it, did not all get a CPU
// from the machine. It says nothing of a call that mostly waits, or was recorded in part.
func shortOfCPU(t *timeline.Timeline) (notes []string) {
	if t.Traced >= t.Elapsed && t.Busy > t.Elapsed/2 && quotient(t.CPU, t.Busy) < grantedShare {
		notes = append(notes, fmt.Sprintf("The machine gave %.2f CPUs to %.2f running goroutines, so something else was using it.", quotient(t.CPU, t.Elapsed), quotient(t.Busy, t.Elapsed)))
	}
	return notes
}

// Name names the calling goroutine's lane in what Trace records; the last name counts. While
// nothing is recorded it costs a load from memory.
func Name(lane string) { timeline.Name(lane) }

// nameLane numbers a goroutine of a strategy.
func nameLane(kind string, number int) {
	if trace.IsEnabled() {
		timeline.Name(fmt.Sprint(kind, " ", number))
	}
}

// inLane calls do(i) in a region of the lane.
func inLane(i int, do func(i int)) {
	if !trace.IsEnabled() {
		do(i)
		return
	}
	trace.WithRegion(context.Background(), fmt.Sprint("task ", i), func() { do(i) })
}
