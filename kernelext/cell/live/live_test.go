package live_test

import (
	"context"
	"runtime/pprof"
	"testing"
	"unsafe"

	"seminar/kernelext/cell/live"
)

// loop turns as a cell's loop does, with a check at its head, until it is told to
// end.
func loop(end <-chan bool) {
	for {
		if live.Stop.Load() {
			live.Interrupt()
		}
		select {
		case <-end:
			return
		default:
		}
	}
}

// labelled puts labels of its own on the calling goroutine, as the worker does for
// each cell.
func labelled(cell string) {
	pprof.SetGoroutineLabels(pprof.WithLabels(context.Background(), pprof.Labels("cell", cell)))
}

// An interrupt ends the loops of the cell's own goroutine by a panic and those of
// the goroutines that it has started by Goexit; other cells' loops go on.
func TestInterrupt(t *testing.T) {
	var other, mine live.Run
	otherEnds, otherEnded := make(chan bool), make(chan bool)
	begun := make(chan bool)
	go func() {
		labelled("1")
		other.Begin()
		begun <- true
		loop(otherEnds)
		otherEnded <- true
	}()
	<-begun
	panicked, deferred := make(chan any), make(chan bool)
	go func() {
		defer func() { panicked <- recover() }()
		labelled("2")
		mine.Begin()
		go func() {
			defer func() { deferred <- recover() == nil }()
			begun <- true
			loop(nil)
		}()
		begun <- true
		loop(nil)
	}()
	<-begun
	<-begun
	live.StopRun(&mine)
	if p, ok := (<-panicked).(live.Interrupted); !ok || p.Error() == "" {
		t.Errorf("the cell's goroutine panicked with %v", p)
	}
	if !<-deferred {
		t.Error("the goroutine of the cell panicked")
	}
	live.Go()
	close(otherEnds)
	<-otherEnded
}

func TestRun(t *testing.T) {
	var r live.Run
	if _, shown := r.Values(); shown || r.Reached() != 0 || r.Goroutine() != "" {
		t.Errorf("a run that has not begun: %+v", &r)
	}
	live.Register("nb/c1", func(r *live.Run) { r.At(1); r.Show(1, "two"); r.At(2) }, live.Names{"x": new(int)})
	if live.Opened("nb/c2") != nil {
		t.Error("a cell is open that nobody has registered")
	}
	r.Begin()
	live.Opened("nb/c1").Run(&r)
	if values, shown := r.Values(); !shown || len(values) != 2 || r.Reached() != 2 || r.Goroutine() == "" {
		t.Errorf("%v, %d steps, goroutine %q", values, r.Reached(), r.Goroutine())
	}
}

func TestRetype(t *testing.T) {
	type old struct{ a, b int }
	type renewed old
	was := old{1, 2}
	var now *renewed
	live.Retype(&now, unsafe.Pointer(&was))
	now.b = 5
	if was.b != 5 {
		t.Errorf("%+v", was)
	}
	var allocated *int
	live.Allocate(&allocated)
	*allocated = 3
}
