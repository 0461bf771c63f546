// Package cc finds what cells need besides Go: a C compiler, with which the go
// command builds the worker, and a linker, which makes the plugin of each cell.
//
// Any of gcc, clang and cc does. Where there is none that works, zig does as well,
// of which PyPI has a wheel: its clang and lld, and the C library's headers, need
// nothing else on the machine. A compiler counts as one that works when it has
// compiled and linked a small program, and its linker a small shared object.
//
// It knows nothing of cells and does not run the go command.
package cc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A Compiler is a C compiler that links the worker for cells, with the linker that
// makes each cell's plugin.
type Compiler struct {
	Name string   // for people, with its version: gcc (Debian 12.2.0-14) 12.2.0
	CC   string   // for the go command, which splits it into words as Split does
	Ld   []string // the linker: a program, as an absolute path, and its first arguments
	// Address is how Ld is told where in memory a shared object is best, up to the
	// number: -Ttext-segment= or, of lld, --image-base=. Empty when it cannot be told.
	Address string
	Env     []string // for the go command, besides CC: CGO_LDFLAGS=-fuse-ld=lld
}

// Environ returns the variables with which the go command uses the compiler, whatever
// the user's environment says about it.
func (c Compiler) Environ() []string {
	return append([]string{"CGO_ENABLED=1", "CC=" + c.CC}, c.Env...)
}

// Options say where a compiler may come from. With the zero value, those in PATH are
// looked at and nothing else.
type Options struct {
	CC     string    // the one that the user asks for, if any; skipped when it does not work
	Cache  string    // the folder in which a fetched zig lives; FindOrFetch needs one
	Python string    // an interpreter that has pip; empty: zig cannot be fetched
	Log    io.Writer // one line a step, for people; nil means silence
}

// Find returns the first compiler that works: the one that the user asks for, gcc,
// clang, cc, and a zig that was fetched before. It takes less than 0.1 s with gcc
// and fetches nothing. Where a compiler is used that the user has not asked for, a
// line of Log says why. The error is one sentence that says what to install, or it
// wraps that of ctx.
func Find(ctx context.Context, o Options) (Compiler, error) {
	var refused []error
	for _, c := range o.candidates() {
		found, err := c.find(ctx)
		if ctx.Err() != nil {
			return Compiler{}, fmt.Errorf("interrupted: %w", ctx.Err())
		}
		if err == nil {
			if o.CC != "" && len(refused) > 0 { // the first was the user's
				fmt.Fprintf(logger(o.Log), "%s is used instead of CC: %v\n", found.Name, refused[0])
			}
			return found, nil
		}
		refused = append(refused, err)
	}
	return Compiler{}, o.lacking(refused)
}

// FindOrFetch is Find, and where that finds nothing it fetches zig into the cache,
// from PyPI, with pip. That takes half a minute or more and 300 MB; lines of Log say
// so first, and why. It may run several times at once. When ctx ends, pip is killed,
// and of an attempt that fails nothing stays. The error is as that of Find.
func FindOrFetch(ctx context.Context, o Options) (Compiler, error) {
	if o.Cache == "" {
		panic("cc: FindOrFetch needs Options.Cache")
	}
	found, err := Find(ctx, o)
	if err == nil || o.Python == "" || ctx.Err() != nil {
		return found, err
	}
	fmt.Fprintln(logger(o.Log), err)
	found, failure := fetch(ctx, o)
	switch {
	case failure == nil:
		return found, nil
	case ctx.Err() != nil:
		return Compiler{}, fmt.Errorf("interrupted: %w", ctx.Err())
	}
	return Compiler{}, fmt.Errorf("%w; zig would do as well, but it %w", err, failure)
}

// names are the compilers that are looked at besides those in Cache, in that order.
func (o Options) names() []string {
	var list []string
	for _, name := range []string{o.CC, "gcc", "clang", "cc"} {
		if name != "" && !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return list
}

// candidates are the compilers in the order in which they are tried.
func (o Options) candidates() []candidate {
	var list []candidate
	for _, name := range o.names() {
		list = append(list, named(name))
	}
	if o.Cache != "" && exists(o.zigFolder()) {
		list = append(list, zigIn(o.zigFolder()))
	}
	return list
}

// lacking makes one sentence of why none was taken. A compiler that lacks something
// is nearer to working than those that are not there.
func (o Options) lacking(refused []error) error {
	for _, err := range refused {
		if !errors.Is(err, errAbsent) {
			return err
		}
	}
	return fmt.Errorf("no C compiler was found (%s), which links the worker for cells: "+
		"install one, with `apt install gcc libc6-dev` or conda's c-compiler",
		strings.Join(o.names(), ", "))
}

// logger returns w, or what swallows lines when there is none.
func logger(w io.Writer) io.Writer {
	if w == nil {
		return io.Discard
	}
	return w
}
