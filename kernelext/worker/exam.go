//go:build gophernotes

package main

import (
	"seminar/kernelext/check/exam"
	"seminar/kernelext/kernel/pipe"
)

// checkPath is the package that makes a cell a test cell.
const checkPath = "seminar/kernelext/check"

// An examiner is a runner that can run a test cell in a process of its own. The interpreter is
// none: there, a test cell is a cell like any other.
type examiner interface {
	// examine makes this worker one that runs a test cell, once what it needs is declared. It
	// fails as a cell does.
	examine(kind exam.Kind, needs string) *pipe.Error
}

// declare declares what earlier cells kept, or what a test cell needs.
func (w *worker) declare(r pipe.Request) *pipe.Error {
	if e, ok := w.runner.(examiner); ok && r.Exam != "" {
		return e.examine(exam.Kind(r.Exam), r.Keeps[0].Text)
	}
	return w.runner.replay(r.Keeps)
}

// wantedKinds are the kinds of processes that the test cell has asked for.
func wantedKinds() []string {
	var all []string
	for _, k := range exam.Wanted() {
		all = append(all, string(k))
	}
	return all
}
