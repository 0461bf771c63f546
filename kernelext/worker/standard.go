//go:build gophernotes

package main

import "unsafe"

// standard is what Go's package os calls for a cell's standard files and its end;
// see kernelext/toolchain/standard/os. Where that package could not be changed, nobody calls it.
//
//go:linkname standard os.notebook
var standard struct {
	before, after func(fd int)
	read          func(b []byte) (int, error)
	exit          func(code int)
	label         func() unsafe.Pointer // what runtime/pprof has put on the calling goroutine; nil where nobody calls
}

// choices is how a select chooses among the cases that are ready; see
// kernelext/toolchain/standard/runtime. Where that package could not be changed, nobody reads it.
//
//go:linkname choices runtime.notebookChoices
var choices uint64
