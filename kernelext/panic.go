package kernelext

import (
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
)

// A Panic is the error that a strategy or Compare panics with, in the caller's
// goroutine, when a task or a case panicked or called runtime.Goexit.
type Panic struct {
	Case  string // the case's name, when Compare ran it; else ""
	Task  int    // the task's index, when a strategy ran it
	Value any    // what it panicked with
	Stack string // where, as runtime/debug.Stack writes it
}

// Error says in one sentence what panicked and with what, without the stack: a
// notebook shows the lines of the cell itself.
func (p *Panic) Error() string {
	what := fmt.Sprintf("task %d", p.Task)
	if p.Case != "" {
		what = fmt.Sprintf("case %q", p.Case)
	}
	return fmt.Sprintf("kernelext: %s panicked: %s", what, strings.TrimPrefix(fmt.Sprint(p.Value), "kernelext: "))
}

// Unwrap returns Value when that is an error, for errors.Is and errors.As.
func (p *Panic) Unwrap() error {
	err, _ := p.Value.(error)
	return err
}

// errGoexit stands for the value when a task ended its goroutine without a
// panic. It is a failure, not an end: work that the task had promised is undone.
var errGoexit = errors.New("it called runtime.Goexit")

// catch calls f and reports a panic of it, or its runtime.Goexit, as task's.
// After a Goexit it does not return: only deferred calls run any more, and
// report is one. That is why it reports instead of returning the Panic.
func catch(task int, f func(), report func(*Panic)) {
	returned := false
	defer func() {
		if returned {
			return
		}
		value := recover()
		if value == nil {
			value = errGoexit
		}
		report(&Panic{Task: task, Value: value, Stack: string(debug.Stack())})
	}()
	f()
	returned = true
}

// atLeast panics with rule when got is less than least: the check of every
// count that a caller gives.
func atLeast(least, got int, rule string) {
	if got < least {
		panic(fmt.Sprintf("kernelext: %s, got %d", rule, got))
	}
}
