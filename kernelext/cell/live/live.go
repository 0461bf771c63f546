// Package live is what a compiled cell calls while it runs: it announces the
// cell to the worker that opens it, takes note of how far it has come and what it
// shows, and stops its loops on an interrupt.
//
// The package is linked into the worker and shared by all cells. A reader's code
// never names it; the calls are put there when the cell is emitted. It opens no
// plugin, prints nothing and knows nothing of Jupyter.
package live

import (
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"unsafe"
)

// Names are what a cell registers: its variables, by pointer, and its functions.
type Names = map[string]any

// A Cell is a compiled cell that has been opened.
type Cell struct {
	Path  string     // of its package: nb/c3
	Run   func(*Run) // its statements
	Names Names
}

var (
	mu     sync.Mutex
	opened = map[string]*Cell{}
)

// Register is called by the init function of a compiled cell.
func Register(path string, run func(*Run), names Names) {
	mu.Lock()
	defer mu.Unlock()
	opened[path] = &Cell{path, run, names}
}

// Opened returns the cell of that package path, or nil when it has not been
// opened.
func Opened(path string) *Cell {
	mu.Lock()
	defer mu.Unlock()
	return opened[path]
}

// A Run is one execution of a cell's statements. At and Show are called by the
// cell, on the goroutine that runs it.
type Run struct {
	who     atomic.Pointer[identity] // nil before it begins
	reached atomic.Int64
	values  []any
	shown   bool
}

// An identity tells the goroutines of a run from all others.
type identity struct {
	goroutine string         // the number of the one that runs it
	label     unsafe.Pointer // of the profiling labels of all goroutines that it starts
}

// Begin makes the calling goroutine the one that runs. The caller has put labels of
// runtime/pprof on it, made for this run: the goroutines that it starts inherit
// them, and by them a run knows its own.
func (r *Run) Begin() {
	r.who.Store(&identity{number(), profLabel()})
}

// Mine tells whether the calling goroutine is the one that runs.
func (r *Run) Mine() bool { return r.Goroutine() == number() }

// At says that the statements before the n-th have been executed.
func (r *Run) At(n int) { r.reached.Store(int64(n)) }

// Reached returns how many statements have been executed.
func (r *Run) Reached() int { return int(r.reached.Load()) }

// Show takes the values of the cell's last expression.
func (r *Run) Show(values ...any) { r.values, r.shown = values, true }

// Hide takes the values of a last expression that ends with a semicolon, and
// forgets them.
func (r *Run) Hide(...any) {}

// Retype points a variable of a new type at the memory of an earlier one that
// looks the same.
func Retype[T any](variable **T, at unsafe.Pointer) { *variable = (*T)(at) }

// Pointer gives a variable that is allocated its type. It is checked and never
// called.
func Pointer[T any](T) *T { return nil }

// Allocate makes a variable that Pointer gave its type.
func Allocate[T any](variable **T) { *variable = new(T) }

// Values returns what Show took, and whether it was called.
func (r *Run) Values() ([]any, bool) { return r.values, r.shown }

// Goroutine returns the number of the goroutine that runs the cell, as stack
// traces name it, or "" before Begin.
func (r *Run) Goroutine() string {
	if who := r.who.Load(); who != nil {
		return who.goroutine
	}
	return ""
}

// Turn is called before each statement of the cells that were emitted with points, see
// cell.Options; nil: nobody wants to know.
var Turn atomic.Pointer[func()]

// Point is what stands before a statement.
func Point() {
	if turn := Turn.Load(); turn != nil {
		(*turn)()
	}
}

// Label is what identifies the calling goroutine's labels of runtime/pprof, which goroutines hand on to those
// that they start.
func Label() unsafe.Pointer { return profLabel() }

// Pass is Point between a value and what is done with it.
func Pass[T any](v T) T {
	Point()
	return v
}

// Stop is true while a cell is interrupted. Loops of cells read it at their head
// and call Interrupt when it is set: one load and a branch that is not taken.
var Stop atomic.Bool

// stopping is whom to interrupt.
var stopping atomic.Pointer[identity]

// StopRun asks the loops of r, and those of the goroutines that it has started,
// to end. It does not wait. Go ends that: as long as it is not called, loops of
// other cells run slower.
func StopRun(r *Run) {
	stopping.Store(r.who.Load())
	Stop.Store(true)
}

// Go lets all loops run again.
func Go() {
	Stop.Store(false)
	stopping.Store(nil)
}

// Interrupted is what a cell's own goroutine panics with when it is interrupted.
type Interrupted struct{}

// Error says what has happened.
func (Interrupted) Error() string { return "the cell was interrupted" }

// Interrupt is called by a loop that found Stop set. On the goroutine of the
// cell that is interrupted it panics with Interrupted; on one that this cell has
// started it calls runtime.Goexit, so that deferred calls run and the worker goes
// on. On any other it returns: earlier cells' goroutines are none of its business.
func Interrupt() {
	who := stopping.Load()
	switch {
	case who == nil || profLabel() != who.label:
		runtime.Gosched()
	case number() == who.goroutine:
		panic(Interrupted{})
	default:
		runtime.Goexit()
	}
}

// profLabel returns what identifies the calling goroutine's labels.
//
//go:linkname profLabel runtime/pprof.runtime_getProfLabel
func profLabel() unsafe.Pointer

// number returns the calling goroutine's number. Go only tells it in the first
// line of a stack trace: goroutine 18 [running]:
func number() string {
	var b [64]byte
	line := string(b[:runtime.Stack(b[:], false)])
	return strings.Fields(line)[1]
}
