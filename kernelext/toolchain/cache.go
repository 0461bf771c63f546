package toolchain

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"seminar/kernelext/internal/system"
)

// Folder is where the tools of all Go releases are, or would be. Everything in
// it is this package's. Where there is no cache folder, the error says what to set.
func Folder(o Options) (string, error) {
	if o.Cache != "" {
		return filepath.Abs(o.Cache)
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("there is no cache folder: set HOME or XDG_CACHE_HOME (%w)", err)
	}
	return filepath.Join(dir, "seminar", "toolchain"), nil
}

// Remove removes the tools of all Go releases, and Folder. It waits for
// installations that are at work there, until ctx ends. A worker that runs cannot
// compile cells any more; Install builds the tools again. Where there is nothing,
// it does nothing.
func Remove(ctx context.Context, o Options) error {
	folder, err := Folder(o)
	if err != nil {
		return nil // so nothing can have been written
	}
	locks, err := filepath.Glob(filepath.Join(folder, "*.lock"))
	if err != nil {
		return fmt.Errorf("toolchain: %w", err)
	}
	for _, path := range locks {
		unlock, err := lock(ctx, path, o.Log)
		if err != nil {
			return fmt.Errorf("toolchain: %w", err)
		}
		defer unlock()
	}
	if err := os.RemoveAll(folder); err != nil {
		return fmt.Errorf("toolchain: %w", err)
	}
	if parent := filepath.Dir(folder); filepath.Base(parent) == "seminar" {
		os.Remove(parent) // unless something else is there
	}
	return nil
}

// verdict is the file that says why tools that were built do not work.
func (t *Tools) verdict() string { return t.dir + ".unfit" }

// unfit is the error of an earlier Install for which building was in vain. It
// would be so again: release, edits and machine are the same.
func (t *Tools) unfit() error {
	text, err := os.ReadFile(t.verdict())
	if err != nil {
		return nil
	}
	return fmt.Errorf("%s (tried before; `go tool seminar uninstall --cache` makes the next installation try again)%w", strings.TrimSpace(string(text)), errUnfit)
}

// unused is how long the tools stay that no worker has used: those of releases and
// of checkouts that are no more.
const unused = 60 * 24 * time.Hour

// used notes that the tools in dir are in use, and lets every user of the machine read
// them: build once left the folder to its owner alone.
func used(dir string) {
	now := time.Now()
	_ = os.Chtimes(dir, now, now) // else they are built again one day
	_ = os.Chmod(dir, 0o755)      // on a server for a class, one user installs and others run
}

// forget removes the tools that have not been used for long.
func forget(cache string) {
	tools, _ := filepath.Glob(filepath.Join(cache, "go*", "goroot"))
	for _, tree := range tools {
		dir := filepath.Dir(tree)
		if info, err := os.Stat(dir); err == nil && time.Since(info.ModTime()) > unused {
			os.RemoveAll(dir)
		}
	}
}

// remember keeps an error for unfit, unless it came from ctx, a full disk or
// whoever has killed a compiler, all of which say nothing about the tools.
func (t *Tools) remember(ctx context.Context, err error) error {
	if ctx.Err() != nil || errors.Is(err, syscall.ENOSPC) || strings.Contains(err.Error(), "signal: ") {
		return err
	}
	_ = os.WriteFile(t.verdict(), []byte(err.Error()+"\n"), 0o644) // else it is tried again
	return fmt.Errorf("%w%w", err, errUnfit)
}

// lock takes a lock file of this package's, and tells who waits.
func lock(ctx context.Context, path string, log io.Writer) (unlock func(), err error) {
	return system.Lock(ctx, path, func() {
		fmt.Fprintln(logger(log), "waiting for another installation, which builds the compiler for cells")
	})
}

// logger returns w, or what swallows lines when there is none.
func logger(w io.Writer) io.Writer {
	if w == nil {
		return io.Discard
	}
	return w
}

// sorted returns a map's keys in their order.
func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// write writes a file and the folders above it.
func write(path string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o644)
}
