package toolchain

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// added are the files that Go's own source gets. Those of compiler and linker
// are parts of its packages, so that a build tag keeps them out of this module's.
//
//go:embed compiler linker/thinlink.go thin/thin.go
var added embed.FS

// places says where in GOROOT/src/cmd the added files go.
var places = map[string]string{
	"compiler/types/cell.go":  "compile/internal/types/cell.go",
	"compiler/types2/cell.go": "compile/internal/types2/cell.go",
	"linker/thinlink.go":      "link/internal/ld/thinlink.go",
	"thin/thin.go":            "link/internal/thin/thin.go",
}

// Install returns the tools for the Go release that is used in the current
// folder. The first time for a release it builds them, which takes about a
// minute on two cores; afterwards it returns within 50 ms.
//
// All checkouts share the tools of a release. Installations at the same time
// wait for the one that builds. When ctx ends, the go command and its children
// are killed and nothing is left behind. An error that wraps ErrUnsupported says
// that cells cannot be compiled here, and why. Tools that were built and do not
// work are not built again until Remove: Install then says at once what it said.
func Install(ctx context.Context, o Options) (*Tools, error) {
	t, err := locate(ctx, o)
	if err != nil {
		return t, unsupported(ctx, err)
	}
	if t.ready() {
		used(t.dir)
		return t, nil
	}
	unlock, err := lock(ctx, t.dir+".lock", logger(o.Log))
	if err != nil {
		return nil, unsupported(ctx, err)
	}
	defer unlock()
	if t.ready() {
		return t, nil
	}
	if err := t.unfit(); err != nil {
		return nil, unsupported(ctx, err)
	}
	return t, unsupported(ctx, t.build(ctx, o))
}

// Find returns the tools that Install would return, or nil where it would have to
// build them: it builds nothing and takes 50 ms. Its errors are those of Install.
func Find(ctx context.Context, o Options) (*Tools, error) {
	t, err := locate(ctx, o)
	if err == nil && t.ready() {
		return t, nil
	}
	if err == nil {
		err = t.unfit()
	}
	return nil, unsupported(ctx, err)
}

// locate says where the tools of this Go release are, or what this machine lacks.
func locate(ctx context.Context, o Options) (*Tools, error) {
	g, err := findGo(ctx)
	if err != nil {
		return nil, err
	}
	if err := supported(ctx, g); err != nil {
		return nil, err
	}
	cache, err := Folder(o)
	if err != nil {
		return nil, err
	}
	return &Tools{filepath.Join(cache, fmt.Sprintf("%s-%s-%s-%.12s", strings.ReplaceAll(g.GOVERSION, " ", "-"), g.GOOS, g.GOARCH, fingerprint())), g}, nil
}

// supported tells in a sentence what this machine lacks, if anything.
func supported(ctx context.Context, g goCommand) error {
	if g.GOOS != "linux" || g.GOARCH != "amd64" && g.GOARCH != "arm64" {
		return fmt.Errorf("cells are compiled on Linux (amd64, arm64) only, and this is %s on %s: on Windows, use WSL", g.GOOS, g.GOARCH)
	}
	if _, err := os.Stat(filepath.Join(g.GOROOT, "src", "cmd", "link", "main.go")); err != nil {
		return fmt.Errorf("the source of Go's compiler is not in %s: install Go from https://go.dev/dl, because a distribution's package may leave it out", g.GOROOT)
	}
	cc := strings.Fields(g.CC)
	if len(cc) == 0 || !inPath(cc[0]) {
		return fmt.Errorf("no C compiler was found (%s), which links the worker for cells: install one, with `apt install gcc libc6-dev` or conda's c-compiler", g.CC)
	}
	if _, err := g.ld(ctx); err != nil {
		return err
	}
	// Debian installs gcc without them where nothing is installed that is only recommended.
	headers := command{path: cc[0], args: append(cc[1:], "-E", "-include", "stdlib.h", "-x", "c", os.DevNull), env: os.Environ()}
	if _, err := run(ctx, headers); err != nil {
		return fmt.Errorf("the C compiler (%s) works without the C library's headers: install them, with `apt install libc6-dev` or conda's c-compiler", g.CC)
	}
	return nil
}

func inPath(program string) bool {
	_, err := exec.LookPath(program)
	return err == nil
}

// unsupported makes one sentence of what went wrong. An end by ctx and a full
// disk are no properties of the machine.
func unsupported(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("toolchain: interrupted: %w", ctx.Err())
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Errorf("toolchain: the disk is full: free some space and run it again (%w)", err)
	case errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS):
		return fmt.Errorf("toolchain: "+cannot+"the cache folder cannot be written: make it writable, or set XDG_CACHE_HOME to one that is (%w); %w", err, ErrUnsupported)
	}
	return fmt.Errorf("toolchain: "+cannot+"%w; %w", err, ErrUnsupported)
}

// fingerprint is a hash of everything that we change in Go's source.
func fingerprint() string {
	h := sha256.New()
	fmt.Fprintln(h, compilerEdits, linkerEdits)
	for _, name := range sorted(places) {
		text, err := added.ReadFile(name)
		if err != nil {
			panic("toolchain: " + err.Error())
		}
		fmt.Fprintf(h, "%s %s\n%s\n", name, places[name], text)
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

// ready tells whether the tools are there: their folder gets its name last.
func (t *Tools) ready() bool {
	_, err := os.Stat(t.linker())
	return err == nil
}

// build tells the whole story once: edit, compile, test, put into place.
func (t *Tools) build(ctx context.Context, o Options) error {
	log, started := logger(o.Log), time.Now()
	cache := filepath.Dir(t.dir)
	clearAway(t.dir)
	forget(cache)
	dir, err := os.MkdirTemp(cache, filepath.Base(t.dir)+".new-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) // after the rename there is nothing to remove

	fmt.Fprintln(log, "building the compiler for cells: the first time this takes a minute")
	overlay, err := writeOverlay(t.release.GOROOT, filepath.Join(dir, "src"))
	if err != nil {
		return err
	}
	for _, tool := range []string{"link", "compile"} {
		// A module cache may hold GOROOT, and go build refuses to overlay that.
		env := []string{"GOMODCACHE=" + filepath.Join(dir, "mod"), "GOPROXY=off", "GOEXPERIMENT=", "CGO_ENABLED=0"}
		if _, err := t.release.run(ctx, filepath.Join(t.release.GOROOT, "src", "cmd"), env, "build", "-overlay", overlay, "-trimpath", "-ldflags=-s -w", "-o", filepath.Join(dir, tool), "cmd/"+tool); err != nil {
			return t.remember(ctx, fmt.Errorf("building cmd/%s failed: %w", tool, err))
		}
	}
	fmt.Fprintln(log, "trying it out")
	scratch := filepath.Join(dir, "scratch")
	if err := (&Tools{dir, t.release}).try(ctx, scratch); err != nil {
		return t.remember(ctx, fmt.Errorf("%s is not known to work: %w", t.release.GOVERSION, err))
	}
	if err := errors.Join(os.RemoveAll(scratch), os.RemoveAll(filepath.Join(dir, "src")), os.RemoveAll(filepath.Join(dir, "mod"))); err != nil {
		return err
	}
	if err := errors.Join(os.Chmod(dir, 0o755), os.Rename(dir, t.dir)); err != nil { // it was a temporary folder: ours alone
		return err
	}
	fmt.Fprintf(log, "built the compiler for cells in %.0f s\n", time.Since(started).Seconds())
	return nil
}

// clearAway removes what a killed installation has left. The caller holds the
// lock, so nobody is at work there.
func clearAway(dir string) {
	left, _ := filepath.Glob(dir + ".new-*")
	for _, d := range left {
		os.RemoveAll(d)
	}
}

// writeOverlay writes the edited and the added files below dir, and the file that
// go build -overlay reads.
func writeOverlay(goroot, dir string) (string, error) {
	cmd := filepath.Join(goroot, "src", "cmd")
	replace := map[string]string{}
	for _, edits := range [][]edit{compilerEdits, linkerEdits} {
		if err := apply(edits, cmd, dir, replace); err != nil {
			return "", err
		}
	}
	for name, place := range places {
		text, err := added.ReadFile(name)
		if err != nil {
			return "", err
		}
		to := filepath.Join(dir, filepath.FromSlash(place))
		if err := write(to, []byte(strings.TrimPrefix(string(text), "//go:build ignore\n"))); err != nil {
			return "", err
		}
		replace[filepath.Join(cmd, filepath.FromSlash(place))] = to
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	overlay := filepath.Join(dir, "overlay.json")
	return overlay, write(overlay, text)
}
