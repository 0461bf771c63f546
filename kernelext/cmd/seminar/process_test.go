package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// TestMain lets the tests start copies of this binary that play a Jupyter: with
// the variable set, it is a parent with a child in a session of its own.
func TestMain(m *testing.M) {
	switch os.Getenv("SEMINAR_TEST_PROCESS") {
	case "parent":
		playParent()
	case "stubborn":
		ignoreTermination()
		playParent()
	case "child":
		ignoreTermination()
		io.Copy(os.Stdout, os.Stdin) // until the other end is gone, which it never is
		select {}
	}
	os.Exit(m.Run())
}

func ignoreTermination() { signal.Ignore(syscall.SIGTERM) }

// playParent starts a child that leaves its group, as Jupyter's kernels do, says both
// process ids, and waits.
func playParent() {
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), "SEMINAR_TEST_PROCESS=child")
	child.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := child.Start(); err != nil {
		os.Exit(1)
	}
	io.WriteString(os.Stdout, strconv.Itoa(os.Getpid())+" "+strconv.Itoa(child.Process.Pid)+"\n")
	select {}
}

func TestEndLeavesNothing(t *testing.T) {
	for _, kind := range []string{"parent", "stubborn"} {
		t.Run(kind, func(t *testing.T) {
			ctx, interrupt := context.WithCancel(t.Context())
			cmd := child(ctx, os.Args[0])
			cmd.Env = append(os.Environ(), "SEMINAR_TEST_PROCESS="+kind)
			if kind == "stubborn" {
				cmd.Cancel = func() error { return end(cmd.Process.Pid, 0) }
			}
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			line, err := bufio.NewReader(out).ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			interrupt()
			cmd.Wait()
			for _, field := range strings.Fields(line) {
				pid, _ := strconv.Atoi(field)
				for eventually(t, func() bool { return !alive(pid) }) {
				}
			}
		})
	}
}

func TestEndOfWhatHasEnded(t *testing.T) {
	cmd := child(t.Context(), "true")
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	if err := end(cmd.Process.Pid, grace); !errors.Is(err, os.ErrProcessDone) {
		t.Errorf("got %v, want %v", err, os.ErrProcessDone)
	}
	if alive(cmd.Process.Pid) || !alive(os.Getpid()) {
		t.Error("alive is wrong about an ended process or this one")
	}
}
