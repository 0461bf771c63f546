//go:build gophernotes

package main

import (
	"fmt"
	"strings"

	"seminar/kernelext/kernel/pipe"
)

// What an error may say: so many bytes in a line, and so many lines.
const (
	longest   = 4 << 10
	mostLines = 1000
)

// brief is the error with its first words and the last lines, which say where. A panic can be of any length: one with 30 MB
// did not fit into an event, so nobody heard of the cell's end and it never came.
func brief(e *pipe.Error) *pipe.Error {
	if e == nil {
		return nil
	}
	short := *e
	short.Value, short.Traceback = briefly(e.Value), nil
	lines := e.Traceback
	if more := len(lines) - mostLines; more > 0 {
		head := append(lines[:mostLines/2:mostLines/2], fmt.Sprintf("… %s …", count(more, "line")))
		lines = append(head, lines[len(lines)-mostLines/2:]...)
	}
	for _, line := range lines {
		short.Traceback = append(short.Traceback, briefly(line))
	}
	return &short
}

func briefly(text string) string {
	if len(text) <= longest {
		return text
	}
	return strings.ToValidUTF8(text[:longest], "") + fmt.Sprintf("… (%d bytes more)", len(text)-longest)
}
