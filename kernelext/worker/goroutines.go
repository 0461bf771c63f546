//go:build gophernotes

package main

import (
	"runtime"
	"slices"
	"strings"

	"seminar/kernelext/kernel/stack"
)

// goroutines returns those that have something to do with a cell, as the
// runtime's own trace of all stacks tells. It stops the world for as long as that
// takes, some tenths of a millisecond for a hundred of them.
func goroutines() []stack.Goroutine {
	all := slices.DeleteFunc(stack.Goroutines(stacks()), func(g stack.Goroutine) bool { return slices.ContainsFunc(g.Calls, ours) || runtimes(g) })
	for i, g := range all {
		if len(g.Frames) == 0 && g.Created == nil && !runs(g) {
			all[i].Frames = locate(g.Number)
		}
	}
	return all
}

// locate returns the frames of a goroutine that waits and whose place in a cell is in
// no trace: the cell is interpreted, or what it calls is called for it.
var locate = func(number string) []stack.Frame { return nil }

// ours tells functions whose goroutines are no cell's doing: connections that
// net/http keeps for later, and the worker's own that waits for a compiled cell.
func ours(function string) bool {
	switch function {
	case "net/http.(*persistConn).readLoop", "net/http.(*persistConn).writeLoop", "main.(*execution).run":
		return true
	}
	return false
}

// runtimes tells goroutines of the runtime, such as the ones that it starts to clean up
// what a cell has let go of: they have the cell's label, and no function but its own. So is the
// goroutine of a cell that has ended and not yet gone.
func runtimes(g stack.Goroutine) bool {
	return len(g.Calls) > 0 && len(g.Frames) == 0 && g.Created == nil &&
		!slices.ContainsFunc(g.Calls, func(f string) bool {
			return !strings.HasPrefix(f, "runtime.") && !strings.HasPrefix(f, "main.(*execution).run.")
		})
}

// others are goroutines that are left while the calling one, which has run cells,
// looks.
func others() []stack.Goroutine {
	return slices.DeleteFunc(goroutines(), func(g stack.Goroutine) bool { return slices.Contains(g.Calls, "main.(*worker).serve") })
}

// stacks returns the trace of all goroutines with the labels by which a cell's are
// known: the binary is built with tracebacklabels=1.
func stacks() string {
	for size := 1<<16 + runtime.NumGoroutine()<<10; ; size *= 2 {
		b := make([]byte, size)
		if n := runtime.Stack(b, true); n < size || size >= maxTrace {
			return string(b[:n])
		}
	}
}

// maxTrace is how many bytes of a trace are read.
const maxTrace = 4 << 20

// waits tells whether a goroutine waits for something, as opposed to running.
func waits(number string) bool {
	if crowd() {
		return nothingRuns()
	}
	for _, part := range strings.Split(stacks(), "\n\n") {
		if rest, ok := strings.CutPrefix(part, "goroutine "+number+" ["); ok {
			return !strings.HasPrefix(rest, "runn")
		}
	}
	return false
}
