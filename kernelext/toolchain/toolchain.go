// Package toolchain compiles one cell of a notebook and links it as a plugin
// that the running worker opens: the compiler, the linker, the export data of
// all that a cell may import, and their place in the user's cache.
//
// The compiler and the linker are Go's own, built from the source in GOROOT with
// a few edits (edits.go) and files added (compiler, linker, thin): packages whose
// path starts with nb/c share their unexported names, and a plugin leaves out
// everything that the program which opens it already holds. Nothing of Go's
// source is kept here. Rejected: the stock linker, which takes 140 to 430 ms and
// leaves 2.5 MB in the worker for each cell; a fork of Go, which every release
// would make old.
//
// It knows nothing of cells' text, opens no plugin and runs no cell: see
// kernelext/cell, which writes the source, and kernelext/worker.
package toolchain

import (
	"errors"
	"io"
	"path/filepath"
	"strings"
)

// Options say where Install puts the tools and whom it tells about progress.
// The zero value is ready to use.
type Options struct {
	Cache string    // a folder; empty means seminar in the user's cache folder
	Log   io.Writer // one line a step, for people; nil means silence
}

// ErrUnsupported is what the errors of Install wrap when cells cannot be compiled
// on this machine at all. The error is one sentence that says what is missing and
// that gophernotes' interpreter serves.
var ErrUnsupported = errors.New("gophernotes' interpreter runs the cells instead")

// cannot begins the sentence.
const cannot = "cells cannot be compiled here: "

// Why returns what is missing, from an error that wraps ErrUnsupported: the middle
// of its sentence, which also says what to do.
func Why(err error) string {
	text := err.Error()
	if _, reason, ok := strings.Cut(text, cannot); ok {
		text = reason
	}
	return strings.TrimSuffix(text, "; "+ErrUnsupported.Error())
}

// Tools are an edited compiler and linker of one Go release.
type Tools struct {
	dir     string
	release goCommand
}

func (t *Tools) linker() string { return filepath.Join(t.dir, "link") }
