package check_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"gotest.tools/v3/golden"

	"seminar/kernelext/check"
)

// A trial is one check of the students' code.
type trial struct {
	name string
	call func()
}

var trials = []trial{
	{"a pool that keeps its limit", func() { check.AtMost(4, 20, func(task func(int)) { pool(4, 20, task) }) }},
	{"a limit above the number of tasks", func() { check.AtMost(4, 2, func(task func(int)) { pool(4, 2, task) }) }},
	{"no limit", func() { check.AtMost(4, 20, func(task func(int)) { unbounded(20, task) }) }},
	{"one worker too many", func() { check.AtMost(4, 20, func(task func(int)) { pool(5, 20, task) }) }},
	{"one at a time", func() { check.AtMost(4, 20, func(task func(int)) { pool(1, 20, task) }) }},
	{"does not wait", func() { check.AtMost(4, 20, func(task func(int)) { forgetful(20, task) }) }},
	{"not written", func() { check.AtMost(4, 20, func(func(int)) { unwritten() }) }},

	{"each once", func() { check.Once(5, func(task func(int)) { unbounded(5, task) }) }},
	{"none", func() { check.Once(5, func(task func(int)) {}) }},
	{"one left out", func() { check.Once(5, func(task func(int)) { unbounded(4, task) }) }},
	{"some left out", func() { check.Once(5, func(task func(int)) { unbounded(2, task) }) }},
	{"twice", func() {
		check.Once(5, func(task func(int)) {
			unbounded(5, task)
			task(3)
		})
	}},
	{"a task that is not there", func() { check.Once(5, func(task func(int)) { pool(1, 6, task) }) }},
	{"leaves its goroutine", func() { check.Once(5, func(func(int)) { leaves() }) }},

	{"in order", func() { check.InOrder(5, func(task func(int) int) []int { return ordered(5, task) }) }},
	{"in the order of arrival", func() { check.InOrder(5, func(task func(int) int) []int { return arriving(5, task) }) }},
	{"too few results", func() { check.InOrder(5, func(task func(int) int) []int { return ordered(5, task)[:4] }) }},
	{"other results", func() {
		check.InOrder(5, func(task func(int) int) []int {
			ordered(5, task)
			return []int{0, 1, 2, 3, 4}
		})
	}},

	{"soon enough", func() {
		check.Within(2*time.Second, func() { pool(4, 8, func(int) { time.Sleep(time.Second) }) })
	}},
	{"too slow", func() {
		check.Within(2*time.Second, func() { pool(2, 8, func(int) { time.Sleep(time.Second) }) })
	}},
	{"a deadlock", func() { check.Within(time.Second, deadlock) }},
	{"a deadlock of mutexes", hastily(func() { check.Within(time.Second, twoLocks) })},
	{"a loop without end", hastily(func() { check.Within(time.Second, spins) })},

	{"nothing left", func() { check.NothingLeft(func() { pool(4, 8, func(int) {}) }) }},
	{"a leak", func() { check.NothingLeft(func() { leaks(1 + 1) }) }},
	{"a large leak", func() { check.NothingLeft(func() { leaks(100) }) }},
	{"a sleeper", func() { check.NothingLeft(func() { forgetful(2, func(int) { time.Sleep(time.Second) }) }) }},

	{"obeys its context", func() { check.Cancelled(0, func(ctx context.Context) { obeys(ctx) }) }},
	{"obeys late", func() { check.Cancelled(100*time.Millisecond, func(ctx context.Context) { deaf(ctx) }) }},
	{"late, and it may be", func() { check.Cancelled(200*time.Millisecond, func(ctx context.Context) { deaf(ctx) }) }},
	{"ignores it", func() { check.Cancelled(time.Second, never) }},
	{"waits for something else", func() { check.Cancelled(time.Second, func(context.Context) { deadlock() }) }},
	{"does not wait at all", func() { check.Cancelled(time.Second, func(context.Context) {}) }},
	{"returns, and something stays", func() { check.Cancelled(time.Second, stops) }},

	{"equal", func() { check.Equal("Sum(10)", 45, 45) }},
	{"not equal", func() { check.Equal("Sum(10)", 55, 45) }},
	{"strings that are not equal", func() { check.Equal("Name()", "go ", "go") }},
	{"of another type", func() { check.Equal("Sum(10)", int64(45), 45) }},
	{"long", func() { check.Equal("Pages()", strings.Repeat("page ", 100), "") }},

	{"wraps", func() { check.Wraps(fetch(3), errGone, "page 3") }},
	{"no error", func() { check.Wraps(nil, errGone) }},
	{"another error", func() { check.Wraps(io.EOF, errGone) }},
	{"no context", func() { check.Wraps(errGone, errGone, "page 3") }},

	{"panics as it should", func() { check.Fails("unwritten", func() { unwritten() }) }},
	{"does not panic", func() { check.Fails("a pool of none", func() { pool(4, 0, nil) }) }},

	{"the same each time", func() { check.Schedules(10, 3, func() any { return 3 }) }},
	{"once wrong", func() {
		n := 0
		check.Schedules(10, 3, func() any {
			if n++; n == 5 {
				return 4
			}
			return 3
		})
	}},
}

// hastily makes a trial whose code comes to no end soon found out. The others keep the whole
// patience, of which they need next to nothing: a busy machine may be slow with them.
func hastily(call func()) func() {
	return func() {
		defer check.SetPatience(200 * time.Millisecond)()
		call()
	}
}

// What each check says to its reader, all of it in one file: so a change of a sentence is seen beside
// the others.
func TestWhatIsSaid(t *testing.T) {
	var b bytes.Buffer
	for _, trial := range trials {
		fmt.Fprintf(&b, "%s:\n    %s\n", trial.name, strings.ReplaceAll(said(t, trial), "\n", "\n    "))
	}
	golden.Assert(t, b.String(), "said.golden")
}

// said returns what a check says, "holds" if it does.
func said(t *testing.T, trial trial) (text string) {
	defer func() {
		turn.Add(1)
		p := recover()
		if p == nil {
			return
		}
		f, ok := check.IsFailure(p)
		if !ok {
			t.Errorf("%s: it panicked with %v, which is no Failure", trial.name, p)
			return
		}
		text = f.Error()
	}()
	trial.call()
	return "holds"
}

func TestMisuseNamesThePackage(t *testing.T) {
	for name, call := range map[string]func(){
		"AtMost":    func() { check.AtMost(0, 1, nil) },
		"Once":      func() { check.Once(0, nil) },
		"InOrder":   func() { check.InOrder(1, nil) },
		"Within":    func() { check.Within(0, nil) },
		"Cancelled": func() { check.Cancelled(-1, nil) },
		"Schedules": func() { check.Schedules(0, nil, nil) },
		"Faster":    func() { check.Faster(1, nil, nil) },
	} {
		func() {
			defer func() {
				if p := fmt.Sprint(recover()); !strings.HasPrefix(p, "check: "+name+" needs ") {
					t.Errorf("%s: got %q", name, p)
				}
			}()
			call()
		}()
	}
}

// The clock of a bubble starts at the same moment each time, and no time of the machine's goes by: an
// hour's work is checked at once.
func TestTimeInABubbleCostsNothing(t *testing.T) {
	check.Within(1000*time.Hour, func() { time.Sleep(1000 * time.Hour) })
}
