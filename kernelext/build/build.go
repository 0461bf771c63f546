// Package build makes the one binary that is both halves of the kernel:
// gophernotes, with the worker of kernelext/worker as its main program and
// fresh bindings of the standard library, kernelext and charts. Host makes, of the
// same sources, the worker in which compiled cells are opened.
//
// gophernotes is a main package, so no program can import it. Kernel therefore
// copies the module from the module cache, puts the worker's files in the place
// of its main.go and builds the copy. gomacro, its interpreter, is copied too:
// its bindings of the standard library are those of an older Go, and its cache
// of called functions is a data race (see edits). Nothing of either module is
// committed, and the module cache is only read. The rejected way, go build
// -overlay, refuses to touch files of the module cache.
//
// To get a binary by hand:
//
//	go test ./kernelext/build -run TestKernel -args -keep /some/where/gophernotes
//
// The package starts no kernel and writes no kernelspec; it needs the go command
// and, the first time, the network for module downloads.
package build

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// Options say what Kernel and Host build. Output is needed.
type Options struct {
	Output string    // the binary, or of Host the folder, to write
	Dir    string    // a folder inside module seminar; empty means the current one
	Log    io.Writer // one line a step, for people; nil means silence
	Race   bool      // of Host: with the race detector
}

// labels has the runtime show the profiling labels of goroutines in its traces, as if
// GODEBUG=tracebacklabels=1 were set: by them a cell's goroutines are known. A reader's
// environment is none of ours to change.
const labels = "-X=runtime.godebugDefault=tracebacklabels=1"

// A builder makes one output.
type builder struct {
	tool   goTool
	in     *inputs
	output string
}

func prepare(ctx context.Context, o Options) (*builder, error) {
	if o.Output == "" {
		panic("build: Kernel and Host need Options.Output, the file or folder to write")
	}
	if o.Log == nil {
		o.Log = io.Discard
	}
	output, err := filepath.Abs(o.Output)
	if err != nil {
		return nil, fmt.Errorf("build: %w", err)
	}
	b := &builder{tool: goTool{dir: o.Dir, log: o.Log}, output: output}
	b.in, err = findInputs(ctx, b.tool)
	return b, err
}

// Kernel builds the kernel's binary at Output, and beside it Output+".reference", what
// completion and inspection know of packages (see package reference). When what they
// are made of has not changed since the last time (a file Output+".inputs" remembers),
// it returns within a tenth of a second. Otherwise it takes 10 seconds when Go's build
// cache is warm and a minute or two when it is not.
//
// The binary is replaced in one step, so a running kernel goes on with the old
// one and nobody sees half a file; several builds at once do not disturb each
// other. When ctx ends, the go command and its children are killed. An error is
// a sentence that says what to do.
func Kernel(ctx context.Context, o Options) error {
	b, err := prepare(ctx, o)
	if err != nil {
		return err
	}
	if _, err := os.Stat(b.output + referenceSuffix); err == nil && b.in.current(b.output) {
		return nil
	}
	return full(b.kernel(ctx))
}

// kernel tells the whole story once: copy, generate, compile, put into place.
func (b *builder) kernel(ctx context.Context) error {
	started := time.Now()
	dir, err := os.MkdirTemp("", "seminar-kernel-")
	if err != nil {
		return fmt.Errorf("build: no folder to build in: %w", err)
	}
	defer os.RemoveAll(dir)

	fmt.Fprintln(b.tool.log, "copying gophernotes and gomacro")
	w, err := b.in.workspace(dir, b.tool.log)
	if err != nil {
		return err
	}
	fmt.Fprintln(b.tool.log, "compiling the standard library; the first time, modules are downloaded")
	packages, err := w.bind(ctx, b.tool)
	if err != nil {
		return err
	}
	fmt.Fprintln(b.tool.log, "collecting the documentation of what cells can import")
	documents := filepath.Join(dir, "reference")
	if err := document(packages, documents); err != nil {
		return err
	}
	fmt.Fprintln(b.tool.log, "compiling gophernotes")
	made := filepath.Join(dir, "gophernotes-binary")
	args := append([]string{"build", "-ldflags=-s -w " + labels, "-tags", "gophernotes", "-o", made}, w.flags()...)
	if _, err := b.tool.run(ctx, append(args, gophernotes)...); err != nil {
		return err
	}
	if err := b.in.install(made, documents, b.output); err != nil {
		return err
	}
	fmt.Fprintf(b.tool.log, "built %s in %.0f s\n", filepath.Base(b.output), time.Since(started).Seconds())
	return nil
}
