package kernel

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"gotest.tools/v3/assert"
	"gotest.tools/v3/golden"

	"seminar/kernelext/kernel/stack"
)

// A died is a process that has ended with an exit status, or by a signal.
type died struct {
	status int
	signal string
}

func (e died) Exited() bool  { return e.signal == "" }
func (e died) ExitCode() int { return e.status }
func (e died) String() string {
	if e.signal != "" {
		return "signal: " + e.signal
	}
	return fmt.Sprint("exit status ", e.status)
}

// The files hold what the runtime of Go 1.26 wrote when a worker of compiled cells
// ended, and what a reader is shown of it.
func TestACrashOfACellIsReadAsGoMeantIt(t *testing.T) {
	files, _ := filepath.Glob("testdata/crash/*.txt")
	if len(files) == 0 {
		t.Fatal("no crashes")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			e := crashError(crashText{held: string(text)}, nil, died{status: crashed})
			got := strings.Join(e.Traceback, "\n") + "\n"
			assert.Check(t, golden.String(got, "crash/"+strings.TrimSuffix(filepath.Base(file), "txt")+"golden"))
			if !strings.HasPrefix(got, e.Name+": "+e.Value+"\n") {
				t.Errorf("name %q, value %q", e.Name, e.Value)
			}
		})
	}
}

// What no cell needs to have caused, and what the interpreter writes.
func TestACrashTextIsReadAsGoMeantIt(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"an error of the runtime outside cells": {`panic: runtime error: invalid memory address or nil pointer dereference
[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x48f0a1]

goroutine 1 [running]:
main.main()
	/home/me/x.go:5 +0x1
`, "panic: runtime error: invalid memory address or nil pointer dereference\n"},
		"a panic in an interpreted cell": {`panic: boom

goroutine 1 [running]:
worker()
	cell[3]:5
main()
	cell[4]:12
`, `panic: boom
goroutine 1 [running]:
    cell[3]:5 in worker
    cell[4]:12 in main
`},
		"a value of several lines": {"panic: first\nsecond\n\ngoroutine 1 [running]:\n", "panic: first\nsecond\n"},
		"a panic while panicking":  {"panic: first [recovered]\n\tpanic: second\n\ngoroutine 1 [running]:\n", "panic: first [recovered]\n\tpanic: second\n"},
		"a deadlock": {`fatal error: all goroutines are asleep - deadlock!

goroutine 1 [chan receive]:
main.main()
	cell[7]:2 +0x1
goroutine 5 [select (no cases)]:
main.f()
	cell[2]:9 +0x1
`, `fatal error: all goroutines are asleep - deadlock!
goroutine 1 [chan receive]:
    cell[7]:2 in main
goroutine 5 [select (no cases)]:
    cell[2]:9 in f
`},
		"a signal":             {"SIGQUIT: quit\nPC=0x46 m=0 sigcode=0\n\ngoroutine 0 gp=0x5 [idle]:\n", "fatal error: SIGQUIT: quit\n"},
		"not the one it faked": {"panic: fake\nand more\npanic: real\n\ngoroutine 1 [running]:\n", "panic: real\n"},
	} {
		t.Run(name, func(t *testing.T) {
			e := crashError(crashText{held: test.text}, nil, died{status: crashed})
			if diff := cmp.Diff(test.want, strings.Join(e.Traceback, "\n")+"\n"); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
			if first, _, _ := strings.Cut(test.want, "\ngoroutine"); strings.TrimSpace(first) != e.Name+": "+e.Value {
				t.Errorf("name %q, value %q", e.Name, e.Value)
			}
		})
	}
}

func TestFunctionsThatCallEachOtherAreShownOnce(t *testing.T) {
	for _, test := range []struct {
		calls  string // a letter for each function, innermost first
		elided int
		want   string
	}{
		{"abc", 0, "a b c"},
		{"abab", 0, "a b a b"},
		{"ababab", 0, "a b [2, 3 times]"},
		{"xabcabcabcabd", 0, "x a b c [3, 3 times] a b d"},
		{"ababab", 100, "a b [2, 53 times]"},
		{"abababbababz", 99, "a b [2, 55 times] z"},
		{"ababab" + "z" + "cdcdcd", 10, "a b [2, 8 times] z c d [2, 3 times]"},
		{"", 0, ""},
	} {
		var frames []stack.Frame
		for _, function := range test.calls {
			frames = append(frames, stack.Frame{Cell: "cell[1]", Line: 1, Function: string(function), Times: 1})
		}
		got := strings.Join(frameLines(frames, test.elided), " ")
		got = strings.NewReplacer("cell[1]:1 in ", "", "these ", "[", " again and again", "", "times", "times]").Replace(got)
		if got != test.want {
			t.Errorf("%s: got %s, want %s", test.calls, got, test.want)
		}
	}
}

func TestAnEndWithoutACrashIsNone(t *testing.T) {
	const hint = "os.Exit, log.Fatal and the like end the process in which all cells live."
	for name, test := range map[string]struct {
		text string
		how  died
		want string
	}{
		"os.Exit":                  {"", died{status: 3}, "exit: exit status 3\n" + hint},
		"os.Exit like a crash":     {"", died{status: crashed}, "exit: exit status 2\n" + hint},
		"os.Exit with everything":  {"", died{}, "exit: exit status 0\n" + hint},
		"log.Fatal with a prefix":  {"fatal: no such\nfile\n", died{status: 1}, "exit: exit status 1\nfatal: no such\nfile\n" + hint},
		"a fake panic":             {"panic: not really\n", died{}, "exit: exit status 0\npanic: not really\n" + hint},
		"the race detector":        {"ThreadSanitizer: failed to restore address 0xfcf7950a1a5\n", died{}, "fatal error: ThreadSanitizer: failed to restore address 0xfcf7950a1a5\nGo's race detector has ended the process. To go on without it, run: %race off"},
		"kill -9":                  {"", died{signal: "killed"}, "killed: signal: killed\nSomething has killed the process in which all cells live: a cell itself, somebody at this machine, or the system, when the machine had no memory left."},
		"a panic and then kill -9": {"panic: boom\n\ngoroutine 1 [running]:\n", died{signal: "killed"}, "panic: boom"},
	} {
		t.Run(name, func(t *testing.T) {
			e := crashError(crashText{held: test.text}, nil, test.how)
			if diff := cmp.Diff(test.want, strings.Join(e.Traceback, "\n")); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

func TestADeadlockOfThousandsIsShownShort(t *testing.T) {
	var text strings.Builder
	text.WriteString("fatal error: all goroutines are asleep - deadlock!\n\n")
	for i := range 10_000 {
		fmt.Fprintf(&text, "goroutine %d [chan receive]:\nmain.f()\n\tcell[1]:%d +0x1\n", i, i)
	}
	if e := crashError(crashText{held: text.String()}, nil, died{status: crashed}); len(e.Traceback) > maxTrace+2 {
		t.Errorf("%d lines", len(e.Traceback))
	}
}

// watched collects what a crash passes on.
func watched() (*crash, *strings.Builder) {
	var passed strings.Builder
	return newCrash(func(b []byte) { passed.Write(b) }, func() {}), &passed
}

func TestACrashTextIsHeldBackHoweverItIsCut(t *testing.T) {
	const text = "warning\npanic: boom\n\ngoroutine 1 [running]:\nmain.main()\n"
	for size := 1; size < len(text); size++ {
		c, passed := watched()
		for rest := text; rest != ""; {
			n := min(size, len(rest))
			c.write([]byte(rest[:n]))
			rest = rest[n:]
		}
		if got := passed.String() + "|" + c.text().held; got != "warning\n|"+text[len("warning\n"):] {
			t.Fatalf("pieces of %d: got %q", size, got)
		}
	}
}

func TestAPanicInTheMiddleOfALineIsNone(t *testing.T) {
	c, passed := watched()
	c.write([]byte("he said "))
	c.write([]byte("panic: no\n"))
	if passed.String() != "he said panic: no\n" {
		t.Errorf("got %q", passed)
	}
}

// On a very busy machine a worker may pause inside its last words.
func TestACrashTextThatPausedIsStillRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, passed := watched()
		c.write([]byte("panic: boom\n"))
		time.Sleep(2 * crashQuiet)
		synctest.Wait()
		c.write([]byte("\ngoroutine 1 [running]:\n"))
		if name, value := crashCause(c.text().late + c.text().held); name != "panic" || value != "boom" {
			t.Errorf("got %q %q", name, value)
		}
		if !strings.HasPrefix(passed.String(), "panic: boom\n") {
			t.Errorf("passed on %q", passed)
		}
	})
}

func TestACrashTextWithoutEndTakesNoMemory(t *testing.T) {
	c, _ := watched()
	c.write([]byte("panic: boom\n\n"))
	for range 100 {
		c.write(make([]byte, 1<<20))
	}
	if n := len(c.text().late) + len(c.text().held); n > maxCrash {
		t.Errorf("holds %d bytes", n)
	}
}

// To write down what 100,000 goroutines were at takes a process 20 seconds.
func TestACrashThatHasSaidEnoughIsStopped(t *testing.T) {
	for text, want := range map[string]bool{
		"fatal error: runtime: out of memory\n\nruntime stack:\nruntime.throw()\n": true,
		"panic: first\nsecond\n\ngoroutine 7 [running]:\nmain.main()\n":            true,
		"panic: a line that a cell has printed, and many more\n\n":                 false,
	} {
		stopped := 0
		c := newCrash(func([]byte) {}, func() { stopped++ })
		c.write([]byte(text))
		if stopped != 0 {
			t.Errorf("%q: stopped at once", text)
		}
		for range 2 * maxCrash / (64 << 10) {
			c.write([]byte(strings.Repeat("goroutine 8 [chan receive]:\n", (64<<10)/28)))
		}
		if (stopped == 1) != want {
			t.Errorf("%q: stopped %d times", text, stopped)
		}
		c.text()
	}
}
