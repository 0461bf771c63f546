package cc

import (
	"context"
	"errors"
	"os"
	"strings"
	"syscall"

	"seminar/kernelext/internal/system"
)

// A command is a program that is about to be run, with its arguments.
type command struct {
	words []string
	dir   string   // where it runs; empty: here
	env   []string // besides our own
}

// run runs a command and returns its stdout. When ctx ends, the command and all that
// it started are killed. An error is one line of what the command said.
func run(ctx context.Context, c command) ([]byte, error) {
	out, err := system.Run(ctx, system.Command{
		Path: c.words[0],
		Args: c.words[1:],
		Dir:  c.dir,
		Env:  append(append(os.Environ(), "LC_ALL=C"), c.env...),
	})
	if f := (*system.Failure)(nil); errors.As(err, &f) {
		return nil, shortened(f)
	}
	return out, err
}

// shortened makes one line of what a command said before it ended: the one that
// speaks of an error, or else the first. pip says with a capital that the disk is full.
func shortened(f *system.Failure) error {
	if strings.Contains(strings.ToLower(f.Said), "no space left on device") {
		return syscall.ENOSPC
	}
	for line := range strings.Lines(f.Said) {
		if strings.Contains(strings.ToLower(line), "error: ") {
			return errors.New(strings.TrimSpace(line))
		}
	}
	return errors.New(firstLine(f.Error()))
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return strings.TrimSpace(line)
}
