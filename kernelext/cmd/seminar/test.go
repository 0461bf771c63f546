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
Sets everything up, with the Jupyter programs that only tests start (in .venv-tests), and runs
everything there is to test: go vet, staticcheck, go test for all packages, which includes the
notebooks, handouts and a JupyterLab in a real browser, and go test -race for the packages with
goroutines. The exit status is 1 if anything fails.`

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
		// One package at a time: the notebooks measure, and most of the time is theirs.
		{"go test", []string{"test", "-p=1", "-timeout=60m", "./..."}, false},
		{"go test -race", []string{"test", "-race", "-timeout=30m", "./charts", "./kernelext", "./kernelext/check/...", "./kernelext/progress", "./kernelext/timeline", "./kernelext/kernel/..."}, true},
		// The command's short tests: what they leave out are other programs, which have no race detector.
		{"go test -race -short", []string{"test", "-race", "-short", "./kernelext/cmd/seminar"}, true},
	}
}

// test is the command test.
func test(ctx context.Context, args []string, out stdio) error {
	if err := noNames(flags("test", "", testText), args, out); err != nil {
		return err
	}
	s, p, err := setUpTold(ctx, out, extras{clients: true})
	if err != nil {
		return err
	}
	p.quiet = time.Minute // the checks have output of their own
	return s.checkAll(ctx, p, out)
}

// checkAll runs every check, also after one has failed, and ends with a summary.
func (s *site) checkAll(ctx context.Context, p *progress, out stdio) error {
	started := time.Now()
	var summary strings.Builder
	failed := 0
	for _, c := range checks() {
		fmt.Fprintf(out.out, "\n== %s\n", c.name)
		began := time.Now()
		err := s.check(ctx, p, c, out)
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
// Jupyter; what it writes goes line by line to the reader.
func (s *site) check(ctx context.Context, p *progress, c check, out stdio) error {
	if c.cgo && compiler() == "" {
		return errors.New(noCompiler)
	}
	path, err := exec.LookPath("go")
	if err != nil {
		return errors.New("there is no go command in PATH: install Go from go.dev/dl, and run the command again")
	}
	defer p.watch(func() string { return c.name })()
	cmd := child(ctx, path, c.args...)
	cmd.Dir, cmd.Env = s.root, s.environ()
	stdout, stderr := p.over(out.out), p.over(out.err)
	defer stdout.end()
	defer stderr.end()
	cmd.Stdout, cmd.Stderr = stdout, stderr
	return cmd.Run()
}

const (
	noCompiler = "there is no C compiler, which Go's race detector needs: " + installCompiler + ", and run the command again"

	installCompiler = "install one (Debian: `sudo apt install gcc libc6-dev`; macOS: `xcode-select --install`)"
)

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
