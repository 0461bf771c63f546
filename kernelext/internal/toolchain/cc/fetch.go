package cc

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// zigVersion is the zig that is known to link the worker and cells. Others may not:
// zig is not at 1.0, and each has another lld.
const zigVersion = "0.17.1"

// zigWheels are the hashes of PyPI's files, without which pip takes none.
var zigWheels = map[string]string{
	"amd64": "ea6cc5d87b033cf0aedfbc8f9549a908cae6c50ac31f1698188fa48a74524b54",
	"arm64": "b7c5f02fccd40f89b999ee16a1f5ddced56e6182370f8affe494bcf8a28cf07e",
}

// zigTargets are what zig compiles for. Without a target it would be this very
// machine: with every instruction of its processor, which another one that Go's build
// cache or a container image gets to may lack, and with whatever is in /usr/include.
// glibc 2.17 is the first on arm64; a program for it runs with all later ones.
var zigTargets = map[string]string{
	"amd64": "x86_64-linux-gnu.2.17",
	"arm64": "aarch64-linux-gnu.2.17",
}

// zigScript is a compiler of one word. With `zig cc` in CC, Go's linker asks `zig`
// whether it knows a flag, without the cc, and leaves out -no-pie and --build-id.
// zig keeps the C library's parts that it compiles beside itself, not in HOME.
const zigScript = `#!/bin/sh
here=${0%%/*}
ZIG_GLOBAL_CACHE_DIR=$here/cache ZIG_LOCAL_CACHE_DIR=$here/cache
export ZIG_GLOBAL_CACHE_DIR ZIG_LOCAL_CACHE_DIR
exec "$here/ziglang/zig" cc -target %s -mcpu=baseline "$@"
`

// zigFolder is where a fetched zig is: it gets this name last.
func (o Options) zigFolder() string {
	folder, err := filepath.Abs(filepath.Join(o.Cache, "zig-"+zigVersion))
	if err != nil {
		panic("cc: " + err.Error()) // the current folder is gone
	}
	return folder
}

// zigIn is the fetched zig in a folder.
func zigIn(folder string) candidate {
	return candidate{
		words: []string{filepath.Join(folder, "zig-cc")},
		ld:    lldOf(filepath.Join(folder, "ziglang", "zig")),
		name:  "zig " + zigVersion,
	}
}

// lldOf is the linker inside a zig.
func lldOf(zig string) []string { return []string{zig, "ld.lld", oneThread} }

// fetch fetches zig into the cache, tries it out and puts it into place.
func fetch(ctx context.Context, o Options) (Compiler, error) {
	if zigWheels[runtime.GOARCH] == "" || runtime.GOOS != "linux" {
		return Compiler{}, fmt.Errorf("is not fetched for %s on %s", runtime.GOOS, runtime.GOARCH)
	}
	started := time.Now()
	fmt.Fprintf(logger(o.Log), "zig %s will do as well: fetching it (100 MB to download, "+
		"300 MB on disk, half a minute or more)\n", zigVersion)
	if err := os.MkdirAll(o.Cache, 0o755); err != nil {
		return Compiler{}, fmt.Errorf("has no folder: %w", err)
	}
	folder := o.zigFolder()
	clearAway(folder)
	dir, err := os.MkdirTemp(filepath.Dir(folder), filepath.Base(folder)+".new-")
	if err != nil {
		return Compiler{}, fmt.Errorf("has no folder: %w", err)
	}
	defer os.RemoveAll(dir) // after the rename there is nothing to remove
	if err := fill(ctx, dir, o.Python); err != nil {
		return Compiler{}, err
	}
	found, err := place(ctx, dir, folder)
	if err == nil {
		fmt.Fprintf(logger(o.Log), "fetched zig in %.0f s\n", time.Since(started).Seconds())
	}
	return found, err
}

// fill makes a folder what zigIn expects, and tries it out: zig then compiles the
// C library's parts, once, for 5 s.
func fill(ctx context.Context, dir, python string) error {
	if err := install(ctx, dir, python); err != nil {
		return fmt.Errorf("could not be fetched from PyPI (is there a network?): %w", err)
	}
	prune(filepath.Join(dir, "ziglang", "lib"))
	script := fmt.Sprintf(zigScript, zigTargets[runtime.GOARCH])
	if err := writeProgram(filepath.Join(dir, "zig-cc"), script); err != nil {
		return fmt.Errorf("could not be written: %w", err)
	}
	if _, err := zigIn(dir).find(ctx); err != nil {
		return fmt.Errorf("does not work here: %w", err)
	}
	return nil
}

// writeProgram writes a program that is about to be run. Linux runs none that a
// process has open for writing, and that is every one that is started meanwhile.
func writeProgram(file, text string) error {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	return os.WriteFile(file, []byte(text), 0o755)
}

// install has pip put the wheel's package into dir. What it needs for itself is there
// as well, in tmp, so that nothing is left elsewhere when it is killed: pip unpacks
// what it installs into a folder beside all others' first.
func install(ctx context.Context, dir, python string) error {
	tmp := filepath.Join(dir, "tmp")
	requirement := filepath.Join(tmp, "zig.txt")
	text := "ziglang==" + zigVersion
	for _, hash := range zigWheels {
		text += " --hash=sha256:" + hash
	}
	err := errors.Join(os.Mkdir(tmp, 0o755), os.WriteFile(requirement, []byte(text+"\n"), 0o644))
	if err != nil {
		return err
	}
	pip := command{
		words: []string{python, "-m", "pip", "install", "--quiet", "--no-input", "--no-cache-dir",
			"--disable-pip-version-check", "--retries=2", "--only-binary=:all:", "--no-deps",
			"--no-compile", "--target", dir, "-r", requirement},
		// What the user has set for other installations contradicts --target.
		env: []string{"TMPDIR=" + tmp, "PIP_USER=0", "PIP_REQUIRE_VIRTUALENV=0"},
	}
	if _, err := run(ctx, pip); err != nil {
		return err
	}
	return os.RemoveAll(tmp)
}

// prune removes what zig has for other systems, and for C++: 16,000 of 19,500 files
// and 130 of 360 MB. It may fail: then there is more than is needed.
func prune(lib string) {
	for _, pattern := range []string{"libcxx*", "libtsan", "docs", "libc/*", "libc/include/*"} {
		folders, _ := filepath.Glob(filepath.Join(lib, pattern))
		for _, folder := range folders {
			if foreign(filepath.Base(folder)) {
				_ = os.RemoveAll(folder)
			}
		}
	}
}

// foreign tells whether the worker needs nothing of a folder in zig's lib.
func foreign(name string) bool {
	for _, part := range []string{"windows", "mingw", "darwin", "freebsd", "netbsd", "openbsd",
		"musl", "wasi", "libcxx", "libtsan", "docs"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}

// place gives dir its name. Another one may have done so meanwhile, and then that is
// taken; one that does not work is replaced.
func place(ctx context.Context, dir, folder string) (Compiler, error) {
	if err := os.Chmod(dir, 0o755); err != nil { // it was a temporary folder: ours alone
		return Compiler{}, fmt.Errorf("could not be written: %w", err)
	}
	if err := os.Rename(dir, folder); err != nil {
		if found, err := zigIn(folder).find(ctx); err == nil || ctx.Err() != nil {
			return found, err
		}
		if err := errors.Join(os.RemoveAll(folder), os.Rename(dir, folder)); err != nil {
			return Compiler{}, fmt.Errorf("could not be written: %w", err)
		}
	}
	return zigIn(folder).find(ctx)
}

// stale is how old a folder is that nobody fills any more.
const stale = 24 * time.Hour

// clearAway removes what a killed process has left.
func clearAway(folder string) {
	left, _ := filepath.Glob(folder + ".new-*")
	for _, dir := range left {
		if info, err := os.Stat(dir); err == nil && time.Since(info.ModTime()) > stale {
			_ = os.RemoveAll(dir)
		}
	}
}
