package build

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// A goTool runs the go command in one folder.
type goTool struct {
	dir string
	log io.Writer
}

// run runs the go command and returns what it printed to its stdout. It blocks
// until the command has ended or ctx has; then the command and the compilers it
// started are killed together, by their process group.
func (t goTool) run(ctx context.Context, args ...string) ([]byte, error) {
	path, err := exec.LookPath("go")
	if err != nil {
		return nil, errors.New("build: the go command was not found: install Go from https://go.dev/dl and put its bin folder into PATH")
	}
	tmp, err := os.MkdirTemp(os.Getenv("GOTMPDIR"), "seminar-go-") // one that is killed leaves what it was at
	if err != nil {
		return nil, fmt.Errorf("build: no folder for the go command: %w", err)
	}
	defer os.RemoveAll(tmp)
	var out, problems bytes.Buffer
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Dir = t.dir
	cmd.Stdout, cmd.Stderr = &out, &problems
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GOTMPDIR="+tmp)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 5 * time.Second
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("build: interrupted: %w", ctx.Err())
		}
		return nil, plain(args[0], problems.String(), err)
	}
	return out.Bytes(), nil
}

const diskFull = "the disk is full: free some space and run it again"

// plain puts what the go command complained about into one sentence that says
// what to do, followed by its own words.
func plain(command, problems string, err error) error {
	said := strings.TrimSpace(problems)
	if said == "" {
		said = err.Error()
	}
	for _, known := range []struct{ sign, advice string }{
		{"no space left on device", diskFull},
		{"go.mod file not found", "this is not the project's folder: run it in the folder that holds its go.mod"},
		{"not a known dependency", "this is not the project's folder: run it in the folder that holds its go.mod"},
		{"dial tcp", "a Go module could not be downloaded: connect to the network once and run it again"},
		{"missing go.sum entry", "a Go module is missing: run `go mod download` and run it again"},
		{"not in std", "this Go release is too old: install the one that go.mod names"},
		{"go.mod requires go >=", "this Go release is too old: install the one that go.mod names"},
	} {
		if strings.Contains(said, known.sign) {
			return fmt.Errorf("build: %s (go %s said: %s)", known.advice, command, said)
		}
	}
	return fmt.Errorf("build: go %s failed: %s", command, said)
}
