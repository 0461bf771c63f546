// Package system is where the operating system is dealt with: programs that are started and end
// with us, and locks between processes.
package system

import (
	"bytes"
	"context"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// A Command is a program that Run runs.
type Command struct {
	Path string
	Args []string // without the program's name
	Dir  string   // "" for the current one
	Env  []string // all of it; nil for ours
}

// A Failure is the error of a program that ended with an error.
type Failure struct {
	Said     string // on its stdout and stderr
	Problems string // on its stderr
	err      error
}

// Error returns what the program said, if anything.
func (f *Failure) Error() string {
	if f.Said == "" {
		return f.err.Error()
	}
	return f.Said
}

func (f *Failure) Unwrap() error { return f.err }

// Run runs a program and returns its stdout. It blocks until the program has ended, or ctx has:
// then the program and all that it started are killed, by their process group, and the error is the
// cause of ctx. Any other error is a *Failure; it wraps syscall.ENOSPC when the program said that
// the disk is full. On Linux the program is killed when we die, by whatever means, and our own
// limit of memory is not its limit.
func Run(ctx context.Context, c Command) ([]byte, error) {
	runtime.LockOSThread() // Linux takes the end of the thread that started a program for our end
	defer runtime.UnlockOSThread()
	var out, problems bytes.Buffer
	cmd := exec.CommandContext(ctx, c.Path, c.Args...)
	cmd.Dir, cmd.Env = c.Dir, c.Env
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
	if err == nil {
		return out.Bytes(), nil
	}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	said := strings.TrimSpace(out.String() + problems.String())
	if strings.Contains(said, "no space left on device") {
		err = syscall.ENOSPC
	}
	return nil, &Failure{said, strings.TrimSpace(problems.String()), err}
}
