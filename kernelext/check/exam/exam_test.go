package exam_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"seminar/kernelext/check/exam"
)

func TestEachCheckHappensInItsOwnKindOfProcess(t *testing.T) {
	if !exam.Enter(exam.Race) || !exam.Enter(exam.Plain) || exam.Begun() {
		t.Error("where nobody examines, a check does not happen")
	}
	exam.Begin(exam.Plain)
	if !exam.Begun() || !exam.Enter(exam.Plain) || exam.Enter(exam.Race) || exam.Enter(exam.Schedules) || exam.Enter(exam.Race) {
		t.Error("in a plain process, other than plain checks happen")
	}
	if got := exam.Wanted(); !slices.Equal(got, []exam.Kind{exam.Race, exam.Schedules}) {
		t.Errorf("wanted are %v", got)
	}
	if exam.Last() {
		t.Error("a plain process is the last one although others are wanted")
	}
	exam.Begin(exam.Race)
	if exam.Enter(exam.Plain) || !exam.Enter(exam.Race) || len(exam.Wanted()) > 0 {
		t.Error("in a process with the race detector, plain checks happen again, or are wanted")
	}
}

func TestTimeCountsOutsideOfChecks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		exam.Begin(exam.Plain)
		time.Sleep(3 * time.Second)
		if got := exam.Outside(); got != 3*time.Second {
			t.Errorf("3 s after the beginning: %v", got)
		}
		exam.Enter(exam.Plain)
		exam.Enter(exam.Plain) // a check within a check
		exam.Leave()
		time.Sleep(time.Minute)
		if got := exam.Outside(); got != 0 {
			t.Errorf("within a check: %v", got)
		}
		exam.Leave()
		time.Sleep(time.Second)
		if got := exam.Outside(); got != time.Second {
			t.Errorf("1 s after a check: %v", got)
		}
	})
}

// nbgrader looks at the first of a value and an error: a value that is shown before the last process
// has run gives the points of a test that fails there.
func TestTheLastProcessIsKnown(t *testing.T) {
	for _, c := range []struct {
		now    exam.Kind
		checks []exam.Kind
		last   bool
	}{
		{exam.Plain, nil, true},
		{exam.Plain, []exam.Kind{exam.Plain}, true},
		{exam.Plain, []exam.Kind{exam.Race}, false},
		{exam.Race, []exam.Kind{exam.Race}, true},
		{exam.Race, []exam.Kind{exam.Schedules, exam.Race}, false},
		{exam.Schedules, []exam.Kind{exam.Schedules, exam.Race, exam.Plain}, true},
	} {
		exam.Begin(c.now)
		for _, k := range c.checks {
			if exam.Enter(k) {
				exam.Leave()
			}
		}
		if exam.Last() != c.last {
			t.Errorf("%v: last is %v", c, !c.last)
		}
	}
	exam.Begin(exam.Plain)
	exam.Enter(exam.Schedules)
	exam.Enter(exam.Race)
	if got := exam.Wanted(); !slices.Equal(got, []exam.Kind{exam.Race, exam.Schedules}) {
		t.Errorf("they are wanted in the order %v", got)
	}
}
