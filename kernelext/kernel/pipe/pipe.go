// Package pipe is what the kernel process and the worker process say to each
// other: requests one way, events the other way, each a JSON object behind its
// length.
//
// The frames travel on two pipes of their own, file descriptors 3 (requests)
// and 4 (events) of the worker. Descriptors 1 and 2 stay what a Go program
// expects: whatever the reader's code, its panics or its child processes write
// there is the cell's output, even when it is written an instant before the
// worker dies. The rejected way, frames on stdin and stdout, breaks at the
// first child process that prints.
//
// The two sides are brought into order by marks: see Mark. The package starts
// no process and knows nothing of Jupyter.
//
// A worker is started with GOROOT=/nonexistent in its environment, the real
// value in SEMINAR_GOROOT, the secret of its marks in SEMINAR_MARK and, unless it
// is set, RaceOptions in GORACE; it puts the environment right before a cell sees
// it. Its stdin is /dev/null. It leads a
// process group of its own, which is killed with it, so what a cell starts ends
// with the worker. It keeps descriptors 3 and 4 from the processes that it
// starts, and it ends when 3 is closed. When it closes 4 or writes there what is
// no frame, it is killed.
package pipe

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"sync"
)

// MaxFrame is the largest frame in bytes that Read accepts: one with the largest cell
// or display, however it is escaped. A longer length means a broken stream.
const MaxFrame = 64 << 20

// MaxBundle is the largest bundle in bytes that can be shown: a photograph fits, and
// the kernel, which holds it several times while it passes on, stays small.
const MaxBundle = 16 << 20

// MaxCode is the largest cell in bytes that can be run.
const MaxCode = 8 << 20

// A Kind names what a Request asks for or what an Event says.
type Kind string

// What the kernel asks of the worker. Requests are answered one after the other;
// an interrupt and a line are about the one that is being answered. Complete and Inspect
// are answered beside it, by what the cells before it have declared, or not at all when
// there are too many of them.
const (
	Execute    Kind = "execute"     // run Code as cell Cell; answered by events and one Done
	Replay     Kind = "replay"      // declare Keeps again (what earlier Dones kept); answered by Done
	Interrupt  Kind = "interrupt"   // end the cell that runs, if that can be; answered by that cell's Done, or by nothing
	Complete   Kind = "complete"    // names that fit at Cursor in Code; answered by Completed
	IsComplete Kind = "is_complete" // could Code be run as it stands; answered by Completeness
	Inspect    Kind = "inspect"     // what stands at Cursor in Code; answered by Inspected
	Line       Kind = "line"        // Code is what the reader typed, without the newline, after an Ask; End: there is no more
)

// What the worker says.
const (
	Ready        Kind = "ready"        // the worker accepts requests; its first event, ID 0
	Begun        Kind = "begun"        // a cell is about to run; Keep and Vars are what it declares
	Display      Kind = "display"      // Bundle is shown now; Text holds the mark after which it comes
	Result       Kind = "result"       // Bundle is the value of the cell's last expression
	Done         Kind = "done"         // the request has ended; Error says how, Keep what to replay; Text holds the mark that ends its output
	Completed    Kind = "completed"    // Matches, Start, End
	Completeness Kind = "completeness" // Status, Indent
	Inspected    Kind = "inspected"    // Bundle tells of what was found, or is nil
	Ask          Kind = "ask"          // a cell reads from stdin, and nothing is there; answered by Line; Text holds the mark after which it comes
	Exit         Kind = "exit"         // a cell ends the process by os.Exit; Error.Traceback says where
	Clear        Kind = "clear"        // the cell's output so far goes away: now, or with Wait when more comes; Text holds a mark
)

// The workers that a cell can ask for.
const (
	Host = "host" // the one that runs cells as compiled code, where there is one
	Race = "race" // the same, built with the race detector
)

// MemoryVariable is where the worker finds, in its environment, how many bytes of memory
// the cells may use; 0 means as many as there are.
const MemoryVariable = "SEMINAR_MEMORY_BYTES"

// RaceOptions are those of a worker's race detector: at the end of the process it
// neither waits for a second in case of more races nor changes the exit status,
// so os.Exit in a cell is what it is elsewhere.
const RaceOptions = "exitcode=0 atexit_sleep_ms=0"

// A Request is what the kernel asks of the worker.
type Request struct {
	ID     uint64 // repeated in every event that belongs to it
	Kind   Kind
	Code   string
	Cell   int    // the cell's execution count, for its error positions
	Cursor int    // offset in Code, in bytes
	Keeps  []Keep `json:",omitempty"` // oldest first

	Stdin       bool              `json:",omitempty"` // in Execute: the reader can be asked for a Line
	Expressions map[string]string `json:",omitempty"` // in Execute: to be evaluated after the cell, see Event.Answers
	Detail      int               `json:",omitempty"` // in Inspect: 0 for the signature, 1 for all
	End         bool              `json:",omitempty"`
	Exam        string            `json:",omitempty"` // in Replay: the worker runs one test cell, see package check/exam for the kinds
}

// A Keep is what a cell has declared, see Event.
type Keep struct {
	Cell int
	Text string
}

// An Event is what the worker says, about the request of the same ID.
type Event struct {
	ID         uint64
	Kind       Kind
	Bundle     *Bundle  `json:",omitempty"`
	Error      *Error   `json:",omitempty"` // in Done: nil when the cell succeeded
	Keep       string   `json:",omitempty"` // in Begun and Done: the source of the imports, types, functions and constants it declared
	Vars       []string `json:",omitempty"` // in Begun and Done: the variables it declared, which a new worker does not have
	Text       string   `json:",omitempty"`
	Notes      []string `json:",omitempty"` // in Ready: sentences the reader should see once; in Done: below the cell's output
	Interrupts bool     `json:",omitempty"` // in Ready: the worker can end a cell and go on
	Apart      bool     `json:",omitempty"` // in Done: a test cell, which has not been run: it belongs into a process of its own, in which Needs is declared
	Needs      string   `json:",omitempty"`
	Wanted     []string `json:",omitempty"` // in Done, of a test cell: kinds of processes in which it has to be run, too
	Restart    string   `json:",omitempty"` // in Done: the cell asks for a new worker: Host or Race
	Forget     bool     `json:",omitempty"` // in Done, with Restart: nothing is to be declared again
	Folder     string   `json:",omitempty"` // in Done: where the worker is, and the next one is to be; "" when that is not there any more
	Matches    []Match  `json:",omitempty"`
	Start, End int      `json:",omitempty"` // what Matches replace, as byte offsets in Code
	Status     string   `json:",omitempty"` // complete, incomplete, invalid or unknown
	Indent     string   `json:",omitempty"`
	Update     bool     `json:",omitempty"` // in Display: of what was shown with the same Transient["display_id"]
	Wait       bool     `json:",omitempty"` // in Clear

	Answers map[string]Answer `json:",omitempty"` // in Done: of the request's Expressions
}

// A Match is a text that fits at the cursor.
type Match struct {
	Text string
	Kind string `json:",omitempty"` // what it is: func, type, var, const, field, method, package, path, keyword or command
	Type string `json:",omitempty"` // of a function its parameters and results, of a variable its type
}

// An Answer is the value of an expression, or why there is none.
type Answer struct {
	Bundle *Bundle `json:",omitempty"`
	Error  *Error  `json:",omitempty"`
}

// A Bundle is one value in every representation it has, keyed by media type.
type Bundle struct {
	Data      map[string]any
	Metadata  map[string]any `json:",omitempty"`
	Transient map[string]any `json:",omitempty"`
}

// An Error is a failure of the reader's cell, in the reader's terms.
type Error struct {
	Name      string   // what it was, in one word or two: panic, compile error
	Value     string   // Go's own wording
	Traceback []string // lines to show, positions as cell[n]:line; empty means one line, Name: Value
}

// Mark returns the bytes that the worker writes to its own stdout and stderr
// to say "everything before this belongs before the event that names n". They
// hold a NUL byte, the worker's secret and n, so no cell prints them by chance.
func Mark(secret string, n uint64) string {
	return fmt.Sprintf("\x00%s:%d\x00", secret, n)
}

// Owner returns the bytes that the worker writes to one of its outputs to say
// "what follows here belongs to the request id", as Mark's no cell's own.
func Owner(secret string, id uint64) string {
	return fmt.Sprintf("\x00%s@%d\x00", secret, id)
}

// A Writer writes frames. Its Write may be called from several goroutines;
// frames come out whole. It blocks while the pipe is full.
type Writer struct {
	mu sync.Mutex
	w  io.Writer
}

// NewWriter returns a Writer of frames on w.
func NewWriter(w io.Writer) *Writer { return &Writer{w: w} }

// Write writes v, a Request or an Event, as one frame. What is no JSON, or is
// larger than MaxFrame, is an error and nothing is written.
func (w *Writer) Write(v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("pipe: %w", err)
	}
	if len(body) > MaxFrame {
		return fmt.Errorf("pipe: frame of %d MB, at most %d are accepted", len(body)>>20, MaxFrame>>20)
	}
	frame := append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), body...)
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, err := w.w.Write(frame); err != nil {
		return fmt.Errorf("pipe: %w", err)
	}
	return nil
}

// A Reader reads frames. It is used by one goroutine.
type Reader struct{ r *bufio.Reader }

// NewReader returns a Reader of the frames on r.
func NewReader(r io.Reader) *Reader { return &Reader{bufio.NewReader(r)} }

// Read reads one frame into v. It blocks until a frame has arrived and returns
// io.EOF when the other side has closed the pipe between two frames.
func (r *Reader) Read(v any) error {
	var size [4]byte
	if _, err := io.ReadFull(r.r, size[:]); err != nil {
		if err == io.EOF {
			return io.EOF
		}
		return fmt.Errorf("pipe: %w", err)
	}
	n := binary.BigEndian.Uint32(size[:])
	if n > MaxFrame {
		return fmt.Errorf("pipe: frame of %d bytes, at most %d are accepted", n, MaxFrame)
	}
	body := make([]byte, n)
	if _, err := io.ReadFull(r.r, body); err != nil {
		return fmt.Errorf("pipe: %w", err)
	}
	if err := json.Unmarshal(body, v); err != nil {
		return fmt.Errorf("pipe: %w", err)
	}
	return nil
}
