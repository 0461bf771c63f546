package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// grace is how long a child may take to end after SIGTERM. Jupyter asks its kernels to
// leave, which takes about a second.
const grace = 8 * time.Second

// child returns a command that runs in a process group of its own, so that an
// interrupt in the terminal reaches only us, and that ends completely with ctx:
// SIGTERM to the group; what of its descendants is left after the grace time, or once
// the child itself is gone, is killed. Its Wait returns after that.
func child(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return end(cmd.Process.Pid, grace) }
	cmd.WaitDelay = time.Second
	return cmd
}

// follow runs a command, gives each line of its output to say as it comes, and
// explains a failure by the end of that output. After the end of ctx, its error
// says why the command ended, not the signal that ended it.
func follow(ctx context.Context, cmd *exec.Cmd, say func(line string)) error {
	if cmd.Err != nil {
		return cmd.Err
	}
	reader, writer := io.Pipe()
	cmd.Stdout, cmd.Stderr = writer, writer
	var output bytes.Buffer
	read := make(chan struct{})
	go func() {
		defer close(read)
		for lines := bufio.NewReader(reader); ; {
			line, err := lines.ReadString('\n')
			output.WriteString(line)
			if line = strings.TrimSpace(line); say != nil && line != "" {
				say(line)
			}
			if err != nil {
				return
			}
		}
	}()
	err := cmd.Run()
	writer.Close()
	<-read
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err == nil {
		return nil
	}
	return explain(fmt.Errorf("%s failed (%w)", filepath.Base(cmd.Path), err), output.String())
}

// end stops the process group of pid and the descendants of pid that have left
// it, as Jupyter's kernels do. Descendants are looked up before the first
// signal: afterwards they are orphans that nobody can tell from others.
func end(pid int, grace time.Duration) error {
	family := descendants(pid)
	if err := syscall.Kill(-pid, syscall.SIGTERM); errors.Is(err, syscall.ESRCH) && len(family) == 0 {
		return os.ErrProcessDone
	}
	deadline := time.Now().Add(grace)
	for time.Now().Before(deadline) && alive(pid) {
		time.Sleep(10 * time.Millisecond)
		family = append(family, descendants(pid)...)
	}
	syscall.Kill(-pid, syscall.SIGKILL)
	for _, p := range family {
		if alive(p) {
			syscall.Kill(p, syscall.SIGKILL)
		}
	}
	return nil
}

// alive tells whether a process runs; one that has ended but has not been
// waited for does not.
func alive(pid int) bool {
	if syscall.Kill(pid, 0) != nil {
		return false
	}
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return !errors.Is(err, os.ErrNotExist) || !hasProc()
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	return !strings.HasPrefix(rest, "Z") && !strings.HasPrefix(rest, "X")
}

func hasProc() bool {
	_, err := os.Stat("/proc/self/stat")
	return err == nil
}

// descendants returns the children of pid, their children and so on.
func descendants(pid int) []int {
	children := processes()
	var all []int
	for next := []int{pid}; len(next) > 0; next = next[1:] {
		all = append(all, children[next[0]]...)
		next = append(next, children[next[0]]...)
	}
	return all
}

// processes returns the children of each process: from /proc, because a small
// Linux has no ps, and from ps elsewhere.
func processes() map[int][]int {
	children := map[int][]int{}
	if !hasProc() {
		out, _ := exec.Command("ps", "-A", "-o", "pid=,ppid=").Output()
		for line := range strings.Lines(string(out)) {
			f := strings.Fields(line)
			if len(f) == 2 {
				addChild(children, f[1], f[0])
			}
		}
		return children
	}
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		stat, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended
		}
		// The name before the parenthesis may hold anything, spaces included.
		_, rest, _ := strings.Cut(string(stat[strings.LastIndexByte(string(stat), ')')+1:]), " ")
		if f := strings.Fields(rest); len(f) > 1 {
			addChild(children, f[1], filepath.Base(filepath.Dir(path)))
		}
	}
	return children
}

func addChild(children map[int][]int, parent, pid string) {
	p, err1 := strconv.Atoi(parent)
	c, err2 := strconv.Atoi(pid)
	if err1 == nil && err2 == nil {
		children[p] = append(children[p], c)
	}
}
