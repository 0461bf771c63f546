package kernelext_test

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"seminar/kernelext"
	"seminar/kernelext/timeline"
)

// lanes are the names of a timeline's lanes, each with the regions in it, in order of name.
func lanes(t *timeline.Timeline) (lanes []string) {
	for _, lane := range t.Lanes {
		said := []string{lane.Name}
		for _, r := range lane.Regions {
			said = append(said, r.Name)
		}
		lanes = append(lanes, strings.Join(said, ": "))
	}
	slices.Sort(lanes)
	return lanes
}

// Every strategy names its goroutines and marks its tasks; what helps it has no lane.
func TestTraceOfStrategies(t *testing.T) {
	both := make(chan bool)
	meet := func(i int) { // so that each of two workers has one task
		select {
		case both <- true:
		case <-both:
		}
	}
	for name, test := range map[string]struct {
		f    func()
		want []string
	}{
		"Sequential": {func() { kernelext.Sequential(2, func(int) {}) }, []string{"caller: task 0: task 1"}},
		"Pool":       {func() { kernelext.Pool(2, 2, meet) }, []string{"caller", "worker 1: task 0", "worker 2: task 1"}},
		"Threads": {func() {
			kernelext.Threads(2, 2, func(t *kernelext.Thread, i int) { t.Blocking(func() { meet(i) }) })
		}, []string{"caller", "thread 1: task 0", "thread 2: task 1"}},
		"Loop": {func() {
			kernelext.Loop(2, func(t *kernelext.Task, i int) { t.Await(func() { meet(i) }) })
		}, []string{"caller", "loop", "task 0: task 0", "task 1: task 1"}},
		"own name": {func() { kernelext.Sequential(1, func(i int) { kernelext.Name(fmt.Sprint("GET /", i)) }) }, []string{"GET /0: task 0"}},
	} {
		got := lanes(kernelext.Trace(test.f))
		if name == "Pool" || name == "Threads" { // who takes which task is chance
			for i := range got {
				got[i] = strings.NewReplacer("task 0", "task ?", "task 1", "task ?").Replace(got[i])
				test.want[i] = strings.NewReplacer("task 0", "task ?", "task 1", "task ?").Replace(test.want[i])
			}
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: the lanes are %q, want %q", name, got, test.want)
		}
	}
}

// A call that computes is told its CPU time; a failing one leaves nothing on.
func TestTrace(t *testing.T) {
	sum := 0
	tl := kernelext.Trace(func() { sum = kernelext.Sum(kernelext.Range{To: 50_000_000}) })
	if tl.CPU <= 0 || tl.Busy <= 0 || sum == 0 {
		t.Errorf("CPU %v, busy %v", tl.CPU, tl.Busy)
	}
	func() {
		defer func() {
			if recover() != "boom" {
				t.Error("the panic was lost")
			}
		}()
		kernelext.Trace(func() { panic("boom") })
	}()
	if again := kernelext.Trace(func() {}); len(again.Lanes) != 1 {
		t.Errorf("after a panic: %v", again)
	}
}

// An event loop's log is kept inside of Trace, too, and a name is the same in both.
func TestTraceOfALoopLog(t *testing.T) {
	var log kernelext.LoopLog
	got := lanes(kernelext.Trace(func() {
		log.Loop(2, func(t *kernelext.Task, i int) {
			t.Note(fmt.Sprint("visit ", i))
			t.Await(runtime.Gosched)
		})
	}))
	if !slices.Contains(got, "visit 0: task 0") || log.Name(1) != "visit 1" || len(log.Events()) != 10 {
		t.Errorf("lanes %q, %d events, %q", got, len(log.Events()), log.Name(1))
	}
}
