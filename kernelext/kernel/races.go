package kernel

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"time"

	"seminar/kernelext/kernel/stack"
)

// A races watches a worker's stderr for the reports of the race detector, which
// come line by line, and tells each in one piece and in the reader's terms.
// A cell shows one report of each two places, and after maxRaces of them their
// number: whoever has ten needs no list, and a loop may bring thousands.
//
// All other text is passed on as it is, also what goroutines print while a
// report is being written. What only begins like a report is passed on at the
// next mark, or when nothing has followed it for a while.
type races struct {
	pass func([]byte) // called with the lock held
	tell func([]byte) // likewise, with reports: they are no complaint of the cell's

	mu     sync.Mutex
	line   []byte // the line that is being written, as far as it is held back
	inLine bool   // what was passed on does not end with a newline
	fenced bool   // a fence is held back
	report []byte // from the title on; nil outside a report
	timer  *time.Timer
	seen   map[string]bool // the places of the cell's reports
	more   int             // reports that are neither shown nor yet told of
}

const (
	racesQuiet = time.Second // a detector that writes a report is not silent that long
	maxReport  = 1 << 20     // bytes: more than any stack has
	maxRaces   = 5
)

func newRaces(pass, tell func([]byte)) *races {
	r := &races{pass: pass, tell: tell, seen: map[string]bool{}}
	r.timer = time.AfterFunc(time.Hour, r.quiet)
	r.timer.Stop()
	return r
}

// write takes what was written to stderr.
func (r *races) write(b []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for len(b) > 0 {
		end := bytes.IndexByte(b, '\n') + 1
		if end == 0 {
			r.begun(b)
			break
		}
		r.take(append(r.line, b[:end]...))
		b = b[end:]
	}
	if r.holds() {
		r.timer.Reset(racesQuiet)
	}
}

// begun takes a line whose end has not been written yet.
func (r *races) begun(b []byte) {
	r.line = append(r.line, b...)
	if r.report != nil && len(r.line) < maxReport || !r.inLine && special(string(r.line)) {
		return
	}
	r.release()
	r.passOn(r.line)
	r.line = nil
}

// special tells whether a line that begins like this may become one that says
// something here.
func special(line string) bool {
	return strings.HasPrefix(stack.Fence, line) || strings.HasPrefix(stack.Title, line) ||
		strings.HasPrefix(found, line) || strings.HasPrefix(line, found)
}

// found begins what the detector writes, at the end of a process, about the number
// of its reports. Nobody needs that below them.
const found = "Found "

// take takes a whole line.
func (r *races) take(b []byte) {
	r.line = nil
	line := strings.TrimSuffix(string(b), "\n")
	switch {
	case r.inLine:
		r.passOn(b)
	case r.report != nil && line == stack.Fence:
		r.finish()
	case r.report != nil && stack.InReport(line) && len(r.report)+len(b) <= maxReport:
		r.report = append(r.report, b...)
	case r.report != nil:
		r.passOn(b)
	case line == stack.Title:
		r.fenced, r.report = false, b
	case line == stack.Fence:
		r.release()
		r.fenced = true
	case strings.HasPrefix(line, found) && strings.HasSuffix(line, " data race(s)"):
	default:
		r.release()
		r.passOn(b)
	}
}

// finish tells a whole report.
func (r *races) finish() {
	said, places := stack.Race(string(r.report))
	r.report = nil
	if places == "" {
		places = said
	}
	if r.seen[places] {
		return
	}
	r.seen[places] = true
	if len(r.seen) > maxRaces {
		r.more++
		return
	}
	r.tell([]byte(stack.Fence + "\n" + said + stack.Fence + "\n"))
}

// sum tells how many reports the cell has not shown: it has ended.
func (r *races) sum() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.count()
}

// begin says that the reports from now on are another cell's.
func (r *races) begin() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.count()
	clear(r.seen)
}

func (r *races) count() {
	switch {
	case r.more == 1:
		r.tell([]byte("and 1 more data race, at another place\n"))
	case r.more > 1:
		r.tell(fmt.Appendf(nil, "and %d more data races, at other places\n", r.more))
	}
	r.more = 0
}

// release passes a fence on that belongs to no report.
func (r *races) release() {
	if r.fenced {
		r.fenced = false
		r.passOn([]byte(stack.Fence + "\n"))
	}
}

func (r *races) passOn(b []byte) {
	if len(b) > 0 {
		r.inLine = b[len(b)-1] != '\n'
		r.pass(b)
	}
}

func (r *races) holds() bool { return r.fenced || r.report != nil || len(r.line) > 0 }

// marked passes on what is held, unless it is a report: then the goroutine that
// races is still at it.
func (r *races) marked() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.report == nil {
		r.drain()
	}
}

// quiet passes on all that is held: nothing has followed it.
func (r *races) quiet() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.drain()
}

// end passes on all that is held: nothing follows.
func (r *races) end() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.drain()
	r.count()
}

func (r *races) drain() {
	r.timer.Stop()
	if r.report != nil {
		r.report = append(append(r.report, r.line...), '\n')
		r.line = nil
		r.finish()
	}
	r.release()
	r.passOn(r.line)
	r.line = nil
}
