//go:build ignore

// Where a cell's standard files lead. The file is added to Go's own package os when
// the kernel is built, and what calls the functions here is edited into its files.
// The rejected way, pipes in the place of os.Stdin and os.Stdout, tells neither who
// writes nor that somebody waits to read.

package os

import "unsafe"

// notebook is set by the worker before the first cell, and not after that.
//
//go:linkname notebook
var notebook struct {
	before, after func(fd int)                // a write to descriptor 1 or 2
	read          func(b []byte) (int, error) // instead of one from descriptor 0
	exit          func(code int)              // before the process ends
	label         func() unsafe.Pointer       // set here
}

func init() { notebook.label = profileLabel }

// profileLabel is what runtime/pprof has put on the calling goroutine, and goroutines
// hand on to those that they start.
//
//go:linkname profileLabel runtime/pprof.runtime_getProfLabel
func profileLabel() unsafe.Pointer
