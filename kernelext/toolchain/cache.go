package toolchain

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
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

// Release is the Go release of the tools: go1.26.8.
func (t *Tools) Release() string { return t.release.GOVERSION }

// Dir is the folder of the tools, inside Folder.
func (t *Tools) Dir() string { return t.dir }

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
		unlock, err := lock(ctx, path, logger(o.Log))
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
	return fmt.Errorf("%s (tried before; `go tool seminar uninstall --cache` makes the next installation try again)", strings.TrimSpace(string(text)))
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
	tools, _ := filepath.Glob(filepath.Join(cache, "go*", "link"))
	for _, file := range tools {
		dir := filepath.Dir(file)
		if info, err := os.Stat(dir); err == nil && time.Since(info.ModTime()) > unused {
			os.RemoveAll(dir)
		}
	}
}

// remember keeps an error for unfit, unless it came from ctx, a full disk or
// whoever has killed a compiler, all of which say nothing about the tools.
func (t *Tools) remember(ctx context.Context, err error) error {
	if ctx.Err() == nil && !errors.Is(err, syscall.ENOSPC) && !strings.Contains(err.Error(), "signal: ") {
		_ = os.WriteFile(t.verdict(), []byte(err.Error()+"\n"), 0o644) // else it is tried again
	}
	return err
}
