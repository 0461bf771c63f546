//go:build gophernotes && compiled

package main

import (
	"runtime"
	"strconv"
	"strings"
)

// A goroutine is one that has something to do with a cell.
type goroutine struct {
	number string
	state  string // what it waits for, in the runtime's words: chan receive
	frames []frame
}

// goroutines returns those that are in a cell's code, or were started by it, as
// the runtime's own trace of all stacks tells. It stops the world for as long as
// that takes, some tenths of a millisecond.
func goroutines() []goroutine { return parseStacks(stacks()) }

// parseStacks reads the runtime's trace of several goroutines.
func parseStacks(text string) []goroutine {
	var all []goroutine
	for _, part := range strings.Split(text, "\n\n") {
		head, rest, _ := strings.Cut(part, "\n")
		number, state, ok := strings.Cut(strings.TrimPrefix(head, "goroutine "), " [")
		if !ok {
			continue
		}
		g := goroutine{number: number, state: strings.Split(strings.TrimSuffix(state, "]:"), ",")[0]}
		var function string
		for line := range strings.Lines(rest) {
			line = strings.TrimSuffix(line, "\n")
			if at, ok := strings.CutPrefix(line, "\tcell["); ok {
				g.frames = append(g.frames, frameOf("cell["+at, function))
			}
			function = line
		}
		if len(g.frames) > 0 {
			all = append(all, g)
		}
	}
	return all
}

// frameOf reads the two lines of a frame.
func frameOf(at, function string) frame {
	at, _, _ = strings.Cut(at, " ")
	file, number, _ := strings.Cut(at, ":")
	line, _ := strconv.Atoi(number)
	function, _, _ = strings.Cut(strings.TrimPrefix(function, "created by "), " in goroutine ")
	if i := strings.LastIndexByte(function, '('); i > 0 && strings.HasSuffix(function, ")") {
		function = function[:i]
	}
	return frame{file, line, readersName(function)}
}

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
