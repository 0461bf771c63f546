//go:build gophernotes

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"unsafe"

	"seminar/kernelext/cell"
	"seminar/kernelext/kernel/pipe"
	"seminar/kernelext/progress"
)

// A runner runs cells in some way: the interpreter, or compiled where there is a
// toolchain. All methods but interrupt and known are called by one goroutine.
type runner interface {
	// run runs code as cell number cell and blocks until it has ended.
	run(code string, cell int) outcome
	// interrupts tells whether the runner can end a cell and go on.
	interrupts() bool
	// interrupt is called while run is in progress, from another goroutine, and
	// does not wait.
	interrupt()
	// replay declares again what earlier outcomes kept. It shows nothing.
	replay(keeps []pipe.Keep) *pipe.Error
	// known returns what the cells so far have declared. It may be called while run is
	// in progress, from another goroutine.
	known() *cell.Notebook
	// completeness tells whether code could be run as it stands: complete,
	// incomplete (then with the indent of the next line) or invalid.
	completeness(code string) (status, indent string)
	// where returns the lines of a cell at which the calling goroutine is, innermost
	// first, or nil when it runs none.
	where() []string
	// adopt makes the calling goroutine the one that runs cells from now on.
	adopt()
}

// An outcome is how a cell ended.
type outcome struct {
	result  *pipe.Bundle // what its last expression shows; nil for nothing
	err     *pipe.Error  // nil when it succeeded
	keep    string       // see pipe.Event
	vars    []string
	notes   []string
	restart string
	apart   bool   // it is a test cell and has not been run, see exam.go
	needs   string // with apart: what it needs
	forget  bool   // with restart: nothing is declared again
}

// begins is told what a cell declares that is about to run: should it end the
// process, nobody else could say.
var begins = func(keep string, vars []string) {}

// newRunner starts the way in which this binary runs cells, and returns what the
// reader should know about it.
var newRunner = func(show func(pipe.Bundle) error) (runner, []string) {
	in := newInterpreter(show)
	in.because = interpretedBecause()
	return in, in.because
}

// interpretedBecause returns the sentence in which set-up has written down, beside
// this binary, why cells are not compiled here.
func interpretedBecause() []string {
	self, err := os.Executable()
	if err != nil {
		return nil
	}
	text, err := os.ReadFile(filepath.Join(filepath.Dir(self), "interpreted.txt"))
	if err != nil {
		return nil
	}
	return []string{strings.TrimSpace(string(text))}
}

// A worker answers the kernel's requests.
type worker struct {
	requests  *pipe.Reader
	events    *pipe.Writer
	marks     *marks
	runner    runner
	queue     chan pipe.Request // all but interrupts, lines and questions
	questions chan pipe.Request // of a reader who types
	quiet     *quiet
	owners    *owners
	input     *input
	leftover  leftover
	unshown   unshown
	finish    func(failure *pipe.Error) []string // puts things right after the cell that runs, and returns what its reader should know
	exiting   atomic.Bool

	interrupted atomic.Bool // the cell that runs
}

// work is the life of a worker process: requests come on descriptor 3, events
// go to descriptor 4. It ends with the kernel, when descriptor 3 is closed.
func work() {
	secret := os.Getenv("SEMINAR_MARK")
	if secret == "" {
		fail("gophernotes worker is started by the kernel and not by hand; to open the notebooks, run: go tool seminar lab")
	}
	requests, events := os.NewFile(3, "requests"), os.NewFile(4, "events")
	keepFromChildren(requests, events)
	limitMemory()
	surviveInterrupts()
	w := &worker{requests: pipe.NewReader(requests), events: pipe.NewWriter(events), marks: newMarks(secret), queue: make(chan pipe.Request), questions: make(chan pipe.Request, maxQuestions), quiet: newQuiet()}
	w.owners = &owners{marks: w.marks, earlier: map[unsafe.Pointer]uint64{}}
	w.input = &input{ask: func() error { return w.marked(pipe.Event{ID: w.owners.present(), Kind: pipe.Ask}) }}
	standard.before, standard.after = w.owners.before, w.owners.after
	standard.read, standard.exit = w.input.read, w.exits
	w.changing()
	begins = func(keep string, vars []string) {
		if keep != "" || len(vars) > 0 {
			w.send(pipe.Event{ID: w.owners.mine(), Kind: pipe.Begun, Keep: keep, Vars: vars})
		}
	}
	ended := make(chan struct{})
	go w.live(ended, func() {
		runner, notes := newRunner(w.display)
		w.runner = runner
		restoreEnvironment()
		go w.read()
		go w.advise()
		w.leftover.none = runtime.NumGoroutine()
		w.send(pipe.Event{Kind: pipe.Ready, Notes: notes, Interrupts: runner.interrupts()})
		w.serve()
	})
	for range ended {
		go w.live(ended, func() {
			w.left()
			w.serve()
		})
	}
}

// live runs the worker's life on the calling goroutine, never the main one, and
// tells when a cell has ended that by runtime.Goexit, which ends the goroutine and
// nothing else.
func (w *worker) live(ended chan<- struct{}, life func()) {
	defer func() { ended <- struct{}{} }()
	life()
}

// left tells the kernel that the cell ended its own goroutine, and goes on with
// the calling one.
func (w *worker) left() {
	w.runner.adopt()
	const said = "runtime.Goexit ended the cell"
	failure := &pipe.Error{Name: "runtime.Goexit", Value: said, Traceback: []string{said}}
	w.marked(pipe.Event{ID: w.owners.mine(), Kind: pipe.Done, Error: failure, Notes: w.finish(failure)})
}

// restoreEnvironment undoes what the kernel put into the environment for the
// worker's start. A cell sees the environment of whoever started Jupyter.
func restoreEnvironment() {
	if root := os.Getenv("SEMINAR_GOROOT"); root != "" {
		os.Setenv("GOROOT", root)
	} else {
		os.Unsetenv("GOROOT")
	}
	os.Unsetenv("SEMINAR_GOROOT")
	os.Unsetenv("SEMINAR_MARK")
	if os.Getenv("GORACE") == pipe.RaceOptions {
		os.Unsetenv("GORACE")
	}
}

// read reads the requests until the kernel hangs up. It hands them on one after
// the other, except for an interrupt and a line, which are about the one that runs, and
// for questions, which are answered beside it.
func (w *worker) read() {
	for {
		var r pipe.Request
		if err := w.requests.Read(&r); errors.Is(err, io.EOF) {
			os.Exit(0) // whatever a cell is at: nobody would hear of it
		} else if err != nil {
			fail("gophernotes worker: " + err.Error())
		}
		switch r.Kind {
		case pipe.Interrupt:
			w.interrupted.Store(true)
			progress.Interrupt(w.owners.present()) // before the cell's end
			w.runner.interrupt()
			w.input.take(r)
			interruptChildren()
		case pipe.Line:
			w.input.take(r)
		case pipe.Complete, pipe.Inspect:
			w.hear(r)
		default:
			w.queue <- r
		}
	}
}

// serve answers one request after the other.
func (w *worker) serve() {
	for r := range w.queue {
		w.answer(r)
	}
}

func (w *worker) answer(r pipe.Request) {
	w.quiet.begin()
	defer w.quiet.end()
	switch r.Kind {
	case pipe.Execute:
		w.execute(r)
	case pipe.Replay:
		w.owners.begin(r.ID, 0)()
		w.marked(pipe.Event{ID: r.ID, Kind: pipe.Done, Error: w.declare(r)})
	case pipe.IsComplete:
		status, indent := w.runner.completeness(r.Code)
		w.send(pipe.Event{ID: r.ID, Kind: pipe.Completeness, Status: status, Indent: indent})
	}
}

func (w *worker) execute(r pipe.Request) {
	end := w.owners.begin(r.ID, r.Cell)
	w.input.begin(r.Stdin)
	endWatch := w.watch(r)
	w.finish = func(failure *pipe.Error) []string {
		endWatch()
		notes := append(w.input.end(), w.mend()...)
		notes = append(notes, w.unshown.told()...)
		if failure == nil || failure.Name != interrupted { // which tells itself
			notes = append(notes, w.leftover.of(r.Cell)...)
		}
		return notes
	}
	w.interrupted.Store(false)
	out := w.runner.run(r.Code, r.Cell)
	var answers map[string]pipe.Answer
	if out.err == nil && out.restart == "" && !out.apart {
		answers = w.answers(r.Expressions)
	}
	end()
	if w.interrupted.Load() && out.err == nil {
		out.err = interruptedError("It has come to its end.")
	}
	out.notes = append(out.notes, w.finish(out.err)...)
	if out.result != nil {
		if err := w.marked(pipe.Event{ID: r.ID, Kind: pipe.Result, Bundle: out.result}); err != nil {
			said := "the value cannot be shown: " + err.Error()
			out.err = &pipe.Error{Name: "display", Value: said, Traceback: []string{said}}
		}
	}
	w.marked(pipe.Event{ID: r.ID, Kind: pipe.Done, Error: out.err, Keep: out.keep, Vars: out.vars, Notes: out.notes, Restart: out.restart, Forget: out.forget, Apart: out.apart, Needs: out.needs, Wanted: wantedKinds(), Folder: folder(), Answers: answers})
}

// folder is the one in which cells are, or "" when it is gone.
func folder() string {
	dir, err := os.Getwd()
	if err != nil {
		return ""
	}
	return dir
}

// display shows a value at once, as output of the cell for which the calling
// goroutine works. What cannot be shown is told below the cell, too: few cells look at
// the error.
func (w *worker) display(b pipe.Bundle) error {
	err := w.marked(pipe.Event{ID: w.owners.mine(), Kind: pipe.Display, Bundle: &b})
	if err != nil {
		w.unshown.add(err)
	}
	return err
}

// An unshown is what a cell wanted to show and could not.
type unshown struct {
	mu    sync.Mutex
	first error
	n     int
}

func (u *unshown) add(err error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.n++; u.n == 1 {
		u.first = err
	}
}

// told returns the sentence about it, if there is one, and forgets it.
func (u *unshown) told() (notes []string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	switch u.n {
	case 0:
	case 1:
		notes = []string{fmt.Sprintf("A display is missing: %v.", u.first)}
	default:
		notes = []string{fmt.Sprintf("%d displays are missing; of the first one: %v.", u.n, u.first)}
	}
	u.first, u.n = nil, 0
	return notes
}

// exits tells where a cell ends the process. The worker's own end is none of a cell.
func (w *worker) exits(int) {
	if w.runner == nil || w.exiting.Swap(true) {
		return
	}
	if where := w.runner.where(); where != nil {
		w.send(pipe.Event{ID: w.owners.mine(), Kind: pipe.Exit, Error: &pipe.Error{Traceback: where}})
	}
}

// marked sends an event behind the output that was written before it. A bundle
// that is no JSON, or too large, is an error before anything is marked: no mark may be
// in the output without its event.
func (w *worker) marked(e pipe.Event) error {
	e.Error = brief(e.Error)
	if e.Bundle != nil {
		text, err := json.Marshal(e.Bundle)
		if err != nil {
			return err
		}
		if len(text) > pipe.MaxBundle {
			return fmt.Errorf("it has %d MB, at most %d MB are shown", len(text)>>20, pipe.MaxBundle>>20)
		}
	}
	return w.marks.before(func(mark string) error {
		e.Text = mark
		return w.send(e)
	})
}

// send sends an event. A kernel that is gone ends the worker.
func (w *worker) send(e pipe.Event) error {
	err := w.events.Write(e)
	if errors.Is(err, os.ErrClosed) || isBrokenPipe(err) {
		os.Exit(0)
	}
	return err
}
