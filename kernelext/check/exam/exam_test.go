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
