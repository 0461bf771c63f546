//go:build gophernotes

package main

import (
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"

	"seminar/kernelext/kernel/stack"
)

// goroutines returns those that have something to do with a cell, as the
// runtime's own trace of all stacks tells. It stops the world for as long as that
// takes, some tenths of a millisecond for a hundred of them.
func goroutines() []stack.Goroutine {
	return slices.DeleteFunc(stack.Goroutines(stacks()), func(g stack.Goroutine) bool { return slices.ContainsFunc(g.Calls, ours) })
}

// ours tells functions whose goroutines are no cell's doing: connections that
// net/http keeps for later, and the worker's own that waits for a compiled cell.
func ours(function string) bool {
	switch function {
	case "net/http.(*persistConn).readLoop", "net/http.(*persistConn).writeLoop", "main.(*execution).run":
		return true
	}
	return false
}

// others are goroutines that are left while the calling one, which has run cells,
// looks.
func others() []stack.Goroutine {
	return slices.DeleteFunc(goroutines(), func(g stack.Goroutine) bool { return slices.Contains(g.Calls, "main.(*worker).serve") })
}

// labelling guards the environment while a trace is made.
var labelling sync.Mutex

// stacks returns the trace of all goroutines with the labels by which a cell's are
// known. The runtime shows them on demand only (GODEBUG=tracebacklabels=1), and a
// reader's environment is none of ours to leave changed.
func stacks() string {
	labelling.Lock()
	defer labelling.Unlock()
	was, set := os.LookupEnv("GODEBUG")
	os.Setenv("GODEBUG", strings.TrimPrefix(was+",tracebacklabels=1", ","))
	defer func() {
		if set {
			os.Setenv("GODEBUG", was)
		} else {
			os.Unsetenv("GODEBUG")
		}
	}()
	for size := 1 << 16; ; size *= 2 {
		b := make([]byte, size)
		if n := runtime.Stack(b, true); n < size || size >= maxTrace {
			return string(b[:n])
		}
	}
}

// maxTrace is how many bytes of a trace are read: 100,000 goroutines have 50 MB.
const maxTrace = 16 << 20

// waits tells whether a goroutine waits for something, as opposed to running.
func waits(number string) bool {
	for _, part := range strings.Split(stacks(), "\n\n") {
		if rest, ok := strings.CutPrefix(part, "goroutine "+number+" ["); ok {
			return !strings.HasPrefix(rest, "runn")
		}
	}
	return false
}
