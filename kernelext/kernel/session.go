package kernel

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"seminar/kernelext/kernel/pipe"
)

// A cell is one execute request: where its output goes.
type cell struct {
	request *message
	number  int // its execution count
	silent  bool
	peer    string // the identity of the client that sent it
	asks    bool   // and that client's reader can be asked for a line
	shown   int    // bytes of stream output; guarded by the output that counts
	test    bool   // it runs in processes of its own, see examine

	expressions map[string]string      // to be evaluated after it
	answers     map[string]pipe.Answer // to them

	displayed atomic.Int64 // bytes of displays, see admit
}

// A session is what the reader has built up, cell by cell, and the worker that
// holds it. When the worker dies, another one takes its place, and what can be
// declared again is declared again.
type session struct {
	program  []string      // the worker's argv
	memory   memory        // that it may use
	patience time.Duration // for a worker to get ready, and for declaring again
	grace    time.Duration // for an interrupted cell to be ended by its worker
	say      time.Duration // for an error to wait for the next worker
	aside    time.Duration // for advice to wait for its turn
	advise   time.Duration // and for its answer
	stream   func(c *cell, name, text string)
	show     func(c *cell, e pipe.Event)
	clear    func(c *cell, wait bool)
	ask      func(c *cell, prompt string, line func(pipe.Request)) // the reader for a line; it does not wait
	fail     func(c *cell, e *pipe.Error)                          // an error that comes after the cell's end

	guard guard           // of what the workers start
	life  context.Context // ends the workers
	ends  sync.WaitGroup  // one for each goroutine of the session and its workers

	mu     sync.Mutex
	rise   *rise       // the present worker, or the attempt at having one
	run    *run        // the cell that runs; nil between cells
	keeps  []pipe.Keep // to be declared again, in this order
	vars   []string    // what a new worker does not have
	falls  []*fall     // deaths of which the next cell is to be told
	notes  []string    // what the first worker had to say
	noted  bool
	mode   string // which worker a cell has asked for
	folder string // where cells are; "" where the kernel is
}

// A run is the execution of one cell.
type run struct {
	cell        *cell
	stop        chan struct{} // closed by an interrupt
	interrupted time.Time     // zero when it is not
	asked       *worker       // who runs it: nil before and after
}

// begin starts the first worker. It does not wait for it.
func (s *session) begin() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.raise()
}

// wait returns after the end of life, when every worker has ended.
func (s *session) wait() { s.ends.Wait() }

// execute runs code as c and returns how it failed, or nil. It blocks until the
// cell, or the worker with it, has ended. One cell runs at a time.
func (s *session) execute(c *cell, code string) *pipe.Error {
	r := &run{cell: c, stop: make(chan struct{})}
	s.setRun(r)
	defer s.setRun(nil)

	for {
		w, failure := s.worker(r.stop)
		if failure != nil {
			return failure
		}
		if !c.silent {
			s.tell(c, w)
		}
		if !s.hand(r, w) {
			return notRun()
		}
		done, ok := w.ask(pipe.Request{Kind: pipe.Execute, Code: code, Cell: c.number, Stdin: c.asks, Expressions: c.expressions}, c, nil)
		if ok {
			c.answers = done.Answers
			s.after(r, w, done)
			if done.Apart {
				return s.examine(r, code, done.Needs)
			}
			return done.Error
		}
		if failure := s.diedRunning(r, w); failure != nil {
			return failure
		}
	}
}

func (s *session) setRun(r *run) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.run = r
}

// hand says that r is w's from now on: an interrupt ends w.
func (s *session) hand(r *run, w *worker) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !r.interrupted.IsZero() {
		return false
	}
	r.asked = w
	return true
}

// after deals with a cell that has ended while its worker has not.
func (s *session) after(r *run, w *worker, done pipe.Event) {
	s.remember(r, w, done)
	for _, note := range done.Notes {
		s.stream(r.cell, "stdout", note+"\n")
	}
	if done.Restart != "" {
		s.renew(r, w, done)
	}
}

// remember takes note of what a cell has left behind, and that an interrupt now
// comes too late to end it. A worker that is to be replaced stays the run's: then
// nobody else deals with its death.
func (s *session) remember(r *run, w *worker, done pipe.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if done.Restart == "" {
		r.asked = nil
		if w.isDead() { // since it answered: watch has left it to us
			s.ends.Go(func() { s.diedIdle(w) })
		}
	}
	if done.Folder != "" {
		s.folder = done.Folder
	}
	s.declares(r.cell, done)
}

// declares takes note of what a cell has declared, or would have. The lock is held.
func (s *session) declares(c *cell, e pipe.Event) {
	if n := len(s.keeps); e.Keep != "" && (n == 0 || s.keeps[n-1].Text != e.Keep) {
		s.keeps = append(s.keeps, pipe.Keep{Cell: c.number, Text: e.Keep})
	}
	for _, name := range e.Vars {
		if !slices.Contains(s.vars, name) {
			s.vars = append(s.vars, name)
		}
	}
}

// query asks the worker something that runs nothing. It returns false when there
// is no answer within that time.
func (s *session) query(r pipe.Request, within time.Duration) (pipe.Event, bool) {
	stop := make(chan struct{})
	defer time.AfterFunc(within, func() { close(stop) }).Stop()
	w, failure := s.worker(stop)
	if failure != nil {
		return pipe.Event{}, false
	}
	return w.ask(r, nil, stop)
}

// consult is query beside a cell that runs: it leaves a worker that dies to that cell.
func (s *session) consult(r pipe.Request, within time.Duration) (pipe.Event, bool) {
	stop := make(chan struct{})
	defer time.AfterFunc(within, func() { close(stop) }).Stop()
	current := s.current()
	select {
	case <-current.over:
	case <-stop:
		return pipe.Event{}, false
	}
	if current.err != nil || current.w.isDead() {
		return pipe.Event{}, false
	}
	return current.w.ask(r, nil, stop)
}

// worker returns a living worker, and waits until there is one. After a worker
// that could not be started, the next caller tries again.
func (s *session) worker(stop <-chan struct{}) (*worker, *pipe.Error) {
	for s.life.Err() == nil {
		current := s.current()
		select {
		case <-current.over:
		case <-stop:
			return nil, notRun()
		}
		if current.err != nil {
			s.giveUp(current)
			return nil, current.err
		}
		if !current.w.isDead() {
			return current.w, nil
		}
		s.diedIdle(current.w)
	}
	return nil, notRun()
}

func (s *session) current() *rise {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.rise == nil {
		s.raise()
	}
	return s.rise
}

func (s *session) giveUp(failed *rise) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.rise == failed {
		s.rise = nil
	}
}

// notRun is the error of a cell that was interrupted before it began.
func notRun() *pipe.Error {
	return &pipe.Error{Name: "interrupted", Value: "the cell was not run",
		Traceback: []string{"interrupted: the cell was not run", "It waited for the process that runs the cells. Run it again."}}
}

// tell shows the cell, which w will run, what happened since the last one.
func (s *session) tell(c *cell, w *worker) {
	s.mu.Lock()
	notes, falls, risen := s.notes, s.falls, s.rise
	s.notes, s.falls = nil, nil
	s.mu.Unlock()
	for _, f := range falls {
		notes = append(notes, "Since the last cell, the process that runs the cells has ended: "+f.cause.Name+": "+f.cause.Value)
		notes = append(notes, f.consequences()...)
	}
	if risen != nil && risen.is(w) && !risen.told.Swap(true) {
		notes = append(notes, risen.failed...)
	}
	for _, note := range notes {
		s.stream(c, "stdout", note+"\n")
	}
}
