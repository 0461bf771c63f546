//go:build gophernotes && compiled

package main

import (
	"runtime"
	"strings"

	"seminar/kernelext/kernel/stack"
)

// goroutines returns those that have something to do with a cell, as the
// runtime's own trace of all stacks tells. It stops the world for as long as that
// takes, some tenths of a millisecond.
func goroutines() []stack.Goroutine { return stack.Goroutines(stacks()) }

func stacks() string {
	for size := 1 << 16; ; size *= 2 {
		b := make([]byte, size)
		if n := runtime.Stack(b, true); n < size || size > 64<<20 {
			return string(b[:n])
		}
	}
}

// waits tells whether a goroutine waits for something, as opposed to running.
func waits(number string) bool {
	for _, part := range strings.Split(stacks(), "\n\n") {
		if rest, ok := strings.CutPrefix(part, "goroutine "+number+" ["); ok {
			return !strings.HasPrefix(rest, "runn")
		}
	}
	return false
}
