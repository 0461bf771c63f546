package build

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"

	"seminar/kernelext/internal/gotool"
	"seminar/kernelext/internal/system"
)

// A command is a go command in a folder, with variables of its own.
type command struct {
	gotool.Go
	dir string
	env []string // CGO_ENABLED=0 ...
}

// run runs it and returns what it printed. Its error is one sentence that says what to do.
func (c command) run(ctx context.Context, args ...string) ([]byte, error) {
	out, err := c.Run(ctx, c.dir, c.env, args...)
	return out, plain(ctx, args[0], err)
}

const diskFull = "the disk is full: free some space and run it again"

// plain puts what the go command complained about into one sentence that says
// what to do, followed by its own words.
func plain(ctx context.Context, name string, err error) error {
	var failure *system.Failure
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("build: interrupted: %w", ctx.Err())
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Errorf("build: %s (go %s said: %w)", diskFull, name, err)
	case errors.Is(err, gotool.ErrNoGo) || !errors.As(err, &failure):
		return fmt.Errorf("build: %w", err)
	}
	for _, known := range []struct{ sign, advice string }{
		{"go.mod file not found", "this is not the project's folder: run it in the folder that holds its go.mod"},
		{"not a known dependency", "this is not the project's folder: run it in the folder that holds its go.mod"},
		{"dial tcp", "a Go module could not be downloaded: connect to the network once and run it again"},
		{"disabled by GOPROXY=off", "a Go module is missing, and the setting GOPROXY=off forbids to download it: allow it once and run it again"},
		{"missing go.sum entry", "a Go module is missing: run `go mod download` and run it again"},
		{"not in std", "this Go release is too old: install the one that go.mod names"},
		{"go.mod requires go >=", "this Go release is too old: install the one that go.mod names"},
	} {
		if strings.Contains(failure.Said, known.sign) {
			return fmt.Errorf("build: %s (go %s said: %w)", known.advice, name, err)
		}
	}
	return fmt.Errorf("build: go %s failed: %w", name, err)
}

// full puts the advice for a full disk before an error of one.
func full(err error) error {
	if errors.Is(err, syscall.ENOSPC) && !strings.Contains(err.Error(), diskFull) {
		return fmt.Errorf("build: %s (%w)", diskFull, err)
	}
	return err
}
