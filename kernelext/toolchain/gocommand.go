package toolchain

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// A goCommand is the Go release that is used.
type goCommand struct {
	GOROOT, GOVERSION, GOOS, GOARCH, CC string
	settings                            []string // GOARCH=amd64 ...
}

// settings are the variables that decide, together with the release, what the
// compiler and the linker make. A cell is compiled with those of its host.
var settings = []string{"GOOS", "GOARCH", "GOAMD64", "GOARM64", "GOEXPERIMENT"}

// findGo asks the go command in PATH which Go it uses in the current folder: by
// the go line of go.mod it may be another one than its own.
func findGo(ctx context.Context) (goCommand, error) {
	path, err := exec.LookPath("go")
	if err != nil {
		return goCommand{}, errors.New("the go command was not found: install Go from https://go.dev/dl and put its bin folder into PATH")
	}
	out, err := run(ctx, command{path: path, args: append([]string{"env", "-json", "GOROOT", "GOVERSION", "CC"}, settings...), env: os.Environ()})
	if err != nil {
		return goCommand{}, fmt.Errorf("go env: %w", err)
	}
	var g goCommand
	values := map[string]string{}
	if err := errors.Join(json.Unmarshal(out, &g), json.Unmarshal(out, &values)); err != nil {
		return goCommand{}, fmt.Errorf("go env: %w", err)
	}
	for _, name := range settings {
		g.settings = append(g.settings, name+"="+values[name])
	}
	return g, nil
}

// run runs the go command of this release in dir, with env beside the
// environment's own variables.
func (g goCommand) run(ctx context.Context, dir string, env []string, args ...string) ([]byte, error) {
	tmp, err := os.MkdirTemp(os.Getenv("GOTMPDIR"), "seminar-go-") // one that is killed leaves what it was at
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(tmp)
	e := append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GOTOOLCHAIN=local", "GOROOT="+g.GOROOT, "GOTMPDIR="+tmp)
	return run(ctx, command{path: filepath.Join(g.GOROOT, "bin", "go"), args: args, dir: dir, env: append(e, env...)})
}

// A command is a program that is about to be run.
type command struct {
	path string
	args []string
	dir  string
	env  []string
}

// A failure is what a command said before it ended with an error.
type failure struct {
	said string
	err  error
}

func (f *failure) Error() string {
	if f.said == "" {
		return f.err.Error()
	}
	return f.said
}

func (f *failure) Unwrap() error { return f.err }

// run runs a command and returns its stdout. It blocks until the command has
// ended, or ctx has: then the command and all that it started are killed, by
// their process group. It stays on one thread: Linux takes that one's end for ours.
func run(ctx context.Context, c command) ([]byte, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var out, problems bytes.Buffer
	cmd := exec.CommandContext(ctx, c.path, c.args...)
	cmd.Dir, cmd.Env = c.dir, c.env
	cmd.Stdout, cmd.Stderr = &out, &problems
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	endWithUs(cmd.SysProcAttr)
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 5 * time.Second
	err := cmd.Start()
	if err == nil {
		freeMemory(cmd.Process)
		err = cmd.Wait()
	}
	if err != nil {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		said := strings.TrimSpace(out.String() + problems.String())
		if strings.Contains(said, "no space left on device") {
			err = syscall.ENOSPC
		}
		return nil, &failure{said, err}
	}
	return out.Bytes(), nil
}

// logger returns w, or what swallows lines when there is none.
func logger(w io.Writer) io.Writer {
	if w == nil {
		return io.Discard
	}
	return w
}
