package kernel

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"seminar/kernelext/kernel/pipe"
	"seminar/kernelext/kernel/stack"
)

// openers are how the text begins that Go's runtime writes to stderr when it
// ends a process (runtime/panic.go, runtime/signal_unix.go).
var openers = []string{"panic: ", "fatal error: ", "runtime: ", "unexpected fault address ", "fatal: ", "SIG", detector}

// detector begins what the race detector writes when it gives up. It then ends the
// process with the status that it has for reports, see pipe.RaceOptions.
const detector = "ThreadSanitizer: "

// A crash watches a worker's stderr for the text of a crash and holds it back:
// it is shown as the cell's error and not a second time as a stream. Text that
// only looks like it is passed on at the next mark or when the worker has gone
// on living for a while.
type crash struct {
	pass func([]byte) // called with the lock held
	stop func()       // called when a crash has said enough: to write down 100,000 goroutines takes it 20 s

	mu      sync.Mutex
	held    []byte // from an opener on
	holding bool
	inLine  bool   // what was passed on does not end with a newline
	late    []byte // what was passed on since the last mark although it began like a crash
	timer   *time.Timer
}

const (
	crashQuiet = time.Second // a process that writes its crash text is not silent that long
	maxCrash   = 1 << 20     // bytes; what stands behind tells no reader more
)

// traced is what the text of a crash begins with.
var traced = regexp.MustCompile(`(?m)^(panic|fatal error): [^\n]*\n(.*\n)*?\n(runtime stack:|goroutine \d+ .*\[running)`)

func newCrash(pass func([]byte), stop func()) *crash {
	c := &crash{pass: pass, stop: stop}
	c.timer = time.AfterFunc(time.Hour, c.release)
	c.timer.Stop()
	return c
}

// write takes what was written to stderr.
func (c *crash) write(b []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.holding {
		i := c.opener(b)
		c.passOn(b[:i])
		b = b[i:]
		c.holding = len(b) > 0
	}
	if c.holding {
		c.timer.Reset(crashQuiet)
		room := maxCrash - len(c.held)
		c.held = append(c.held, b[:min(len(b), room)]...)
		if 0 < room && room <= len(b) && traced.Match(c.held) { // full just now: to look again would be of no use
			c.stop()
		}
	}
}

// opener returns the index in b of a line that begins like a crash text, or
// that may go on to do so; else the length of b.
func (c *crash) opener(b []byte) int {
	for i := 0; i < len(b); {
		line := b[i:]
		if end := bytes.IndexByte(line, '\n'); end >= 0 {
			line = line[:end+1]
		}
		if !(i == 0 && c.inLine) && opens(line) {
			return i
		}
		i += len(line)
	}
	return len(b)
}

func opens(line []byte) bool {
	for _, o := range openers {
		if bytes.HasPrefix(line, []byte(o)) || strings.HasPrefix(o, string(line)) {
			return true
		}
	}
	return false
}

func (c *crash) passOn(b []byte) {
	if len(b) == 0 {
		return
	}
	c.pass(b)
	c.inLine = b[len(b)-1] != '\n'
	if len(c.late) > 0 {
		c.late = append(c.late, b[:min(len(b), maxCrash-len(c.late))]...)
	}
}

// release passes on what is held, because nothing followed it for a while.
func (c *crash) release() {
	c.mu.Lock()
	defer c.mu.Unlock()
	held := c.held
	c.held, c.holding = nil, false
	c.passOn(held)
	if len(c.late) == 0 {
		c.late = held
	}
}

// marked passes on what is held: the worker lives, so it was no crash.
func (c *crash) marked() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.timer.Stop()
	held := c.held
	c.held, c.late, c.holding = nil, nil, false
	c.passOn(held)
}

// A crashText is what a dead worker may have said about its end. On a machine so
// busy that the worker paused in the middle of it, some of it was passed on.
type crashText struct{ late, held string }

// text returns the last words of a worker that has died.
func (c *crash) text() crashText {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.timer.Stop()
	return crashText{string(c.late), string(c.held)}
}

// An ending is how a process ended: an os.ProcessState.
type ending interface {
	Exited() bool
	ExitCode() int
	String() string
}

// crashed is the exit status of a process that Go's runtime has ended.
const crashed = 2

// whereAllLive is what a cell's death ends.
const whereAllLive = "the process in which all cells live"

// crashError says why a worker died, in Go's own wording. Text that was held back
// because it began like that of a crash, but was the cell's own, as the exit status
// tells, is shown here. Exit are the lines at which a cell called os.Exit.
func crashError(text crashText, exit []string, state ending) *pipe.Error {
	all := text.late + text.held
	if name, value := crashCause(all); name != "" && (!state.Exited() || state.ExitCode() == crashed) {
		return workerError(name, value, readersFrames(all)...)
	}
	if i := strings.Index("\n"+text.held, "\n"+detector); i >= 0 {
		said, _, _ := strings.Cut(text.held[i:], "\n")
		return workerError("fatal error", said, "Go's race detector has ended the process. To go on without it, run: %race off")
	}
	if !state.Exited() {
		return workerError("killed", state.String(), "Something has killed "+whereAllLive+": a cell itself, somebody at this machine, or the system, when the machine had no memory left.")
	}
	below := exit
	if held := strings.TrimRight(text.held, "\n"); held != "" {
		below = append(below, strings.Split(held, "\n")...)
	}
	return workerError("exit", state.String(), append(below, "os.Exit, log.Fatal and the like end "+whereAllLive+".")...)
}

func workerError(name, value string, below ...string) *pipe.Error {
	return &pipe.Error{Name: name, Value: value, Traceback: append([]string{name + ": " + value}, below...)}
}

// crashCause returns what a crash text says it was. The last cause counts: a
// cell may have printed something that looks like one.
func crashCause(text string) (name, value string) {
	last := -1
	for _, n := range []string{"panic", "fatal error"} {
		if i := strings.LastIndex("\n"+text, "\n"+n+": "); i > last {
			last, name, value = i, n, causeText(text[i+len(n+": "):])
		}
	}
	value = nameless.ReplaceAllString(value, "$1($2)")
	if value == "fault" { // of an address that is no nil pointer: a line of its own says which
		value += ": " + address.FindString(text)
	}
	if first, _, _ := strings.Cut(text, "\n"); name == "" && first != "" {
		return "fatal error", first
	}
	return name, value
}

// nameless is a value for which the runtime writes only its type and where it is:
// (main.point) 0xc00001c0a8. The address tells a reader nothing, and is another one
// each time.
var nameless = regexp.MustCompile(`(?m)(^|panic: )\(([^\n]+)\) 0x[0-9a-f]+\b`)

var address = regexp.MustCompile(`unexpected fault address 0x[0-9a-f]+`)

// causeText returns a panic's value, which may have several lines, without what
// follows it.
func causeText(rest string) string {
	var lines []string
	for line := range strings.Lines(rest) {
		line = strings.TrimRight(line, "\n")
		if line == "" || strings.HasPrefix(line, "goroutine ") || strings.HasPrefix(line, "[signal ") {
			break
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// maxTrace is how many lines an error shows of a trace. A deadlock names every
// goroutine.
const maxTrace = 20

// readersFrames returns the frames of a crash text that are in cells, below
// their goroutines: the first is the one that has ended the process.
//
// "all goroutines are asleep" is not among the crashes to expect: a worker that
// links C code, as a host of compiled cells must, is never found to be stuck. A
// cell that waits for good is ended by an interrupt.
func readersFrames(text string) []string {
	var lines []string
	for _, g := range stack.Goroutines(text) {
		if len(g.Frames) == 0 && g.Created == nil && g.What() != "running" {
			continue // the one that waits for the cell
		}
		lines = append(lines, fmt.Sprintf("goroutine %s [%s]:", g.Number, g.State))
		for _, line := range frameLines(g.Frames, g.Elided) {
			lines = append(lines, "    "+line)
		}
		if len(g.Frames) == 0 && g.Created == nil { // interpreted
			lines = append(lines, "    "+g.Where())
		}
		if g.Created != nil {
			lines = append(lines, "    created at "+g.Created.String())
		}
	}
	if len(lines) > maxTrace {
		lines = append(lines[:maxTrace], "    and more")
	}
	return lines
}

// frameLines writes frames one below the other. Of functions that call each other
// over and over it writes one round, so that what has called them is still seen.
func frameLines(frames []stack.Frame, elided int) []string {
	var lines []string
	for len(frames) > 0 {
		n, all := round(frames, elided > 0)
		for _, f := range frames[:n] {
			lines = append(lines, f.String())
		}
		if all > n {
			lines = append(lines, fmt.Sprintf("these %d again and again, %d times", n, (all+elided)/n))
			elided = 0
		}
		frames = frames[all:]
	}
	return lines
}

// Rounds of more functions, and two in a row, are shown as they are.
const (
	maxRound  = 8
	minRounds = 3
)

// round returns how many frames, n, come again and again at the beginning, and how
// many frames these rounds are in all; 1 and 1 when there are no rounds. When the
// trace leaves frames out, they go on behind that, in the middle of a round.
func round(frames []stack.Frame, elided bool) (n, all int) {
	for n = 1; n <= min(maxRound, len(frames)/minRounds); n++ {
		for all = n; all < len(frames) && frames[all] == frames[all-n]; {
			all++
		}
		if all < n*minRounds {
			continue
		}
		for elided && all < len(frames) && slices.Contains(frames[:n], frames[all]) {
			all++
		}
		if !elided {
			all -= all % n
		}
		return n, all
	}
	return 1, 1
}
