//go:build gophernotes

package main

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/cosmos72/gomacro/fast"

	"seminar/kernelext/kernel/pipe"
	"seminar/kernelext/kernel/stack"
)

// limitMemory takes the limit that the kernel has worked out (pipe.MemoryVariable) and
// holds this process to it: Go's runtime says that it is out of memory, with the line,
// before the machine swaps or the system kills a process of its choice. Where the
// system sets no such limit, or the race detector needs its reservations, it is
// looked ten times a second what is used.
func limitMemory() {
	limit, err := strconv.ParseUint(os.Getenv(pipe.MemoryVariable), 10, 63)
	os.Unsetenv(pipe.MemoryVariable)
	offerToOOMKiller()
	freeStack()
	limitStack(limit)
	if err != nil || limit == 0 {
		return
	}
	if debug.SetMemoryLimit(-1) == math.MaxInt64 { // the reader has not set GOMEMLIMIT
		debug.SetMemoryLimit(int64(limit / 10 * 9)) // nearer to the limit, garbage is collected sooner
	}
	if raceMode || !limitData(limit) {
		go watchMemory(limit)
	}
}

// maxStack is how many bytes of stack a goroutine may need: a quarter of Go's
// own limit. Endless recursion then ends in half a second and before a small machine
// swaps; 700,000 nested calls of a cell's functions fit.
const maxStack = 256 << 20

// limitStack limits a goroutine's stack. One that grows is there twice for a moment.
func limitStack(memory uint64) {
	most := maxStack
	for memory > 0 && uint64(most) > memory/4 && most > 1<<20 {
		most /= 2
	}
	debug.SetMaxStack(most)
	fast.MaxStack = uintptr(most) / 4 * 3
}

// watchMemory ends the process as Go's runtime would when it uses more than limit
// bytes. In between, it can use some more.
func watchMemory(limit uint64) {
	for range time.Tick(100 * time.Millisecond) {
		if usedMemory() > limit {
			die("fatal error: runtime: out of memory\n\n" + running(stacks()))
		}
	}
}

// running returns the goroutines of a trace that run, or all when none does: one of
// them takes the memory.
func running(trace string) string {
	var some []string
	for part := range strings.SplitSeq(trace, "\n\n") {
		if strings.Contains(part, "main.watchMemory") {
			continue
		}
		if all := stack.Goroutines(part); len(all) > 0 && runs(all[0]) {
			some = append(some, part)
		}
	}
	if some == nil {
		return trace
	}
	return strings.Join(some, "\n\n")
}

// goMemory is what Go's runtime has of the system.
func goMemory() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.Sys - m.HeapReleased
}
