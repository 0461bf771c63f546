// Package build makes the programs of the kernel.
//
// Where cells can be compiled there are two: Kernel makes the program that Jupyter starts, and Host
// the worker in which compiled cells are opened, which is gophernotes with the worker of
// kernelext/worker as its main program. Where they cannot, Interpreter makes one program that is
// both, with gophernotes' interpreter and bindings of the standard library, kernelext and charts.
//
// gophernotes is a main package, so no program can import it. Its module is therefore
// copied from the module cache, our patches are applied, the worker's files take the place
// of its main.go, and the copy is built. gomacro, its interpreter, is copied too. Nothing of either
// module is committed, and the module cache is only read. The rejected way, go build
// -overlay, refuses to touch files of the module cache.
//
// To get a binary by hand:
//
//	go test ./kernelext/build -run TestInterpreter -args -keep /some/where/gophernotes
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

	"seminar/kernelext/internal/gotool"
	"seminar/kernelext/toolchain"
)

// Options say what is built. Output is needed.
type Options struct {
	Output string    // the binary, or of Host the folder, to write
	Dir    string    // a folder inside module seminar; empty means the current one
	Python string    // an interpreter with pip, see toolchain.Options
	Log    io.Writer // one line a step, for people; nil means silence
	Race   bool      // of Host: with the race detector
}

// labels has the runtime show the profiling labels of goroutines in its traces, as if
// GODEBUG=tracebacklabels=1 were set: by them a cell's goroutines are known. A reader's
// environment is none of ours to change.
const labels = "-X=runtime.godebugDefault=tracebacklabels=1"

// A builder makes one output.
type builder struct {
	Options
	in *inputs
}

func prepare(ctx context.Context, o Options) (*builder, error) {
	if o.Output == "" {
		panic("build: Options.Output is needed, the file or folder to write")
	}
	if o.Log == nil {
		o.Log = io.Discard
	}
	var err error
	if o.Output, err = filepath.Abs(o.Output); err != nil {
		return nil, fmt.Errorf("build: %w", err)
	}
	b := &builder{Options: o}
	b.in, err = findInputs(ctx, o)
	return b, err
}

// complete tells whether the kernel's binary is current and its reference lies beside it.
func (b *builder) complete() bool {
	_, err := os.Stat(b.Output + referenceSuffix)
	return err == nil && b.in.current(b.Output)
}

func (b *builder) say(line string) { fmt.Fprintln(b.Log, line) }

func (b *builder) tools(ctx context.Context) (*toolchain.Tools, error) {
	tools, err := toolchain.Install(ctx, toolchain.Options{Dir: b.Dir, Python: b.Python, Log: b.Log})
	if err != nil {
		return nil, fmt.Errorf("build: %w", err)
	}
	return tools, nil
}

// Tools makes sure of the compiler for cells, which Host and Kernel would build, so that it can be
// built beside something else. Without a C compiler it does nothing. Options.Output is not used;
// the errors are those of Host.
func Tools(ctx context.Context, o Options) error {
	if o.Log == nil {
		o.Log = io.Discard
	}
	b := &builder{Options: o}
	found, err := toolchain.Find(ctx, toolchain.Options{Dir: o.Dir})
	if found != nil || err != nil {
		return err
	}
	if err := toolchain.CanLink(ctx, toolchain.Options{Dir: o.Dir}); err != nil {
		return fmt.Errorf("build: %w", err)
	}
	_, err = b.tools(ctx)
	return full(err)
}

// Kernel builds the program that Jupyter starts, for workers of Host, at Output, and beside it
// Output+".reference", what completion and inspection know of packages (see package reference).
// After Host it takes five seconds. When what they are made of has not changed since the last time
// (a file Output+".inputs" remembers), it returns within a tenth of a second. Its errors are those
// of Host.
//
// The binary is replaced in one step, so a running kernel goes on with the old
// one and nobody sees half a file; several builds at once do not disturb each
// other. When ctx ends, the go command and its children are killed. An error is
// a sentence that says what to do.
func Kernel(ctx context.Context, o Options) error {
	b, err := prepare(ctx, o)
	if err != nil || b.complete() {
		return err
	}
	tools, err := b.tools(ctx)
	if err != nil {
		return err
	}
	return full(b.kernel(ctx, tools.Go()))
}

const (
	front = "seminar/kernelext/cmd/gophernotes" // the program that Jupyter starts
	pages = "seminar/kernelext/cmd/pages"       // what the command seminar runs by go run
)

func (b *builder) kernel(ctx context.Context, g gotool.Go) error {
	started := time.Now()
	dir, err := os.MkdirTemp("", "seminar-kernel-")
	if err != nil {
		return fmt.Errorf("build: no folder to build in: %w", err)
	}
	defer os.RemoveAll(dir)
	b.say("collecting the documentation of what cells can import")
	packages, err := exported(ctx, b.withC(ctx, g), []string{"-trimpath"})
	if err != nil {
		return err
	}
	documents, made := filepath.Join(dir, "reference"), filepath.Join(dir, "gophernotes")
	if err := document(packages, documents); err != nil {
		return err
	}
	b.say("compiling the kernel")
	withoutC := command{g, b.Dir, []string{"CGO_ENABLED=0"}}
	if _, err := withoutC.run(ctx, "build", "-trimpath", "-ldflags=-s -w", "-o", made, front); err != nil {
		return err
	}
	if _, err := withoutC.run(ctx, "list", "-deps", pages); err != nil { // downloads what it is made of
		return err
	}
	return b.installed(started, b.in.install(made, documents, b.Output))
}

// withC is the go command of g with the C compiler of this machine, if there is one.
func (b *builder) withC(ctx context.Context, g gotool.Go) command {
	return command{g, b.Dir, toolchain.CEnv(ctx, toolchain.Options{Dir: b.Dir})}
}

// Interpreter builds a program at Output that is the kernel and a worker that interprets cells,
// with the reference beside it, as Kernel does. It takes 10 seconds when Go's build cache is warm
// and a minute or two when it is not.
func Interpreter(ctx context.Context, o Options) error {
	b, err := prepare(ctx, o)
	if err != nil {
		return err
	}
	b.in.hash = "interpreter " + b.in.hash
	if b.complete() {
		return nil
	}
	return full(b.interpreter(ctx))
}

// interpreter tells the whole story once: copy, generate, compile, put into place.
func (b *builder) interpreter(ctx context.Context) error {
	started := time.Now()
	dir, err := os.MkdirTemp("", "seminar-kernel-")
	if err != nil {
		return fmt.Errorf("build: no folder to build in: %w", err)
	}
	defer os.RemoveAll(dir)

	b.say("copying gophernotes and gomacro")
	w, err := b.in.workspace(dir)
	if err != nil {
		return err
	}
	tree, err := toolchain.Standard(ctx, b.in.release, filepath.Join(dir, "goroot"))
	if ctx.Err() != nil {
		return fmt.Errorf("build: interrupted: %w", ctx.Err())
	} else if err != nil {
		b.say("a cell's standard files do not lead to the notebook with this Go release: " + err.Error())
	}
	b.say("compiling the standard library; the first time, modules are downloaded")
	g := b.withC(ctx, tree)
	packages, err := w.bind(ctx, g)
	if err != nil {
		return err
	}
	b.say("collecting the documentation of what cells can import")
	documents := filepath.Join(dir, "reference")
	if err := document(packages, documents); err != nil {
		return err
	}
	b.say("compiling gophernotes")
	made := filepath.Join(dir, "gophernotes-binary")
	// The bindings are tables that are made once: optimising them is not worth the time.
	tables := "-gcflags=" + gophernotes + "/bindings=-dwarf=false -N -l"
	args := append([]string{"build", "-ldflags=-s -w " + labels, "-tags", "gophernotes", tables, "-o", made}, w.flags()...)
	if _, err := g.run(ctx, append(args, gophernotes)...); err != nil {
		return err
	}
	return b.installed(started, b.in.install(made, documents, b.Output))
}

// installed tells that Output is in its place, unless err says that it is not.
func (b *builder) installed(started time.Time, err error) error {
	if err == nil {
		fmt.Fprintf(b.Log, "built %s in %.0f s\n", filepath.Base(b.Output), time.Since(started).Seconds())
	}
	return err
}
