//go:build gophernotes

package main

import (
	"errors"
	"os"
	"strconv"
	"sync"
	"syscall"

	"seminar/kernelext/kernel/pipe"
)

// marks writes marks into the worker's own output, on copies of descriptors 1
// and 2: a cell may close os.Stdout or put another file in its place.
type marks struct {
	mu     sync.Mutex
	secret string
	last   uint64
	files  [2]*os.File
}

func newMarks(secret string) *marks {
	m := &marks{secret: secret}
	for i := range m.files {
		fd, err := syscall.Dup(i + 1)
		if err != nil {
			fail("gophernotes worker: cannot copy its output: " + err.Error())
		}
		syscall.CloseOnExec(fd)
		m.files[i] = os.NewFile(uintptr(fd), "output")
	}
	return m
}

// before marks both outputs and then calls send with the mark's number, so that
// what send sends comes after all that was written until now. Marks and events
// are in the same order: the lock is held for both.
func (m *marks) before(send func(mark string) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.last++
	for _, f := range m.files {
		f.WriteString(pipe.Mark(m.secret, m.last)) // a kernel that is gone shows when the event is sent
	}
	return send(strconv.FormatUint(m.last, 10))
}

// keepFromChildren keeps the pipes to the kernel from the processes that a cell
// starts: the kernel learns of the worker's death by their end.
func keepFromChildren(files ...*os.File) {
	for _, f := range files {
		syscall.CloseOnExec(int(f.Fd()))
	}
}

func isBrokenPipe(err error) bool { return errors.Is(err, syscall.EPIPE) }
