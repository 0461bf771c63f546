//go:build gophernotes && compiled

package main

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"

	"seminar/kernelext/cell"
	"seminar/kernelext/cell/live"
	"seminar/kernelext/check"
	"seminar/kernelext/check/exam"
	"seminar/kernelext/kernel/pipe"
	"seminar/kernelext/progress"
)

// tests tells whether the cell is one to be run apart. One that does not compile here may do so there, where names that
// cells have hidden mean what they did; syntax errors are errors in both.
func tests(u *cell.Unit) bool { return u.Uses(checkPath) && u.Readable() }

// apart hands a test cell back to the kernel, which runs it in processes of its own. What it declares
// is declared here, too, whatever the tests say: a student's function is there although it is in one cell with a call
// of check.
func (c *compiled) apart(x *execution, u *cell.Unit, name, code string, notes []string) outcome {
	if u.UsesFunction(checkPath, "NoRace") {
		if err := needRace(); err != nil {
			return outcome{err: commandError("check.NoRace", err.Error()), notes: notes}
		}
	}
	needs := u.Needs()
	out := c.execute(x, c.notebook.CheckBeside(name, code))
	out.notes = append(notes, out.notes...)
	if out.err == nil {
		out.apart, out.needs = true, needs
	}
	return out
}

// needRace builds the worker with the race detector where it is missing or older than this one.
func needRace() error {
	mine, err1 := os.Stat(workerOf(pipe.Host))
	race, err2 := os.Stat(workerOf(pipe.Race))
	if err1 == nil && err2 == nil && !race.ModTime().Before(mine.ModTime()) {
		return nil
	}
	return buildRace()
}

// examine declares what the test cell needs. Its variables get their first values: by code of the
// reader's, which may fail like any other.
func (c *compiled) examine(kind exam.Kind, needs string) *pipe.Error {
	debug.SetMaxStack(deepest)
	if kind != exam.Plain {
		hush()
	}
	unseen()
	exam.Choices = &choices
	c.exam = kind
	c.options.Points = kind == exam.Schedules
	c.notebook = cell.New(c.options)
	for _, p := range piecesOf(needs) {
		c.sources.restore(p)
	}
	x := c.begin(0)
	defer c.end(x)
	if failure := c.modules(x.ctx, "", needs); failure != nil {
		return failure
	}
	u, missing := c.notebook.Replay([]string{needs})
	if missing != nil {
		return &pipe.Error{Name: "not declared", Value: strings.Join(missing, " "), Traceback: missing}
	}
	if failure := c.execute(x, u).err; failure != nil {
		return failure
	}
	c.notebook.Seal()
	return nil
}

// deepest is how large a goroutine's stack may get in the process of a test cell: a recursion
// without end reaches Go's own bound of 1 GB after two minutes, when nobody waits for it any more.
const deepest = 16 << 20

// hush lets a test cell's prints go nowhere: it has been run before, in a plain process, and was
// heard there. What the checks note is still heard.
func hush() {
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		return
	}
	if loud, err := unix.Dup(1); err == nil {
		unix.CloseOnExec(loud)
		exam.Out = os.NewFile(uintptr(loud), "output")
	}
	_ = unix.Dup2(int(null.Fd()), 1) // else it is heard twice
	null.Close()
}

// unseen keeps progress out of sight that is made by the false clock of a check: 20 s go by in no time.
func unseen() {
	place := progress.NewPlace
	progress.NewPlace = func() progress.Place {
		if check.InBubble() {
			return nowhere{}
		}
		return place()
	}
}

// A nowhere is a progress.Place that nobody sees.
type nowhere struct{}

func (nowhere) Cell() uint64 { return 0 }

func (nowhere) Show(map[string]any, progress.State) {}

// overdue is set when the test cell was ended because its own code came to no end.
var overdue atomic.Bool

// watched runs the work of a cell. Code of a test cell outside of all checks gets as long as code
// within one: so a call that never returns is a failure of the check that it is written for, and no
// time-out of who grades.
func (c *compiled) watched(x *execution, work func(*live.Run)) ending {
	if c.exam == "" {
		return x.run(work)
	}
	exam.Begin(c.exam)
	over := make(chan struct{})
	defer close(over)
	go func() {
		for tick := time.NewTicker(looks); ; {
			select {
			case <-over:
				return
			case <-tick.C:
			}
			if exam.Outside() > check.Patience {
				overdue.Store(true)
				c.interrupt()
				return
			}
		}
	}()
	return x.run(work)
}

// failedCheck is what the reader sees of a check that does not hold.
const failedCheck = "check failed"

// examined says a failed check in its own words, and which call of the cell it was.
func (c *compiled) examined(out outcome, x *execution, e ending) outcome {
	if c.exam == "" || out.err == nil {
		return out
	}
	var f *check.Failure
	said, lines := "", []string(nil)
	if err, ok := e.panicked.(error); ok && errors.As(err, &f) {
		said = f.Error()
		lines = c.lines(append(e.frames, x.placed()...))
	} else if overdue.Load() {
		said = fmt.Sprintf("what the test calls has come to no end within %g s.", check.Patience.Seconds())
		lines = out.err.Traceback[1:]
	} else {
		return out
	}
	out.err = &pipe.Error{Name: failedCheck, Value: said, Traceback: append(strings.Split(failedCheck+": "+said, "\n"), lines...)}
	return out
}

// asTest says below the compiler's words about a test cell, which its reader cannot change, what the reader
// can do.
func (c *compiled) asTest(u *cell.Unit, failure *pipe.Error) *pipe.Error {
	switch {
	case !u.Uses(checkPath):
	case strings.Contains(failure.Value, "undefined: "):
		failure.Traceback = append(failure.Traceback, "This cell is a test. What is undefined is declared by no cell that has run: run the cell with your solution.")
	default:
		failure.Traceback = append(failure.Traceback, "This cell is a test. If you have changed the first line of a function that it calls, put it back as it was.")
	}
	return failure
}
