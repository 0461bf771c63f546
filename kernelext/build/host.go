package build

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"seminar/kernelext/toolchain"
)

// live is the package that compiled cells call.
const live = "seminar/kernelext/cell/live"

// Host builds, beside the kernel's binary, the folder Output: the worker in which
// compiled cells are opened, and the kit with which they are compiled (see
// toolchain.Open). Options.Race makes one with the race detector. It needs no output of Kernel.
//
// Like Kernel it does nothing, within a tenth of a second, when nothing has
// changed, and it puts the folder into place in one step. A kernel that runs goes
// on with what it has opened: the folder that was there before becomes
// Output+".old" and stays until the next time. It takes a minute and a half on
// two cores, of which 40 seconds are for the compiler that all checkouts share, and ten seconds
// after a change.
//
// An error that wraps toolchain.ErrUnsupported says in one sentence why cells
// cannot be compiled on this machine; gophernotes' interpreter runs them then.
func Host(ctx context.Context, o Options) error {
	b, err := prepare(ctx, o)
	if err != nil {
		return err
	}
	if b.usable() {
		return nil
	}
	tools, err := b.tools(ctx)
	if err != nil {
		return err
	}
	if b.usable() {
		return nil // only the compiler was gone from the cache
	}
	return full(b.host(ctx, tools))
}

// usable tells whether the folder was made from these inputs, and the compiler
// that it needs is there.
func (b *builder) usable() bool {
	if !b.in.current(filepath.Join(b.Output, hostProgram)) {
		return false
	}
	kit, err := toolchain.Open(b.Output)
	return err == nil && kit.Close() == nil
}

// Matches tells whether the folder host, of Host, was made from the same sources
// as the binary kernel, of Kernel. After a change, the one with the race detector
// is older until somebody asks for it again.
func Matches(kernel, host string) bool {
	a, err1 := readStamp(kernel)
	b, err2 := readStamp(filepath.Join(host, hostProgram))
	return err1 == nil && err2 == nil && a.Inputs == b.Inputs
}

// unoptimised compiles the interpreter without optimisation. This worker needs it for special
// commands only, and optimised it takes a fifth of the time for the whole worker.
const unoptimised = "-gcflags=" + gomacro + "/...=-dwarf=false -N -l"

// hostProgram is the program's name inside the folder.
const hostProgram = "worker"

// host tells the whole story once: copy, generate, compile, put into place.
func (b *builder) host(ctx context.Context, tools *toolchain.Tools) error {
	started := time.Now()
	dir, err := os.MkdirTemp("", "seminar-host-")
	if err != nil {
		return fmt.Errorf("build: no folder to build in: %w", err)
	}
	defer os.RemoveAll(dir)
	if err := os.MkdirAll(filepath.Dir(b.Output), 0o755); err != nil {
		return fmt.Errorf("build: %w", err)
	}
	made, err := os.MkdirTemp(filepath.Dir(b.Output), "."+filepath.Base(b.Output)+"-")
	if err != nil {
		return fmt.Errorf("build: %w", err)
	}
	defer os.RemoveAll(made) // after the rename there is nothing to remove

	b.say("compiling the standard library; the first time, modules are downloaded")
	w, err := b.in.workspace(dir)
	if err != nil {
		return err
	}
	if err := w.members(ctx, b.withC(ctx, tools.Go())); err != nil {
		return err
	}
	what := "compiling the worker for compiled cells"
	if b.Race {
		what += " with the race detector; the first time this takes two minutes"
	}
	b.say(what)
	err = tools.Host(ctx, made, toolchain.Host{
		Dir:        b.Dir,
		Flags:      []string{"-modfile", w.modfile, "-tags", "gophernotes,compiled", unoptimised},
		Package:    gophernotes,
		Importable: func(path string) bool { return importable(path) || path == live },
		Race:       b.Race,
		LinkFlags:  labels,
	})
	if err != nil {
		return plain(ctx, "build", err)
	}
	return b.installed(started, b.in.installDir(made, b.Output))
}

// installDir puts the folder that was made, with the stamp of its program, into
// the place of output. Where another build does the same at the same moment, the
// last one stays.
func (in *inputs) installDir(made, output string) error {
	if err := in.stamp(filepath.Join(made, hostProgram)); err != nil {
		return err
	}
	if err := os.Chmod(made, 0o755); err != nil {
		return fmt.Errorf("build: %w", err)
	}
	old := output + ".old"
	var err error
	for range 3 {
		if err = os.RemoveAll(old); err != nil {
			break
		}
		if err = os.Rename(output, old); err != nil && !errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err = os.Rename(made, output); err == nil {
			return nil
		}
	}
	return fmt.Errorf("build: cannot write %s: %w", output, err)
}
