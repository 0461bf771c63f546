//go:build gophernotes

package main

import (
	"os"
	"os/signal"
	"syscall"
)

// surviveInterrupts lets the worker live on when an interrupt is sent to its process
// group. It must not be ignored: the processes that a cell starts would ignore it,
// too.
func surviveInterrupts() { signal.Notify(make(chan os.Signal, 1), os.Interrupt) }

// interruptChildren sends an interrupt to the processes that cells have started, as a
// terminal does, and to whoever of a cell's code wants to be told of one. A worker
// that does not lead its group leaves the others alone.
func interruptChildren() {
	if syscall.Getpgrp() == os.Getpid() {
		syscall.Kill(0, syscall.SIGINT)
	}
}
