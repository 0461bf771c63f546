package cc

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// A candidate is a compiler of which is not known yet whether it works.
type candidate struct {
	words []string // its command
	ld    []string // its linker; empty: the one that it names
	name  string   // for people; empty: what it calls itself
	err   error    // why there is none, after all
}

// errAbsent is the error for a program that is not in PATH.
var errAbsent = errors.New("not in PATH")

// named is the compiler that the text of CC names. Of zig is known that it links by
// itself, and that it does not name a linker that could be called.
func named(cc string) candidate {
	words, err := Split(cc)
	if err == nil && len(words) == 0 {
		err = errors.New("CC is blank")
	}
	c := candidate{words: words, err: err}
	if len(words) == 2 && filepath.Base(words[0]) == "zig" && words[1] == "cc" {
		c.ld = lldOf(words[0])
	}
	return c
}

// find returns the compiler if it works, with the linker that it uses or else with
// lld, which is what a clang without gcc may have.
func (c candidate) find(ctx context.Context) (Compiler, error) {
	if c.err != nil {
		return Compiler{}, c.err
	}
	if _, err := exec.LookPath(c.words[0]); err != nil {
		return Compiler{}, fmt.Errorf("the C compiler %s is %w", c.words[0], errAbsent)
	}
	dir, err := os.MkdirTemp("", "seminar-cc-")
	if err != nil {
		return Compiler{}, err
	}
	defer os.RemoveAll(dir)
	found, err := c.try(ctx, dir)
	if err == nil || c.ld != nil {
		return found, err
	}
	if other, failed := c.tryLld(ctx, dir); failed == nil {
		return other, nil
	}
	return Compiler{}, err
}

// try is find with the linker that the compiler uses by itself.
func (c candidate) try(ctx context.Context, dir string) (Compiler, error) {
	ld, err := c.linker(ctx)
	if err != nil {
		return Compiler{}, err
	}
	return c.works(ctx, dir, Compiler{Ld: ld})
}

// tryLld is find with lld. -fuse-ld is not in CC: clang complains of it where it does
// not link, and runtime/cgo is compiled with -Werror. Go's linker gets it, by way of
// cgo, after the user's own flags.
func (c candidate) tryLld(ctx context.Context, dir string) (Compiler, error) {
	path, err := c.tool(ctx, "ld.lld")
	if err != nil {
		return Compiler{}, err
	}
	flags := strings.TrimSpace(os.Getenv("CGO_LDFLAGS") + " " + useLld)
	lld := Compiler{Ld: []string{path, oneThread}, Env: []string{"CGO_LDFLAGS=" + flags}}
	return c.works(ctx, dir, lld, useLld)
}

const (
	useLld = "-fuse-ld=lld"
	// oneThread spares lld 2 ms of 9 for the 100 kB of a cell: it starts no threads.
	oneThread = "--threads=1"
)

// run runs the compiler with more arguments.
func (c candidate) run(ctx context.Context, dir string, args ...string) ([]byte, error) {
	return run(ctx, command{words: slices.Concat(c.words, args), dir: dir})
}

// linker returns the command of the linker that the compiler uses: conda's, for one,
// is not called ld.
func (c candidate) linker(ctx context.Context) ([]string, error) {
	if c.ld != nil {
		path, err := exec.LookPath(c.ld[0])
		if err == nil {
			path, err = filepath.Abs(path)
		}
		return append([]string{path}, c.ld[1:]...), err
	}
	path, err := c.tool(ctx, "ld")
	if err != nil {
		return nil, errors.New("the linker ld was not found: install binutils")
	}
	return []string{path}, nil
}

// tool is where the compiler, or else PATH, has a program.
func (c candidate) tool(ctx context.Context, name string) (string, error) {
	if out, err := c.run(ctx, "", "-print-prog-name="+name); err == nil {
		if said := strings.TrimSpace(string(out)); said != "" {
			name = said
		}
	}
	path, err := exec.LookPath(name)
	if err != nil {
		return "", err
	}
	return filepath.Abs(path)
}

// program is what the compiler is tried with. As a shared object it is one that lacks
// a symbol, as cells do.
const program = "#include <stdlib.h>\nint main(void) { return getenv(\"CC\") == NULL; }\n"

// works tells whether the compiler compiles and links a program in the way that Go
// does, and whether the linker of found makes a plugin; then it completes found.
func (c candidate) works(ctx context.Context, dir string, found Compiler, flags ...string) (
	Compiler, error,
) {
	if err := os.WriteFile(filepath.Join(dir, "x.c"), []byte(program), 0o644); err != nil {
		return found, err
	}
	if _, err := c.run(ctx, dir, "-O2", "-fPIC", "-c", "x.c", "-o", "x.o"); err != nil {
		return found, c.uncompiled(ctx, err)
	}
	link := append(flags, "x.o", "-o", "x", "-rdynamic", "-Wl,-z,now", "-Wl,-z,nocopyreloc",
		"-ldl", "-lpthread", "-Wl,-s,--hash-style=gnu")
	if _, err := c.run(ctx, dir, link...); err != nil {
		return found, fmt.Errorf("the C compiler (%s) does not link: %w", Join(c.words), err)
	}
	var err error
	if found.Address, err = linksAt(ctx, dir, found.Ld); err != nil {
		return found, fmt.Errorf("the linker %s makes no shared object: %w", found.Ld[0], err)
	}
	found.CC, found.Name = Join(c.words), c.title(ctx)
	return found, nil
}

// uncompiled makes a sentence of why the compiler does not compile. Debian installs
// gcc without the headers where nothing is installed that is only recommended.
func (c candidate) uncompiled(ctx context.Context, err error) error {
	preprocess := []string{"-E", "-x", "c", os.DevNull}
	_, bare := c.run(ctx, "", preprocess...)
	_, headers := c.run(ctx, "", append(preprocess, "-include", "stdlib.h")...)
	if bare == nil && headers != nil {
		return fmt.Errorf("the C compiler (%s) works without the C library's headers: "+
			"install them, with `apt install libc6-dev` or conda's c-compiler", Join(c.words))
	}
	return fmt.Errorf("the C compiler (%s) does not work: %w", Join(c.words), err)
}

// linksAt makes a shared object of x.o with the flags of cells, and returns how the
// linker is told the address of one.
func linksAt(ctx context.Context, dir string, ld []string) (string, error) {
	args := slices.Concat(ld, []string{"-shared", "-s", "-z", "relro", "-z", "now", "-z",
		"nocopyreloc", "--hash-style=gnu", "--build-id=none", "-o", "x.so", "x.o"})
	for _, address := range []string{"-Ttext-segment=", "--image-base="} {
		at := append(args, address+"0x1000000000")
		if _, err := run(ctx, command{words: at, dir: dir}); err == nil {
			return address, nil
		}
	}
	_, err := run(ctx, command{words: args, dir: dir})
	return "", err
}

// title is what people call the compiler.
func (c candidate) title(ctx context.Context) string {
	out, err := c.run(ctx, "", "--version")
	version := firstLine(string(out))
	switch {
	case c.name != "":
		return c.name
	case err != nil || version == "":
		return Join(c.words)
	}
	return version
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}
