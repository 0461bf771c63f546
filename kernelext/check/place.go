package check

import (
	"runtime"
	"strings"

	"seminar/kernelext/kernel/stack"
)

// caller returns the innermost place in a cell on the calling goroutine, but for the cell named
// except, which is the one that checks: what it says of itself is no news to its reader. It returns
// the innermost one of that cell when there is no other, and nil when there is none.
func caller(skip int, except string) *stack.Frame {
	var pcs [64]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(skip+2, pcs[:])])
	var first *stack.Frame
	for {
		f, more := frames.Next()
		if strings.HasPrefix(f.File, "cell[") {
			place := &stack.Frame{Cell: f.File, Line: f.Line, Function: stack.Name(f.Function), Times: 1}
			if f.File != except {
				return place
			}
			if first == nil {
				first = place
			}
		}
		if !more {
			return first
		}
	}
}

// checking returns the cell that calls a function of this package.
func checking() string {
	if f := caller(1, ""); f != nil {
		return f.Cell
	}
	return ""
}

// at puts a place behind a sentence, or nothing when there is none.
func at(f *stack.Frame) string {
	if f == nil {
		return ""
	}
	return ", at " + f.String()
}
