package kernel

import (
	"bytes"
	"strconv"
	"strings"
	"sync"

	"seminar/kernelext/kernel/pipe"
)

// A markScanner parts what a worker prints from the marks in it (see pipe.Mark and
// pipe.Owner), however they are cut into pieces.
type markScanner struct {
	mark, owner func(n uint64)
	prefix      []byte // what every mark begins with, but for its kind
	rest        []byte // may become a mark
}

func newMarkScanner(secret string, mark, owner func(n uint64)) *markScanner {
	all := pipe.Mark(secret, 0)
	return &markScanner{mark, owner, []byte(strings.TrimSuffix(all, ":0\x00")), nil}
}

// maxDigits is the length of the largest mark's number.
const maxDigits = 20

// scan calls text, mark and owner for what b brings, in order.
func (s *markScanner) scan(b []byte, text func([]byte)) {
	b = append(s.rest, b...)
	s.rest = nil
	for len(b) > 0 {
		if i := bytes.IndexByte(b, 0); i != 0 {
			if i < 0 {
				i = len(b)
			}
			text(b[:i])
			b = b[i:]
			continue
		}
		found, n, size, whole := s.parse(b)
		switch {
		case !whole:
			s.rest = bytes.Clone(b)
			return
		case size == 0: // a NUL byte of the cell's own
			text(b[:1])
			b = b[1:]
		default:
			found(n)
			b = b[size:]
		}
	}
}

// parse reads the mark at the beginning of b; its size is 0 when there is none.
// It is not whole when b ends too early to tell.
func (s *markScanner) parse(b []byte) (found func(uint64), n uint64, size int, whole bool) {
	if len(b) <= len(s.prefix) {
		return nil, 0, 0, !bytes.HasPrefix(s.prefix, b)
	}
	if !bytes.HasPrefix(b, s.prefix) {
		return nil, 0, 0, true
	}
	kind, digits := b[len(s.prefix)], b[len(s.prefix)+1:]
	if found = map[byte]func(uint64){':': s.mark, '@': s.owner}[kind]; found == nil {
		return nil, 0, 0, true
	}
	end := bytes.IndexByte(digits, 0)
	if end < 0 {
		return nil, 0, 0, len(digits) > maxDigits
	}
	n, err := strconv.ParseUint(string(digits[:end]), 10, 64)
	if err != nil {
		return nil, 0, 0, true
	}
	return found, n, len(s.prefix) + 1 + end + 1, true
}

// A gate brings a worker's two outputs and its events into one order: an output
// that has come to mark n waits there until the event that names n has been
// dealt with, and that event waits for both outputs.
//
// An event with a larger mark lets the outputs past smaller ones, so a mark
// whose event never comes stops nothing for good.
type gate struct {
	mu       sync.Mutex
	moved    sync.Cond
	at       [2]uint64 // the last mark of each output
	ended    [2]bool   // an output that has ended has passed every mark
	expected uint64    // the mark that an event waits for
	released uint64    // the last mark whose event has been dealt with
	open     bool      // no more events: nothing waits
}

func newGate() *gate {
	g := &gate{}
	g.moved.L = &g.mu
	return g
}

// arrive says that output i has come to mark n, and blocks until it may go on.
func (g *gate) arrive(i int, n uint64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.at[i] = max(g.at[i], n)
	g.moved.Broadcast()
	for !g.open && g.released < n && g.expected <= n {
		g.moved.Wait()
	}
}

// end says that output i has ended.
func (g *gate) end(i int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.ended[i] = true
	g.moved.Broadcast()
}

// await blocks until both outputs have come to mark n.
func (g *gate) await(n uint64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.expected = max(g.expected, n)
	g.moved.Broadcast()
	for i := range g.at {
		for g.at[i] < n && !g.ended[i] {
			g.moved.Wait()
		}
	}
}

// release lets the outputs past mark n.
func (g *gate) release(n uint64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.released = max(g.released, n)
	g.moved.Broadcast()
}

// openForGood lets the outputs flow to their ends.
func (g *gate) openForGood() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.open = true
	g.moved.Broadcast()
}
