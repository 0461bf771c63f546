package kernel

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// What Go's runtime writes, and what of it a reader is shown.
func TestACrashTextIsReadAsGoMeantIt(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"a panic in a goroutine of a cell": {`panic: boom

goroutine 34 [running]:
main.worker(0x2a, {0xc000012345, 0x3})
	cell[3]:5 +0x1d
sync.(*WaitGroup).Go.func1()
	/usr/local/go/src/sync/waitgroup.go:239 +0x4a
created by main.run0 in goroutine 1
	cell[4]:12 +0x2c
exit status 2
`, `panic: boom
goroutine 34 [running]:
    cell[3]:5 in main.worker
    cell[4]:12 in created by main.run0
`},
		"an error of the runtime with a signal": {`panic: runtime error: invalid memory address or nil pointer dereference
[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x48f0a1]

goroutine 1 [running]:
main.main()
	/home/me/x.go:5 +0x1
`, "panic: runtime error: invalid memory address or nil pointer dereference\n"},
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
    cell[7]:2 in main.main
goroutine 5 [select (no cases)]:
    cell[2]:9 in main.f
`},
		"a stack overflow":     {"runtime: goroutine stack exceeds 1000000000-byte limit\nruntime: sp=0xc0201 stack=[0xc02, 0xc04]\nfatal error: stack overflow\n\nruntime stack:\n", "fatal error: stack overflow\n"},
		"a signal":             {"SIGQUIT: quit\nPC=0x46 m=0 sigcode=0\n\ngoroutine 0 gp=0x5 [idle]:\n", "fatal error: SIGQUIT: quit\n"},
		"not the one it faked": {"panic: fake\nand more\npanic: real\n\ngoroutine 1 [running]:\n", "panic: real\n"},
	} {
		t.Run(name, func(t *testing.T) {
			e := crashError(test.text, &os.ProcessState{})
			if diff := cmp.Diff(test.want, strings.Join(e.Traceback, "\n")+"\n"); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
			if first, _, _ := strings.Cut(test.want, "\ngoroutine"); strings.TrimSpace(first) != e.Name+": "+e.Value {
				t.Errorf("name %q, value %q", e.Name, e.Value)
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
	if e := crashError(text.String(), &os.ProcessState{}); len(e.Traceback) > maxFrames+2 {
		t.Errorf("%d lines", len(e.Traceback))
	}
}

// watched collects what a crash passes on.
func watched() (*crash, *strings.Builder) {
	var passed strings.Builder
	return newCrash(func(b []byte) { passed.Write(b) }), &passed
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
		if got := passed.String() + "|" + c.text(); got != "warning\n|"+text[len("warning\n"):] {
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
		if name, value := crashCause(c.text()); name != "panic" || value != "boom" {
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
	if n := len(c.text()); n > maxCrash {
		t.Errorf("holds %d bytes", n)
	}
}
