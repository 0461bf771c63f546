package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"seminar/kernelext/internal/gotool"
	"seminar/kernelext/toolchain"
)

// pagesPackage is the program for pages that need much code: a JavaScript engine, or what
// drives a browser. Imported here, they would double the time in which a set-up compiles this
// command.
const pagesPackage = "seminar/kernelext/cmd/pages"

// runPages runs the program for pages in a folder; say gets the lines that it writes. It
// blocks until the program and what it started are gone, which end with ctx. Its error is the
// program's own sentence.
func (s *site) runPages(ctx context.Context, folder string, say func(string),
	args ...string) error {
	say("compiling its program; only the first time takes long")
	program, err := s.pagesProgram(ctx)
	if err != nil {
		return err
	}
	cmd := child(ctx, program, args...)
	cmd.Dir = folder
	var problems bytes.Buffer // apart from the lines, for which follow would not do
	cmd.Stderr = &problems
	err = eachLine(cmd, say)
	switch said := strings.TrimSpace(problems.String()); {
	case err == nil || ctx.Err() != nil:
		return ctx.Err()
	case said != "":
		return errors.New(said)
	}
	return fmt.Errorf("the program for pages ended without a word (%w)", err)
}

// eachLine runs a command and gives each line of its stdout to say as it comes.
func eachLine(cmd *exec.Cmd, say func(string)) error {
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		say(lines.Text())
	}
	return cmd.Wait()
}

// pagesProgram returns the program for pages in Go's cache, where `go run` keeps it; when the
// sources have changed, that compiles it. Rejected: to have `go run` start it, too, since a
// SIGTERM ends the go command at once, and with it the program, whose browser would leave its
// profile.
func (s *site) pagesProgram(ctx context.Context) (path string, err error) {
	g, err := s.goForPages(ctx)
	if err != nil {
		return "", err
	}
	for range 2 { // the first time, go run says where it linked it and not where it keeps it
		out, err := g.Run(ctx, s.root, []string{"CGO_ENABLED=0"}, "run", "-exec=echo", pagesPackage)
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		if err != nil {
			return "", explain(fmt.Errorf("the program for pages could not be compiled: %w", err), "")
		}
		path = strings.TrimSpace(string(out))
		if _, err = os.Stat(path); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("the program for pages was compiled and is not at %s: "+
		"see whether the folder that `go env GOCACHE` prints can be written", path)
}

// goForPages is the Go of the compiler for cells where there is one, which has compiled most
// of the packages for the kernel.
func (s *site) goForPages(ctx context.Context) (gotool.Go, error) {
	if tools, err := toolchain.Find(ctx, toolchain.Options{Dir: s.root}); err == nil && tools != nil {
		return tools.Go(), nil
	}
	return gotool.Find(ctx, s.root)
}
