package toolchain

import (
	"context"
	"errors"
	"fmt"
	"go/version"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"seminar/kernelext/internal/gotool"
	"seminar/kernelext/internal/toolchain/cc"
	"seminar/kernelext/internal/toolchain/goroot"
	"seminar/kernelext/internal/toolchain/patches"
)

// Install returns the tools for the Go release that is used in the folder Options.Dir. The first
// time for a release it builds them, which takes about 40 seconds on two cores; afterwards it
// compares them with what was built, in a third of a second, and builds them anew when a file was
// changed.
//
// A release that the patches do not fit, or whose tools do not pass the trial, is replaced by the
// newest one that is known to work, which the go command downloads; Tools.Instead says so.
//
// All checkouts share the tools of a release. Installations at the same time
// wait for the one that builds. When ctx ends, the go command and its children
// are killed and nothing is left behind. An error that wraps ErrUnsupported says
// that cells cannot be compiled here, and why. Tools that were built and do not
// work are not built again until Remove: Install then says at once what it said.
func Install(ctx context.Context, o Options) (*Tools, error) {
	return choose(ctx, o, true, func(t *Tools) error { return t.install(ctx, o) })
}

// Find returns the tools that Install would return, or nil where it would have to
// build or download: it does neither, and takes 50 ms. Its errors are those of Install.
func Find(ctx context.Context, o Options) (*Tools, error) {
	t, err := choose(ctx, o, false, func(t *Tools) error {
		if t.ready() {
			return nil
		}
		if err := t.unfit(); err != nil {
			return err
		}
		return errMissing
	})
	if errors.Is(err, errMissing) {
		return nil, nil
	}
	return t, err
}

// errMissing is the answer of Find for tools that are still to be built.
var errMissing = errors.New("not built yet")

// known are the releases that every test passes with, newest first.
var known = []string{"go1.27.3", "go1.26.8"}

// Other returns the newest known release that has another version of the language than g.
func Other(g gotool.Go) string {
	for _, release := range known {
		if version.Lang(release) != version.Lang(g.Version) {
			return release
		}
	}
	panic("toolchain: one release is known")
}

// errUnfit marks errors that speak of the release and not of the machine: another release may do.
// It adds no words.
var errUnfit = unfitError{}

type unfitError struct{}

func (unfitError) Error() string { return "" }

// choose calls try for the tools of the release that the user has and, where that is unfit, for
// those of the newest known one, which is downloaded only where that is allowed.
func choose(ctx context.Context, o Options, download bool, try func(*Tools) error) (*Tools, error) {
	g, err := gotool.Find(ctx, o.Dir)
	if err != nil {
		return nil, unsupported(ctx, err)
	}
	t, err := located(g, o)
	if err == nil {
		err = try(t)
	}
	if err == nil || !errors.Is(err, errUnfit) {
		return t, unsupported(ctx, err)
	}
	why := err
	other, err := knownOne(ctx, g, o, download, why)
	if err != nil {
		return nil, unsupported(ctx, err)
	}
	if t, err = located(other, o); err == nil {
		t.instead = fmt.Sprintf("cells are compiled by Go %s and not by the Go %s that is installed: %v", number(t.Release()), number(g.Version), why)
		err = try(t)
	}
	return t, unsupported(ctx, err)
}

// knownOne returns the newest known release that is another one than g.
func knownOne(ctx context.Context, g gotool.Go, o Options, download bool, why error) (other gotool.Go, err error) {
	for _, release := range known {
		other, err = gotool.Here(ctx, o.Dir, release)
		if err != nil && download {
			fmt.Fprintf(logger(o.Log), "%v: downloading Go %s, 75 MB, for cells instead\n", why, number(release))
			other, err = gotool.Fetch(ctx, o.Dir, release)
		}
		if err == nil && other.Root == g.Root { // it calls itself so, too
			continue
		}
		if err != nil {
			err = fmt.Errorf("%w; and Go %s, which is known to work, cannot be downloaded (%s)", why, number(release), oneLine(err.Error()))
		}
		return other, err
	}
	return g, why
}

// number is a release as people write it: 1.26.8.
func number(release string) string { return strings.TrimPrefix(release, "go") }

// located says where the tools of a Go release are, or what this machine lacks.
func located(g gotool.Go, o Options) (*Tools, error) {
	if err := supported(g); err != nil {
		return nil, err
	}
	cache, err := Folder(o)
	if err != nil {
		return nil, err
	}
	name := fmt.Sprintf("%s-%s-%s-%.12s", strings.ReplaceAll(g.Version, " ", "-"), g.OS, g.Arch, fingerprint(g.Version))
	return &Tools{dir: filepath.Join(cache, name), release: g, options: o}, nil
}

// supported tells in a sentence what this machine lacks, if anything.
func supported(g gotool.Go) error {
	if g.OS != "linux" || g.Arch != "amd64" && g.Arch != "arm64" {
		return fmt.Errorf("cells are compiled on Linux (amd64, arm64) only, and this is %s on %s: on Windows, use WSL", g.OS, g.Arch)
	}
	if _, err := os.Stat(filepath.Join(g.Root, "src", "cmd", "link", "main.go")); err != nil {
		return fmt.Errorf("the source of Go's compiler is not in %s: install Go from https://go.dev/dl, because a distribution's package may leave it out%w", g.Root, errUnfit)
	}
	return nil
}

// compiler finds the C compiler, or fetches zig in the place of one.
func (o Options) compiler(ctx context.Context, g gotool.Go) (cc.Compiler, error) {
	cache, err := Folder(o)
	if err != nil {
		return cc.Compiler{}, err
	}
	return cc.FindOrFetch(ctx, cc.Options{CC: g.CC, Cache: cache, Python: o.Python, Log: o.Log})
}

// CEnv returns the variables with which the go command uses the C compiler of this machine, or does
// without one where there is none: then package net is Go only.
func CEnv(ctx context.Context, o Options) []string {
	g, err := gotool.Find(ctx, o.Dir)
	if err == nil {
		o.Python = ""
		if c, err := o.compiler(ctx, g); err == nil {
			return c.Environ()
		}
	}
	return []string{"CGO_ENABLED=0"}
}

// CanLink tells whether there is a C compiler already, so that Install and Host fetch none. The
// error is the sentence that says what to install.
func CanLink(ctx context.Context, o Options) error {
	g, err := gotool.Find(ctx, o.Dir)
	if err == nil {
		o.Python = ""
		_, err = o.compiler(ctx, g)
	}
	return err
}

// unsupported makes one sentence of what went wrong. An end by ctx and a full
// disk are no properties of the machine.
func unsupported(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("toolchain: interrupted: %w", ctx.Err())
	case errors.Is(err, errMissing):
		return err
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Errorf("toolchain: the disk is full: free some space and run it again (%w)", err)
	case errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS):
		return fmt.Errorf("toolchain: "+cannot+"the cache folder cannot be written: make it writable, or set XDG_CACHE_HOME to one that is (%w); %w", err, ErrUnsupported)
	}
	return fmt.Errorf("toolchain: "+cannot+"%w; %w", err, ErrUnsupported)
}

// ready tells whether the tools are there: their folder gets its name last.
func (t *Tools) ready() bool { return exists(t.linker()) }

// install makes the tools where they are missing or changed.
func (t *Tools) install(ctx context.Context, o Options) error {
	if err := t.unfit(); err != nil {
		return err
	}
	unlock, err := lock(ctx, t.dir+".lock", o.Log)
	if err != nil {
		return err
	}
	defer unlock()
	if err := t.unfit(); err != nil {
		return err
	}
	if !t.ready() {
		return t.build(ctx, o)
	}
	if err := goroot.Verify(ctx, t.Go().Root); err != nil {
		if ctx.Err() != nil {
			return err
		}
		fmt.Fprintf(logger(o.Log), "building the compiler for cells again: %s\n", strings.TrimPrefix(err.Error(), "goroot: "))
		if err := os.RemoveAll(t.dir); err != nil {
			return err
		}
		return t.build(ctx, o)
	}
	used(t.dir)
	return nil
}

// build tells the whole story once: copy and patch, compile, test, put into place.
func (t *Tools) build(ctx context.Context, o Options) error {
	log, started := logger(o.Log), time.Now()
	cache := filepath.Dir(t.dir)
	clearAway(t.dir)
	forget(cache)
	changed, err := source(t.release)
	if err != nil {
		return t.remember(ctx, fmt.Errorf("Go %s is not known: %w", number(t.Release()), err))
	}
	dir, err := os.MkdirTemp(cache, filepath.Base(t.dir)+".new-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) // after the rename there is nothing to remove
	made := &Tools{dir: dir, release: t.release, options: t.options}
	if _, err := o.compiler(ctx, t.release); err != nil { // before a minute of work
		return err
	}

	fmt.Fprintf(log, "building the compiler for cells from Go %s: the first time this takes a minute\n", number(t.Release()))
	if err := goroot.Make(ctx, goroot.Options{From: t.release.Root, To: made.Go().Root, Changed: changed}); err != nil {
		return err
	}
	if err := made.compile(ctx); err != nil {
		return t.remember(ctx, fmt.Errorf("the compiler of Go %s could not be built: %w", number(t.Release()), err))
	}
	fmt.Fprintln(log, "trying it out")
	scratch := filepath.Join(dir, "scratch")
	if err := made.try(ctx, scratch); err != nil {
		return t.remember(ctx, fmt.Errorf("Go %s is not known to work: %w", number(t.Release()), err))
	}
	// The source of the tools is not needed any more; that of packages is, for a reader's modules.
	if err := errors.Join(os.RemoveAll(scratch), goroot.Drop(made.Go().Root, "src/cmd")); err != nil {
		return err
	}
	if err := errors.Join(os.Chmod(dir, 0o755), os.Rename(dir, t.dir)); err != nil { // it was a temporary folder: ours alone
		return err
	}
	fmt.Fprintf(log, "built the compiler for cells in %.0f s\n", time.Since(started).Seconds())
	return nil
}

// compile builds the patched compiler and linker and puts them into the tree. They are built
// without a profile of other programs (-pgo), with which every package that they are made of would
// be compiled a second time.
func (t *Tools) compile(ctx context.Context) error {
	g, out := t.Go(), filepath.Join(t.dir, "made")
	if err := os.Mkdir(out, 0o755); err != nil {
		return err
	}
	args := []string{"build", "-trimpath", "-pgo=off", "-ldflags=-s -w", "-o", out + string(filepath.Separator), "cmd/compile", "cmd/link"}
	if _, err := g.Run(ctx, filepath.Join(g.Root, "src", "cmd"), []string{"CGO_ENABLED=0", "GOPROXY=off"}, args...); err != nil {
		return err
	}
	for _, tool := range []string{"compile", "link"} {
		name, err := filepath.Rel(g.Root, filepath.Join(g.Tools(), tool))
		if err != nil {
			return err
		}
		if err := goroot.Replace(g.Root, filepath.ToSlash(name), filepath.Join(out, tool)); err != nil {
			return err
		}
	}
	return os.Remove(out)
}

// clearAway removes what a killed installation has left. The caller holds the
// lock, so nobody is at work there.
func clearAway(dir string) {
	left, _ := filepath.Glob(dir + ".new-*")
	for _, d := range left {
		os.RemoveAll(d)
	}
}

// Standard makes in dir, which must not exist, a tree of the release g whose package os leads a
// cell's standard files to the notebook: what a worker that interprets is built from. Where the
// patch for it does not hold, it returns why, and the release's own tree serves.
func Standard(ctx context.Context, g gotool.Go, dir string) (gotool.Go, error) {
	changed, results := patches.Go(g.Version).Try(g.Root)
	for _, r := range results {
		if r.Err != nil && strings.HasPrefix(filepath.Base(r.Patch.Name), "os-") {
			return g, r.Err
		}
	}
	changed["src/os/notebook.go"] = addedFile("standard/os/notebook.go")
	maps.DeleteFunc(changed, func(name string, _ []byte) bool { return !strings.HasPrefix(name, "src/os/") })
	return g.At(dir), goroot.Make(ctx, goroot.Options{From: g.Root, To: dir, Changed: changed})
}
