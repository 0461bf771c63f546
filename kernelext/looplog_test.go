package kernelext

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// hogged is the seminar's bug in a bubble's exact time: task 0 awaits 90 ms, task 1 then
// computes for 900 ms without a break.
func hogged(t *testing.T, log *LoopLog) {
	synctest.Test(t, func(t *testing.T) {
		log.Loop(2, func(t *Task, i int) {
			t.Note([]string{"visitor", "hog"}[i])
			if i == 0 {
				t.Await(func() { time.Sleep(90 * time.Millisecond) })
				return
			}
			time.Sleep(900 * time.Millisecond)
		})
	})
}

func TestLoopLogOfAHog(t *testing.T) {
	var log LoopLog
	hogged(t, &log)
	at := func(ms time.Duration, task int, kind LoopEventKind) LoopEvent {
		return LoopEvent{ms * time.Millisecond, task, kind}
	}
	want := []LoopEvent{
		at(0, 0, LoopResumed), at(0, 0, LoopAwaits), at(0, 1, LoopResumed), at(90, 0, LoopPosted),
		at(900, 1, LoopEnded), at(900, 0, LoopResumed), at(900, 0, LoopEnded),
	}
	if got := log.Events(); !slices.Equal(got, want) {
		t.Errorf("events %v, want %v", got, want)
	}
	if got, want := log.Figures(), (LoopFigures{
		Busy: 1, Waiting: 1, Queue: 1, Held: 900 * time.Millisecond, Holder: 1, Late: 810 * time.Millisecond, Latest: 0,
	}); got != want {
		t.Errorf("figures %+v, want %+v", got, want)
	}
	if got := log.Telling(); got != 4 {
		t.Errorf("the telling instant is %d, want the one after the answer", got)
	}
	if !log.Ran() || log.Tasks() != 2 || log.Took() != 900*time.Millisecond || log.Name(1) != "hog" || log.Notes() != nil {
		t.Errorf("%v, %d tasks, %v, %q, %q", log.Ran(), log.Tasks(), log.Took(), log.Name(1), log.Notes())
	}
	full := strings.Repeat("█", 60)
	for _, line := range []string{
		"2 tasks in 900 ms: the loop was busy 100% of the time; at most 1 waited at once, 1 stood in the queue with an answer; the loop was held longest by hog: 900 ms; an answer lay longest for visitor: 810 ms.\n",
		"\nruns   " + full + "\n", "\nwaits  ███████  ",
		"\nat       in the queue  runs  waits  ended\n", "\n0 s      0 1           -     -      0\n", "\n90.0 ms  0             1     -      0\n", "\n900 ms   -             -     -      2",
	} {
		if !strings.Contains(log.String(), line) {
			t.Errorf("the log does not show %q:\n%s", line, log.String())
		}
	}
}

// Every instant of a real run has every task in one place, and never two running.
func TestLoopLogPlacesEveryTask(t *testing.T) {
	for _, n := range []int{0, 1, 7, 1000} {
		var log LoopLog
		log.Loop(n, func(t *Task, i int) {
			for range i % 4 {
				t.Await(runtime.Gosched)
			}
		})
		instants, last := 0, time.Duration(0)
		log.Replay(func(at *LoopInstant) {
			instants++
			places := slices.Clone(at.Ready)
			for i, waits := range at.Waits {
				if waits {
					places = append(places, i)
				}
			}
			if at.Runs >= 0 {
				places = append(places, at.Runs)
			}
			slices.Sort(places)
			if count := len(places) + at.Ended; count != n || len(slices.Compact(places)) != len(places) || at.Back > len(at.Ready) || at.Back < 0 || at.Time < last {
				t.Fatalf("%d tasks, instant %d: %+v", n, at.Event, at)
			}
			last = at.Time
		})
		if want := 1 + len(log.Events()); instants != want {
			t.Errorf("%d tasks: %d instants, want %d", n, instants, want)
		}
		if f := log.Figures(); f.Busy < 0 || f.Busy > 1 || log.Took() < last {
			t.Errorf("%d tasks: %+v in %v, the last event at %v", n, f, log.Took(), last)
		}
		_ = log.String() // whatever was recorded, it can be told
	}
}

func TestLoopLogOfAFailure(t *testing.T) {
	var log LoopLog
	synctest.Test(t, func(t *testing.T) {
		mustPanic(t, func() {
			log.Loop(4, func(t *Task, i int) {
				if i == 1 {
					time.Sleep(time.Second)
					panic("boom")
				}
				t.Await(func() { time.Sleep(3 * time.Second) })
			})
		}, "task 1 panicked: boom")
	})
	if got := fmt.Sprint(log.Notes()); got != "[task 1 panicked after 1.00 s. Never begun, because another had failed: 2.]" {
		t.Errorf("notes %s", got)
	}
	log.Replay(func(at *LoopInstant) {
		if at.Event == len(log.Events()) && (at.Ended != 2 || at.Dropped != 2 || at.Runs >= 0) {
			t.Errorf("at the end %+v", at)
		}
	})
	mustPanic(t, func() { log.Loop(2, func(t *Task, i int) { runtime.Goexit() }) }, "runtime.Goexit")
	if got := len(log.Notes()); got != 2 || log.Tasks() != 2 {
		t.Errorf("after a Goexit: %d tasks, %q", log.Tasks(), log.Notes())
	}
}

// A log that is full holds the first events of the run, and what it says is about these.
func TestLoopLogIsCut(t *testing.T) {
	log := LoopLog{Keep: 4}
	hogged(t, &log)
	if got := log.Events(); len(got) != 4 || got[3].Kind != LoopPosted || log.Span() != 90*time.Millisecond {
		t.Errorf("kept %v, up to %v", got, log.Span())
	}
	if got := fmt.Sprint(log.Notes()); got != "[The log keeps the first 4 of 7 events, 90.0 ms of 900 ms; the figures are of these.]" {
		t.Errorf("notes %s", got)
	}
	if f := log.Figures(); f.Held != 90*time.Millisecond || f.Busy != 1 {
		t.Errorf("figures %+v", f)
	}
}

func TestLoopLogBeginsAnew(t *testing.T) {
	var log LoopLog
	if log.Ran() || log.String() != "The log holds no run." || log.Telling() != 0 || log.Figures().Holder != -1 {
		t.Errorf("a log without a run says %q", log.String())
	}
	hogged(t, &log)
	log.Loop(1, func(*Task, int) {})
	if log.Tasks() != 1 || len(log.Events()) != 2 || log.Name(0) != "task 0" {
		t.Errorf("after the second run: %d tasks, %v, %q", log.Tasks(), log.Events(), log.Name(0))
	}
}

func TestLoopLogMisuse(t *testing.T) {
	var log LoopLog
	mustPanic(t, func() { log.Loop(-1, nil) }, "kernelext: Loop needs 0 tasks or more, got -1")
	mustPanic(t, func() { (&LoopLog{Keep: -1}).Loop(0, nil) }, "kernelext: a LoopLog keeps 0 events or more, got -1")
	mustPanic(t, func() {
		log.Loop(1, func(*Task, int) { log.Loop(1, nil) })
	}, "this LoopLog records a run already")
	mustPanic(t, func() {
		log.Loop(1, func(*Task, int) { log.Figures() })
	}, "the LoopLog is still being written")
	mustPanic(t, func() {
		log.Loop(1, func(t *Task, _ int) { t.Await(func() { t.Note("helper") }) })
	}, "Note was called by a task that is not running")
	Loop(1, func(t *Task, _ int) { t.Note("to nobody") })
}

// What a log recorded can be made again, and nothing that cannot have happened.
func TestNewLoopLog(t *testing.T) {
	var log LoopLog
	hogged(t, &log)
	again := NewLoopLog(2, log.Took(), log.Events(), map[int]string{0: "visitor", 1: "hog"})
	if again.String() != log.String() || again.Figures() != log.Figures() {
		t.Errorf("made again:\n%s\nwas:\n%s", again, &log)
	}
	for _, events := range [][]LoopEvent{
		{{0, 2, LoopResumed}}, {{0, -1, LoopResumed}}, {{-1, 0, LoopResumed}}, {{11, 0, LoopResumed}}, {{0, 0, 17}},
		{{0, 0, LoopPosted}}, {{0, 0, LoopAwaits}}, {{0, 0, LoopEnded}},
		{{0, 0, LoopResumed}, {0, 1, LoopResumed}}, {{0, 0, LoopResumed}, {0, 0, LoopEnded}, {0, 0, LoopResumed}},
		{{0, 0, LoopResumed}, {0, 0, LoopAwaits}, {0, 0, LoopDropped}}, {{5, 0, LoopResumed}, {4, 0, LoopEnded}},
	} {
		mustPanic(t, func() { NewLoopLog(2, 10, events, nil) }, fmt.Sprintf("kernelext: event %d of this LoopLog", len(events)-1))
	}
}

func TestCourse(t *testing.T) {
	log := NewLoopLog(2, 100, []LoopEvent{
		{10, 0, LoopResumed}, {25, 0, LoopAwaits}, {25, 1, LoopResumed}, {30, 1, LoopAwaits}, {60, 0, LoopPosted}, {90, 0, LoopResumed}, {100, 0, LoopEnded},
	}, nil)
	busy, waiting := log.Course(5)
	if got := fmt.Sprintf("%.2f %.0f", busy, waiting); got != "[0.50 0.50 0.00 0.00 0.50] [0 2 2 2 1]" {
		t.Errorf("the course is %s", got)
	}
	if busy, waiting := NewLoopLog(1, 0, nil, nil).Course(5); busy != nil || waiting != nil {
		t.Errorf("of no time: %v, %v", busy, waiting)
	}
}

func TestShare(t *testing.T) {
	for part, want := range map[float64]string{0: "0%", 1: "100%", 0.00001: "under 0.01%", 0.0042: "0.42%", 0.5: "50%", 0.9971: "99.7%", 0.0951: "9.5%"} {
		if got := share(part); got != want {
			t.Errorf("%v is %q, want %q", part, got, want)
		}
	}
}
