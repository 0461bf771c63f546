//go:build gophernotes

package main

import (
	"errors"
	"io"
	"sync"

	"seminar/kernelext/kernel/pipe"
)

// An input is a cell's stdin: the reader, who is asked for a line when a cell wants
// to read and nothing is left of the last one.
type input struct {
	ask func() error // tells the kernel, behind the output so far

	one sync.Mutex // goroutine reads at a time

	mu      sync.Mutex
	asked   bool // the reader can be
	waiting chan pipe.Request
	rest    []byte // of the last line
	refused bool   // the cell wanted to read, and nobody could be asked
}

var (
	errNobody      = errors.New("nobody can be asked here: this notebook runs without its reader")
	errInterrupted = errors.New("interrupted")
)

// begin prepares for a cell whose reader can be asked or not.
func (in *input) begin(asked bool) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.asked, in.refused, in.rest = asked, false, nil
}

// end returns what the cell is to be told. A goroutine that still waits for a line
// has come to the end of the input.
func (in *input) end() []string {
	in.take(pipe.Request{Kind: pipe.Line, End: true})
	in.mu.Lock()
	defer in.mu.Unlock()
	if !in.refused {
		return nil
	}
	return []string{"The cell wanted to read from stdin, but " + errNobody.Error() + "."}
}

// read is what package os calls in the place of a read from descriptor 0. It blocks
// until the reader has typed something, the input has ended or the cell is
// interrupted.
func (in *input) read(b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	in.one.Lock()
	defer in.one.Unlock()
	for {
		if n := in.copy(b); n > 0 {
			return n, nil
		}
		if err := in.fill(); err != nil {
			return 0, err
		}
	}
}

func (in *input) copy(b []byte) int {
	in.mu.Lock()
	defer in.mu.Unlock()
	n := copy(b, in.rest)
	in.rest = in.rest[n:]
	return n
}

// fill asks for a line and waits for it.
func (in *input) fill() error {
	answer, err := in.wait()
	if err != nil {
		return err
	}
	if err := in.ask(); err != nil {
		return err
	}
	switch line := <-answer; {
	case line.Kind == pipe.Interrupt:
		endReading()
		return errInterrupted
	case line.End:
		return io.EOF
	default:
		in.keep(line.Code + "\n")
		return nil
	}
}

func (in *input) keep(line string) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.rest = []byte(line)
}

// endReading ends the cell whose goroutine calls it, where that can be done.
var endReading = func() {}

func (in *input) wait() (<-chan pipe.Request, error) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if !in.asked {
		in.refused = true
		return nil, errNobody
	}
	in.waiting = make(chan pipe.Request, 1)
	return in.waiting, nil
}

// take hands a line, or an interrupt, to the goroutine that waits, if one does.
func (in *input) take(r pipe.Request) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.waiting != nil {
		in.waiting <- r
		in.waiting = nil
	}
}
