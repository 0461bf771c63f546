// Package toolchain compiles one cell of a notebook and links it as a plugin
// that the running worker opens: the compiler, the linker, the export data of
// all that a cell may import, and their place in the user's cache.
//
// The compiler and the linker are Go's own, built from the release's source with
// some patches (internal/toolchain/patches) and files added (compiler, linker, thin):
// packages whose path starts with nb/c share their unexported names, and a plugin
// leaves out everything that the program which opens it already holds. They are the
// tools of a Go tree of our own (internal/toolchain/goroot), with which the worker
// and a reader's modules are built, too. Nothing of Go's source is kept here.
// Rejected: the stock linker, which takes 140 to 430 ms and leaves 2.5 MB in the
// worker for each cell; a fork of Go, which every release would make old.
//
// It knows nothing of cells' text, opens no plugin and runs no cell: see
// kernelext/cell, which writes the source, and kernelext/worker.
package toolchain

import (
	"errors"
	"io"
	"path/filepath"
	"strings"

	"seminar/kernelext/internal/gotool"
)

// Options say where Install puts the tools and whom it tells about progress.
// The zero value is ready to use.
type Options struct {
	Cache  string    // a folder; empty means seminar in the user's cache folder
	Dir    string    // the folder whose go.mod says which Go is used; empty means the current one
	Python string    // an interpreter with pip, which fetches zig where there is no C compiler; empty means that nothing is fetched
	Log    io.Writer // one line a step, for people; nil means silence
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

// Tools are a patched compiler and linker of one Go release, in a tree of it.
type Tools struct {
	dir     string
	release gotool.Go // that the tree was made from
	options Options
	instead string
}

// Go is the release in the tree of the tools.
func (t *Tools) Go() gotool.Go { return t.release.At(filepath.Join(t.dir, "goroot")) }

// Release is the Go release of the tools: go1.26.8.
func (t *Tools) Release() string { return t.release.Version }

// Instead says in a sentence why the release of the tools is not the one that the user has, or is
// "" when it is.
func (t *Tools) Instead() string { return t.instead }

// Dir is the folder of the tools, inside Folder.
func (t *Tools) Dir() string { return t.dir }

func (t *Tools) linker() string { return filepath.Join(t.Go().Tools(), "link") }
