// Package history is what a reader has run, cell by cell, kept in a file from one
// kernel to the next: the arrow keys and the search of a console read it.
//
// A History serves one kernel, which is one session of the file; several kernels may
// write the same file at once. The file has a JSON object on each line, is readable
// by its owner only, and loses its oldest half when it has grown past MaxFile.
// The rejected way, IPython's SQLite database, needs a driver of 5 MB for three
// queries over a file that is read in 20 ms.
//
// Nothing here can hold a kernel up or end it: a file that cannot be written, or a
// file system that does not answer, leaves the present session, kept in memory.
// The package keeps no outputs.
package history

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// What is kept.
const (
	MaxFile = 8 << 20   // bytes of the file
	MaxCode = 256 << 10 // bytes of a cell; a longer one is not kept
	maxOwn  = 10_000    // cells of the present session in memory
)

// patience is how long a query waits for the file, and Close for what is still to be
// written.
const patience = time.Second

// An Entry is a cell that was run.
type Entry struct {
	Session int    `json:"session"` // counted from 1, over all kernels of the file
	Line    int    `json:"line"`    // its execution count in that session
	Code    string `json:"code"`
}

// A History is the history of one kernel. Its methods may be called from several
// goroutines.
type History struct {
	work chan func()
	over chan struct{} // closed when the last work has been done
	once sync.Once
	file file // used by the goroutine that works only
	wait time.Duration

	mu     sync.Mutex
	own    []Entry // of the present session, with Session 0
	number int     // of the present session in the file; 0 while it has none
}

// Open returns the history that is kept in the file at path, or, when path is
// empty, in memory only. It does not block and cannot fail: the file is opened when
// there is something to write or to read. Log gets one line when that fails; it may
// be nil.
func Open(path string, log func(string)) *History {
	h := &History{work: make(chan func(), 64), over: make(chan struct{}), file: file{path: path}, wait: patience}
	if path == "" {
		h.number = 1
	}
	go func() {
		defer close(h.over)
		failed := false
		for do := range h.work {
			do()
			if h.file.err != nil && !failed && log != nil {
				failed = true
				log("the history is kept in memory only: " + h.file.err.Error())
			}
		}
	}()
	return h
}

// Add appends a cell. It does not block: the file is written later, in the order of
// the calls.
func (h *History) Add(line int, code string) {
	if len(code) > MaxCode || strings.TrimSpace(code) == "" {
		return
	}
	e := Entry{Line: line, Code: code}
	h.mu.Lock()
	h.own = append(h.own, e)
	if len(h.own) > maxOwn {
		h.own = slices.Delete(h.own, 0, maxOwn/10)
	}
	h.mu.Unlock()
	select {
	case h.work <- func() { h.write(e) }:
	default: // the file system does not answer
	}
}

func (h *History) write(e Entry) {
	h.mu.Lock()
	e.Session = h.number
	h.mu.Unlock()
	number := h.file.add(e)
	h.mu.Lock()
	h.number = number
	h.mu.Unlock()
}

// Tail returns the last n cells of all sessions, oldest first.
func (h *History) Tail(n int) []Entry { return last(h.all(), n) }

// Range returns the cells of a session whose lines are at least start and less than
// stop; stop 0 means all the rest. Session 0 is the present one, and -1 the one
// before it in the file.
func (h *History) Range(session, start, stop int) []Entry {
	entries := h.all()
	if session <= 0 {
		session = h.ago(entries, -session)
	}
	return slices.DeleteFunc(entries, func(e Entry) bool {
		return e.Session != session || e.Line < start || stop > 0 && e.Line >= stop
	})
}

// ago returns the number of the session that is n before the present one.
func (h *History) ago(entries []Entry, n int) int {
	h.mu.Lock()
	present := h.number
	h.mu.Unlock()
	if n == 0 {
		return present
	}
	earlier := map[int]bool{}
	for _, e := range entries {
		if present == 0 && e.Session > 0 || e.Session < present {
			earlier[e.Session] = true
		}
	}
	numbers := make([]int, 0, len(earlier))
	for number := range earlier {
		numbers = append(numbers, number)
	}
	slices.Sort(numbers)
	if n > len(numbers) {
		return -1
	}
	return numbers[len(numbers)-n]
}

// Search returns the last n cells that match the pattern as a whole, oldest first: *
// stands for any text, ? for any character. With unique, of equal cells only the last
// is returned. N 0 means all.
func (h *History) Search(pattern string, n int, unique bool) []Entry {
	expression := regexp.QuoteMeta(pattern)
	expression = strings.NewReplacer(`\*`, `.*`, `\?`, `.`).Replace(expression)
	matches, err := regexp.Compile(`(?s)^` + expression + `$`)
	if err != nil { // a pattern of a megabyte
		return nil
	}
	found := slices.DeleteFunc(h.all(), func(e Entry) bool { return !matches.MatchString(e.Code) })
	if unique {
		found = lastOfEqual(found)
	}
	if n == 0 {
		return found
	}
	return last(found, n)
}

func lastOfEqual(entries []Entry) []Entry {
	seen := map[string]bool{}
	slices.Reverse(entries)
	entries = slices.DeleteFunc(entries, func(e Entry) bool {
		was := seen[e.Code]
		seen[e.Code] = true
		return was
	})
	slices.Reverse(entries)
	return entries
}

func last(entries []Entry, n int) []Entry { return entries[max(0, len(entries)-max(n, 0)):] }

// isNumbered tells whether the present session is in the file.
func (h *History) isNumbered() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.number > 0 && h.file.path != ""
}

// all returns what the file holds, after all that was added before. Where the file
// does not answer, it is what memory holds.
func (h *History) all() []Entry {
	read := make(chan []Entry, 1)
	select {
	case h.work <- func() { read <- h.file.read() }:
	default:
		return h.remembered()
	}
	select {
	case entries := <-read:
		if h.isNumbered() {
			return entries
		}
		return append(entries, h.remembered()...)
	case <-time.After(h.wait):
		return h.remembered()
	}
}

func (h *History) remembered() []Entry {
	h.mu.Lock()
	defer h.mu.Unlock()
	entries := slices.Clone(h.own)
	for i := range entries {
		entries[i].Session = h.number
	}
	return entries
}

// Close waits until what was added has been written, or for a second. The History
// must not be used after it.
func (h *History) Close() {
	h.once.Do(func() { close(h.work) })
	select {
	case <-h.over:
	case <-time.After(h.wait):
	}
}
