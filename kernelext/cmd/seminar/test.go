package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

const testText = `
Sets everything up and runs everything there is to test: go vet, staticcheck, go test for all
packages, which includes the notebooks, handouts and a JupyterLab in a real browser, and go test
-race for the packages with goroutines. The exit status is 1 if anything fails.`

// A check is one section of seminar test.
type check struct {
	name string
	args []string // of the go command
	cgo  bool     // it needs a C compiler
}

func checks() []check {
	return []check{
		{"go vet", []string{"vet", "./..."}, false},
		{"staticcheck", []string{"tool", "staticcheck", "./..."}, false},
		// Most of the time is the notebooks' own measurements.
		{"go test", []string{"test", "-timeout", "30m", "./..."}, false},
		{"go test -race", []string{"test", "-race", "-timeout", "30m", "./kernelext", "./kernelext/kernel/..."}, true},
	}
}

// test is the command test.
func test(ctx context.Context, args []string, out stdio) error {
	if err := noNames(flags("test", "", testText), args, out); err != nil {
		return err
	}
	started := time.Now()
	s, _, err := setUpTold(ctx, out)
	if err != nil {
		return err
	}
	var summary strings.Builder
	failed := 0
	for _, c := range checks() {
		fmt.Fprintf(out.out, "\n== %s\n", c.name)
		began := time.Now()
		err := s.check(ctx, c, out)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		mark := "✓"
		if err != nil {
			mark = "✗"
			failed++
			fmt.Fprintln(out.out, err)
		}
		fmt.Fprintf(&summary, "%s %s  %s\n", mark, c.name, took(time.Since(began)))
	}
	fmt.Fprintf(out.out, "\n== summary\n%s%d of %s failed, %s\n", &summary, failed, count(len(checks()), "check"), took(time.Since(started)))
	if failed > 0 {
		return errTold
	}
	return nil
}

// check runs the go command in the site's environment, so that tests find
// Jupyter; what it writes goes straight to the reader.
func (s *site) check(ctx context.Context, c check, out stdio) error {
	if c.cgo && compiler() == "" {
		return errors.New(noCompiler)
	}
	path, err := exec.LookPath("go")
	if err != nil {
		return errors.New("there is no go command in PATH: install Go from go.dev/dl, and run the command again")
	}
	cmd := child(ctx, path, c.args...)
	cmd.Dir, cmd.Env = s.root, s.environ()
	cmd.Stdout, cmd.Stderr = out.out, out.err
	return cmd.Run()
}

const noCompiler = "there is no C compiler, which Go's race detector needs: install one (Debian: `sudo apt install gcc libc6-dev`; macOS: `xcode-select --install`), and run the command again"

// compiler is the C compiler that the go command would use, or nothing.
func compiler() string {
	out, err := exec.Command("go", "env", "CC").Output()
	if err != nil {
		return ""
	}
	fields := strings.Fields(string(out)) // CC may have flags
	if len(fields) == 0 {
		return ""
	}
	path, _ := exec.LookPath(fields[0])
	return path
}
