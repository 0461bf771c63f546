package kernel

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"sync/atomic"
	"time"

	"seminar/kernelext/kernel/pipe"
)

// A rise is one attempt at having a worker.
type rise struct {
	over   chan struct{} // closed when it has succeeded or failed; the rest is set before
	w      *worker
	err    *pipe.Error
	failed []string    // sentences on what could not be declared again
	told   atomic.Bool // a cell has shown them
}

// A fall is the death of a worker.
type fall struct {
	cause *pipe.Error
	all   bool          // that cells have declared is gone
	gone  []string      // the variables that were in it
	kept  bool          // there was something to declare again
	wait  time.Duration // for the new worker, see sayWithin
	next  *rise
}

// raise begins an attempt at having a worker, and then watches it for a death
// between cells. The lock is held.
func (s *session) raise() {
	r := &rise{over: make(chan struct{})}
	keeps := s.keeps
	s.rise = r
	if s.life.Err() != nil {
		r.err = notRun()
		close(r.over)
		return
	}
	s.ends.Go(func() {
		if r.w, r.err = s.start(); r.err == nil {
			s.replay(r, keeps)
		}
		close(r.over)
		if r.err == nil {
			s.watch(r.w)
		}
	})
}

// start starts the worker that the session goes on with, and waits until it is ready.
func (s *session) start() (*worker, *pipe.Error) {
	s.mu.Lock()
	mode := s.mode
	s.mu.Unlock()
	return s.startIn(mode, s.stream)
}

// startIn starts a worker of that mode, whose output goes to stream, and waits until it is ready.
func (s *session) startIn(mode string, stream func(c *cell, name, text string)) (*worker, *pipe.Error) {
	w, err := s.startWorker(s.argv(mode), stream)
	if err != nil {
		return nil, startError(err)
	}
	stop := context.AfterFunc(s.life, w.kill)
	s.ends.Go(func() { <-w.dead; stop() })
	select {
	case e := <-w.ready:
		s.note(e.Notes)
		w.soft = e.Interrupts
		return w, nil
	case <-w.dead:
		return nil, startError(fmt.Errorf("it ended before it was ready: %s: %s", w.cause.Name, w.cause.Value))
	case <-time.After(s.patience):
		w.kill()
		return nil, startError(fmt.Errorf("it was not ready after %v", s.patience))
	}
}

// note keeps what the first worker has to say; the others say it again.
func (s *session) note(notes []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.noted {
		s.notes, s.noted = append(s.notes, notes...), true
	}
}

// startError says what to do about a worker that does not start.
func startError(err error) *pipe.Error {
	value := "the process that runs the cells does not start: " + strings.TrimPrefix(err.Error(), "kernel: ")
	advice := "Run the cell again. If that does not help, run: go tool seminar doctor"
	if errors.Is(err, exec.ErrNotFound) {
		advice = "Run: go tool seminar install"
	}
	return &pipe.Error{Name: "no worker", Value: value, Traceback: []string{"no worker: " + value, advice}}
}

// replay declares again what was kept, all in one request. A worker that dies of
// that, or comes to no end, is replaced by one for which nothing is declared.
func (s *session) replay(r *rise, keeps []pipe.Keep) {
	if len(keeps) == 0 {
		return
	}
	done, ok := s.declare(r.w, keeps)
	if !ok {
		r.w.kill()
		<-r.w.dead
		s.forgetKeeps()
		r.failed = []string{fmt.Sprintf("What the earlier cells declared ended the new process, too (%s: %s), so nothing is declared any more: run the cells again, from the top.", r.w.cause.Name, r.w.cause.Value)}
		r.w, r.err = s.start()
		return
	}
	if done.Error != nil {
		r.failed = done.Error.Traceback
	}
}

func (s *session) declare(w *worker, keeps []pipe.Keep) (pipe.Event, bool) {
	stop := make(chan struct{})
	defer time.AfterFunc(s.patience, func() { close(stop) }).Stop()
	return w.ask(pipe.Request{Kind: pipe.Replay, Keeps: keeps}, nil, stop)
}

func (s *session) forgetKeeps() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keeps = nil
}

// watch notices a death between cells. One that ends a cell is seen by execute.
func (s *session) watch(w *worker) {
	<-w.dead
	s.mu.Lock()
	running := s.run != nil && s.run.asked == w
	s.mu.Unlock()
	if !running {
		s.diedIdle(w)
	}
}

// diedRunning returns the error of the cell during which w died, or nil when w
// had died before the cell reached it: then the next worker can run it.
func (s *session) diedRunning(r *run, w *worker) *pipe.Error {
	s.mu.Lock()
	r.asked = nil
	if s.life.Err() != nil {
		s.mu.Unlock()
		return shutDown()
	}
	if !s.rise.is(w) {
		s.mu.Unlock()
		return nil
	}
	s.declares(r.cell, w.declared())
	f := s.fallen(w)
	asked := r.interrupted
	s.mu.Unlock()
	if !asked.IsZero() {
		f.wait = time.Until(asked.Add(interruptWithin))
		f.cause = interrupted()
	}
	return f.report()
}

// interrupted is the error of a cell that an interrupt has ended.
func interrupted() *pipe.Error {
	const said = "the cell was interrupted"
	return &pipe.Error{Name: "interrupted", Value: said, Traceback: []string{"interrupted: " + said}}
}

// shutDown is the error of a cell that the kernel's end has ended.
func shutDown() *pipe.Error {
	return &pipe.Error{Name: "shutdown", Value: "the kernel was shut down"}
}

// diedIdle deals with a worker that died between cells: a goroutine that
// outlived its cell has ended it, or somebody killed it. The cell of the goroutine
// shows it, or the last one when that is not known, and the next one is told.
func (s *session) diedIdle(w *worker) {
	s.mu.Lock()
	if s.rise == nil || !s.rise.is(w) || s.life.Err() != nil {
		s.mu.Unlock() // somebody else has dealt with it
		return
	}
	f, blamed := s.fallen(w), w.blamed()
	s.falls = append(s.falls, f)
	s.mu.Unlock()
	if blamed != nil && !blamed.silent {
		s.fail(blamed, f.report())
	}
}

// is says whether the attempt is over and has given w.
func (r *rise) is(w *worker) bool {
	select {
	case <-r.over:
		return r.w == w
	default:
		return false
	}
}

// fallen takes w's death into account and raises the next worker. The lock is
// held.
func (s *session) fallen(w *worker) *fall {
	f := &fall{cause: w.cause, gone: s.vars, kept: len(s.keeps) > 0, wait: s.say}
	s.vars = nil
	s.raise()
	f.next = s.rise
	return f
}

// report returns the error that tells the reader of the death, with its
// consequences below.
func (f *fall) report() *pipe.Error {
	e := *f.cause
	e.Traceback = append(append([]string{}, e.Traceback...), f.consequences()...)
	return &e
}

// sayWithin is how long an error waits for the new worker so that it can say how
// that went; if it takes longer, the next cell is told. An interrupted cell has
// ended within 2 s, all in all.
const (
	sayWithin       = 1200 * time.Millisecond
	interruptWithin = 1800 * time.Millisecond
)

// consequences tells what is there after the death and what is gone.
func (f *fall) consequences() []string {
	select {
	case <-f.next.over:
		if f.next.err != nil {
			return f.next.err.Traceback
		}
		f.next.told.Store(true)
		if len(f.next.failed) > 0 {
			return append(append([]string{}, f.next.failed...), f.losses())
		}
	case <-time.After(f.wait):
	}
	said := []string{"The cells go on in a new process."}
	if f.kept {
		said = append(said, "The imports, types and functions of the cells are declared again.")
	}
	return append(said, f.losses())
}

// losses says what is gone.
func (f *fall) losses() string {
	switch n := len(f.gone); {
	case f.all:
		return "Gone: all that the cells have declared."
	case n == 0:
		return "Nothing is lost."
	case n == 1:
		return "Gone: the variable " + f.gone[0] + "."
	}
	return "Gone: the variables " + names(f.gone) + "."
}

// names joins names as a sentence does, and counts those after the eighth.
func names(all []string) string {
	const shown = 8
	last := all[len(all)-1]
	if more := len(all) - shown; more > 1 {
		all, last = all[:shown+1], fmt.Sprintf("%d more", more)
	}
	return strings.Join(all[:len(all)-1], ", ") + " and " + last
}
