package check

import (
	"fmt"
	"slices"
	"sync"
	"testing/synctest"
	"time"

	"seminar/kernelext/check/exam"
	"seminar/kernelext/kernel/stack"
)

// AtMost checks a way of doing many tasks with a limit. It calls run, which is to do the tasks 0 to
// tasks-1 by calling task(i), from whichever goroutines it likes; each takes a second of the
// bubble's clock. It fails when more than limit tasks were in flight at once, when limit never were
// although there was work, and as Once does.
func AtMost(limit, tasks int, run func(task func(i int))) {
	if limit < 1 || tasks < 1 {
		misuse("AtMost needs a limit and a number of tasks of at least 1, not %d and %d", limit, tasks)
	}
	if !exam.Enter(exam.Plain) {
		return
	}
	defer exam.Leave()
	l := newLedger(tasks, limit, checking())
	inBubble("AtMost", func(b *bubble) {
		b.call(func() { run(l.second) })
		synctest.Wait() // what it has started begins, and no time goes by
		l.done("AtMost")
		want := min(limit, tasks)
		switch {
		case l.most > limit:
			fail("AtMost", "%s were in flight at once; at most %d may be. The first one too many began%s.", count(l.most, "task"), limit, after(l.tooMany))
		case l.most < want:
			fail("AtMost", "never more than %s in flight at once; with %s to do, %d should have been.", wereIn(l.most), count(tasks, "task"), want)
		}
	})
}

// Once checks a way of doing many tasks, with any number of them in flight. It calls run, which
// is to do the tasks 0 to tasks-1 by calling task(i), each of which takes a second of the bubble's clock. It
// fails when a task was left out or done twice, or was not over when run returned, and when run
// panics or does not return.
func Once(tasks int, run func(task func(i int))) {
	if tasks < 1 {
		misuse("Once needs at least 1 task, not %d", tasks)
	}
	if !exam.Enter(exam.Plain) {
		return
	}
	defer exam.Leave()
	l := newLedger(tasks, tasks, checking())
	inBubble("Once", func(b *bubble) {
		b.call(func() { run(l.second) })
		synctest.Wait() // what it has started begins, and no time goes by
		l.done("Once")
	})
}

// InOrder checks that results keep the order of their tasks. It calls run, which is to do the
// tasks 0 to tasks-1 and to return what task(0), task(1), … returned, in this order. The last task
// ends first, a second of the bubble's clock before the one before it, so results in the order of
// their arrival are in the wrong one if the tasks overlap at all. It fails as Once does, too.
func InOrder(tasks int, run func(task func(i int) int) []int) {
	if tasks < 2 {
		misuse("InOrder needs at least 2 tasks, not %d", tasks)
	}
	if !exam.Enter(exam.Plain) {
		return
	}
	defer exam.Leave()
	l := newLedger(tasks, tasks, checking())
	inBubble("InOrder", func(b *bubble) {
		var got []int
		b.call(func() {
			got = run(func(i int) int {
				l.do(i, time.Duration(tasks-i)*time.Second)
				return value(i)
			})
		})
		synctest.Wait()
		l.done("InOrder")
		ordered(tasks, got)
	})
}

// value is what task i returns: nothing that a reader of the tasks' numbers would guess.
func value(i int) int { return 1000*(i+1) + i*i*37%911 }

// ordered fails unless got are the tasks' values in their order.
func ordered(tasks int, got []int) {
	var want, sorted []int
	for i := range tasks {
		want = append(want, value(i))
	}
	if slices.Equal(got, want) {
		return
	}
	sorted = slices.Sorted(slices.Values(got))
	switch {
	case slices.Equal(sorted, want):
		i := slices.IndexFunc(want, func(v int) bool { return got[slices.Index(want, v)] != v })
		fail("InOrder", "the results are all there, but not in the order of the tasks: in place %d stands the result of task %d.", i, slices.Index(want, got[i]))
	case len(got) != len(want):
		fail("InOrder", "there are %s for %s.", count(len(got), "result"), count(tasks, "task"))
	}
	i := slices.IndexFunc(want, func(v int) bool { return got[slices.Index(want, v)] != v })
	fail("InOrder", "in place %d stands %d; task %d returned %d.", i, got[i], i, want[i])
}

// A ledger takes down what happens to tasks.
type ledger struct {
	limit    int
	checking string // the cell that checks

	mu      sync.Mutex
	begun   []int // how often, by task
	ended   []int
	flying  int
	most    int
	tooMany *stack.Frame // where the first task above the limit began
	strange string       // a call with a number that is no task's
}

func newLedger(tasks, limit int, cell string) *ledger {
	return &ledger{limit: limit, checking: cell, begun: make([]int, tasks), ended: make([]int, tasks)}
}

func (l *ledger) second(i int) { l.do(i, time.Second) }

// do is task i.
func (l *ledger) do(i int, takes time.Duration) {
	if !l.begin(i) {
		return
	}
	time.Sleep(takes)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ended[i]++
	l.flying--
}

func (l *ledger) begin(i int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if i < 0 || i >= len(l.begun) {
		l.strange = fmt.Sprintf("it called task(%d); there are the tasks 0 to %d%s.", i, len(l.begun)-1, at(caller(2, l.checking)))
		return false
	}
	l.begun[i]++
	l.flying++
	l.most = max(l.most, l.flying)
	if l.flying > l.limit && l.tooMany == nil {
		l.tooMany = caller(2, l.checking)
	}
	return true
}

// done fails unless each task was done exactly once and is over.
func (l *ledger) done(check string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.strange != "" {
		fail(check, "%s", l.strange)
	}
	var left, twice, flying []int
	for i, n := range l.begun {
		switch {
		case n == 0:
			left = append(left, i)
		case n > 1:
			twice = append(twice, i)
		case l.ended[i] == 0:
			flying = append(flying, i)
		}
	}
	switch {
	case len(flying) > 0:
		fail(check, "it returned while %s still ran. Wait for all of them before you return.", tasksNamed(flying))
	case len(left) == len(l.begun):
		fail(check, "none of the %s was done.", count(len(left), "task"))
	case len(left) > 0:
		fail(check, "%s never done.", tasksWere(left))
	case len(twice) > 0:
		fail(check, "%s done more than once.", tasksWere(twice))
	}
}

// tasksNamed writes task 3; tasks 3, 4 and 7; and counts when there are many.
func tasksNamed(all []int) string {
	switch n := len(all); {
	case n == 1:
		return fmt.Sprintf("task %d", all[0])
	case n > 5:
		return fmt.Sprintf("%d tasks (the first is %d)", n, all[0])
	}
	text := fmt.Sprint("tasks ", all[0])
	for _, i := range all[1 : len(all)-1] {
		text += fmt.Sprint(", ", i)
	}
	return text + fmt.Sprint(" and ", all[len(all)-1])
}

func tasksWere(all []int) string {
	if len(all) == 1 {
		return tasksNamed(all) + " was"
	}
	return tasksNamed(all) + " were"
}

func wereIn(n int) string {
	if n == 1 {
		return "1 task was"
	}
	return fmt.Sprintf("%d tasks were", n)
}

// after writes a place behind a verb.
func after(f *stack.Frame) string {
	if f == nil {
		return ""
	}
	return " at " + f.String()
}
