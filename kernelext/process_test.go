package kernelext

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

func TestProcesses(t *testing.T) {
	noLeak(t, func() {
		args := Split(1000, 7)
		got := Processes(3, "sum", args)
		for i, r := range args {
			if got[i] != Sum(r) {
				t.Errorf("range %v: %d, want %d", r, got[i], Sum(r))
			}
		}
		if got := Processes(4, "square", []Range{{0, 3}}); !slices.Equal(got, []int{9}) {
			t.Errorf("square: %v", got)
		}
		if got := Processes(2, "sum", nil); len(got) != 0 {
			t.Errorf("no ranges: %v", got)
		}
	})
}

// They are other processes, as many as asked for, and gone when it returns.
func TestProcessesAreRealAndEnd(t *testing.T) {
	pids := Processes(2, "pid", make([]Range, 50))
	for _, pid := range pids {
		if pid == os.Getpid() {
			t.Error("a task ran in this process")
		}
		if err := syscall.Kill(pid, 0); !errors.Is(err, syscall.ESRCH) {
			t.Errorf("process %d is still there: %v", pid, err)
		}
	}
	if different := slices.Compact(slices.Sorted(slices.Values(pids))); len(different) > 2 {
		t.Errorf("2 processes have the ids %v", different)
	}
}

func TestTaskInAProcessMayPrint(t *testing.T) {
	lines := readLines(t, func() { Processes(2, "print", Split(6, 3)) })
	slices.Sort(lines)
	if want := []string{"task of 0..1", "task of 2..3", "task of 4..5"}; !slices.Equal(lines, want) {
		t.Errorf("printed %q", lines)
	}
}

func TestAccidentsInAProcess(t *testing.T) {
	args := Split(10, 5)
	for task, words := range map[string][]string{
		"panic":       {"kernelext: task", "panicked: no "},
		"goexit":      {"kernelext: task", "runtime.Goexit"},
		"exit":        {"kernelext: process", "died (exit status 3) while it worked on task", `"exit" of `},
		"kill":        {"died (signal: killed)"},
		"close pipes": {"died (exit status 0)"},
		"parent only": {`refuses to work: it does not know the task "parent only"`},
		"first hangs": {"task", "the other one"},
	} {
		t.Run(task, func(t *testing.T) {
			noLeak(t, func() {
				value := mustPanic(t, func() { Processes(2, task, args) }, words...)
				if p, ok := value.(*Panic); ok && !strings.Contains(p.Stack, "RegisterTask") && !strings.Contains(p.Stack, "TestMain") {
					t.Errorf("the stack does not show the task:\n%s", p.Stack)
				}
			})
			if pid, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil); !errors.Is(err, syscall.ECHILD) {
				t.Errorf("a child is left: %d, %v", pid, err)
			}
		})
	}
}

func TestProcessThatCannotBeStarted(t *testing.T) {
	var old syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &old); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	few := old
	few.Cur = uint64(file.Fd()) + 6 // enough for one process, not for two
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &few); err != nil {
		t.Fatal(err)
	}
	defer syscall.Setrlimit(syscall.RLIMIT_NOFILE, &old)
	noLeak(t, func() {
		mustPanic(t, func() { Processes(20, "sum", Split(100, 20)) }, "kernelext: Processes cannot start process ", "too many open files")
	})
}

// A program that has not called ProcessMain would start copies that start
// copies.
func TestProcessesWantsProcessMain(t *testing.T) {
	registry.closed = false
	defer func() { registry.closed = true }()
	mustPanic(t, func() { Processes(2, "sum", Split(10, 2)) }, "call kernelext.ProcessMain() first in main")
}

// Children that are in the middle of a task die with their parent, even when it
// is killed. All of them hold the pipe's other end: its end of file is their
// death.
func TestProcessesDieWithTheirParent(t *testing.T) {
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), "KERNELEXT_TEST_ORPHANS=1")
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for range 3 {
		if !lines.Scan() || !strings.HasPrefix(lines.Text(), "pid ") {
			t.Fatalf("a child says %q", lines.Text())
		}
		if _, err := strconv.Atoi(lines.Text()[4:]); err != nil {
			t.Fatal(err)
		}
	}
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if lines.Scan() || lines.Err() != nil {
		t.Errorf("after the parent's death: %q, %v", lines.Text(), lines.Err())
	}
	_ = parent.Wait() // says that it was killed
}
