package check

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"seminar/kernelext/check/exam"
)

// Patience is how long code under check may take in real time.
const Patience = 10 * time.Second

// patience is Patience, but for the package's own tests.
var patience = Patience

// A Failure says that a check does not hold. It is what the checks panic with.
type Failure struct {
	Check string // the function of this package that failed
	Said  string // what was seen, what was expected, and where; one sentence or several lines
}

// Error returns the whole failure.
func (f *Failure) Error() string { return f.Check + ": " + f.Said }

// fail ends a check that does not hold.
func fail(check, format string, args ...any) {
	panic(&Failure{check, fmt.Sprintf(format, args...)})
}

// misuse ends a check that was called wrongly.
func misuse(format string, args ...any) { panic("check: " + fmt.Sprintf(format, args...)) }

// note says something about a check that does not fail.
func note(check, format string, args ...any) {
	fmt.Fprintf(exam.Out, check+": "+format+"\n", args...)
}

// IsFailure tells whether a value with which something panicked is a failure of a check.
func IsFailure(panicked any) (f *Failure, ok bool) {
	err, ok := panicked.(error)
	return f, ok && errors.As(err, &f)
}

// count writes 1 task, 2 tasks.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// listed joins a few lines below a sentence.
func listed(lines []string) string {
	const most = 8
	if more := len(lines) - most; more > 0 {
		lines = append(lines[:most:most], fmt.Sprintf("and %d more", more))
	}
	return "\n    " + strings.Join(lines, "\n    ")
}
