package kernelext

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"seminar/kernelext/progress"
)

// TestMain is what the main function of a program that calls Processes looks
// like; its tasks are the accidents that may happen in a child.
func TestMain(m *testing.M) {
	progress.NewPlace = func() progress.Place { return new(told) } // a slow machine is no fault of an example
	RegisterTask("square", func(r Range) int { return r.To * r.To })
	RegisterTask("pid", func(Range) int { return os.Getpid() })
	RegisterTask("panic", func(r Range) int { panic(fmt.Sprintf("no %d", r.From)) })
	RegisterTask("goexit", func(Range) int { runtime.Goexit(); return 0 })
	RegisterTask("exit", func(Range) int { os.Exit(3); return 0 })
	RegisterTask("kill", func(Range) int { return killSelf() })
	RegisterTask("print", func(r Range) int { fmt.Println("task of", r); return 0 })
	RegisterTask("hang", func(Range) int { fmt.Println("pid", os.Getpid()); select {} })
	RegisterTask("close pipes", func(Range) int { syscall.Close(resultsDescriptor); select {} })
	RegisterTask("first hangs", func(r Range) int {
		if r.From == 0 {
			select {}
		}
		panic("the other one")
	})
	if !(len(os.Args) > 1 && os.Args[1] == childArgument) {
		RegisterTask("parent only", Sum)
	}
	ProcessMain()
	if os.Getenv("KERNELEXT_TEST_ORPHANS") != "" {
		Processes(3, "hang", make([]Range, 3)) // until the test kills this process
	}
	os.Exit(m.Run())
}

func killSelf() int {
	syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}

// panicOf returns what f panics with, nil when it returns.
func panicOf(f func()) (value any) {
	defer func() { value = recover() }()
	f()
	return nil
}

// mustPanic fails unless f panics with an error or a string that has all words
// in it, and returns that value.
func mustPanic(t *testing.T, f func(), words ...string) any {
	t.Helper()
	value := panicOf(f)
	if value == nil {
		t.Fatalf("no panic; want one with %q", words)
	}
	for _, word := range words {
		if !strings.Contains(fmt.Sprint(value), word) {
			t.Errorf("panic %q does not say %q", fmt.Sprint(value), word)
		}
	}
	return value
}

// noLeak fails when goroutines remain that f has started. What has said that it
// is done may need a moment of the scheduler to be gone.
func noLeak(t *testing.T, f func()) {
	t.Helper()
	before := runtime.NumGoroutine()
	f()
	for range 1_000_000 {
		if runtime.NumGoroutine() <= before {
			return
		}
		runtime.Gosched()
	}
	stacks := make([]byte, 1<<16)
	t.Errorf("%d goroutines before, %d after:\n%s", before, runtime.NumGoroutine(), stacks[:runtime.Stack(stacks, true)])
}

// readLines reads what f prints to os.Stdout through a pipe.
func readLines(t *testing.T, f func()) []string {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout := os.Stdout
	os.Stdout = w
	read := make(chan string)
	go func() {
		var all strings.Builder
		buffer := make([]byte, 100) // small, so that a line is cut if it can be
		for {
			n, err := r.Read(buffer)
			all.Write(buffer[:n])
			if err != nil {
				read <- all.String()
				return
			}
		}
	}()
	f()
	os.Stdout = stdout
	w.Close()
	text := <-read
	r.Close()
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}
