//go:build gophernotes && compiled

package main

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"seminar/kernelext/cell"
	"seminar/kernelext/cell/live"
	"seminar/kernelext/check"
	"seminar/kernelext/check/exam"
	"seminar/kernelext/kernel/pipe"
)

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
	out := c.execute(x, c.notebook.CheckDeclarations(name, code))
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
	return c.execute(x, u).err
}

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
