package kernel

import (
	"sync"
	"time"
	"unicode/utf8"
)

// How output is gathered into messages, and how much of it a cell may show: a
// client pays for every message, and a notebook keeps every byte. 20 ms is less
// than a reader sees, and 100,000 short lines come in about 40 messages.
const (
	flushAfter = 20 * time.Millisecond
	flushSize  = 16 << 10
	maxOutput  = 8 << 20
	maxTest    = 100 << 10 // of a test cell: it is stored, graded, and made into feedback
)

// What a cell shows after maxOutput bytes, and a test cell after maxTest.
const (
	tooMuch     = "\n[this cell has printed 8 MB; the rest of its output is not shown]\n"
	tooMuchTest = "\n[this test has printed 100 kB; the rest of its output is not shown]\n"
)

// An output gathers what one worker prints and shows it as output of the cell
// whose the worker says it is: what a goroutine prints after its cell's end comes
// below that cell. Of a worker that does not say, it is the cell that runs, or that
// ran last. Text to stdout and stderr is shown in the order in which it was read.
type output struct {
	show  func(c *cell, stream, text string) // called with the lock held: order is all
	empty func(c *cell, wait bool)           // likewise

	mu     sync.Mutex
	cell   *cell             // that runs; nil drops what is printed
	owners map[string]*cell  // of each stream, when the worker says
	stream string            // on which the gathered text came,
	from   *cell             // and whose it is
	text   []byte            // gathered, whole runes only
	begun  map[string][]byte // for each stream, the beginning of a rune whose rest has not been read
	timer  *time.Timer

	cleared *cell // its output is to go away before anything else is shown
	wait    bool  // only when more comes
}

func newOutput(show func(c *cell, stream, text string), empty func(c *cell, wait bool)) *output {
	o := &output{show: show, empty: empty, owners: map[string]*cell{}, begun: map[string][]byte{}}
	o.timer = time.AfterFunc(time.Hour, o.flush)
	o.timer.Stop()
	return o
}

// belongTo says which cell runs from now on.
func (o *output) belongTo(c *cell) {
	o.end()
	o.mu.Lock()
	defer o.mu.Unlock()
	o.cell = c
}

// own says whose text comes on the stream from now on.
func (o *output) own(stream string, c *cell) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if old, said := o.owners[stream]; said && old == c {
		return
	}
	o.finish(stream)
	o.owners[stream] = c
}

// write gathers b. It blocks only for the time that showing takes.
func (o *output) write(stream string, b []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.turnTo(stream)
	b = append(o.begun[stream], b...)
	whole := len(b) - begunRune(b)
	o.begun[stream] = b[whole:]
	o.gather(b[:whole])
}

// turnTo makes the stream the one whose text is gathered.
func (o *output) turnTo(stream string) {
	c, said := o.owners[stream]
	if !said {
		c = o.cell
	}
	if stream != o.stream || c != o.from {
		o.send()
		o.stream, o.from = stream, c
	}
}

func (o *output) gather(b []byte) {
	if o.from == nil || len(b) == 0 {
		return
	}
	if len(o.text) == 0 && o.cleared == nil {
		o.timer.Reset(flushAfter)
	}
	o.text = append(o.text, o.from.allow(b)...)
	if len(o.text) >= flushSize {
		o.send()
	}
}

// clear makes the output of c so far go away, now or when more comes. Text that was
// not shown yet never is: a loop that clears and prints costs a client no more
// messages than one that prints.
func (o *output) clear(c *cell, wait bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.from != c || o.cleared != nil && o.cleared != c {
		o.send()
	}
	if len(o.text) == 0 && o.cleared == nil {
		o.timer.Reset(flushAfter)
	}
	o.text = o.text[:0]
	c.shown = 0
	c.displayed.Store(0)
	o.wait = wait && (o.wait || o.cleared == nil)
	o.cleared = c
}

// flush shows what has been gathered, except the beginning of a rune.
func (o *output) flush() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.send()
}

// end shows everything: nothing more belongs to it.
func (o *output) end() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.send()
	for stream := range o.begun {
		o.finish(stream)
	}
}

// finish shows the beginning of a rune that nothing will end. The lock is held.
func (o *output) finish(stream string) {
	if rest := o.begun[stream]; len(rest) > 0 {
		o.turnTo(stream)
		o.gather(rest)
		o.send()
	}
	delete(o.begun, stream)
}

func (o *output) send() {
	o.timer.Stop()
	if o.cleared != nil {
		o.empty(o.cleared, o.wait)
		o.cleared = nil
	}
	if len(o.text) > 0 {
		o.show(o.from, o.stream, string(o.text))
	}
	o.text = o.text[:0]
}

// maxShown bounds the displays of a cell, which count as fewShown bytes each at least.
// Updates take the place of what was shown and are not counted.
const (
	maxShown = 32 << 20
	fewShown = 4 << 10
)

// tooManyShown is what a cell shows after maxShown bytes.
const tooManyShown = "[this cell has shown 32 MB; its further displays are left out]\n"

// admit counts a display of so many bytes. It returns false when that is too much, and
// the sentence that says so the first time.
func (c *cell) admit(bytes int) (sentence string, ok bool) {
	cost := int64(max(bytes, fewShown))
	switch sum := c.displayed.Add(cost); {
	case sum <= maxShown:
		return "", true
	case sum-cost <= maxShown:
		c.displayed.Add(maxShown) // a smaller one must not come through
		return tooManyShown, false
	}
	return "", false
}

// allow returns as much of b as the cell may still show.
func (c *cell) allow(b []byte) []byte {
	most, said := maxOutput, tooMuch
	if c.test {
		most, said = maxTest, tooMuchTest
	}
	room := most - c.shown
	c.shown += len(b)
	switch {
	case room >= len(b):
		return b
	case room < 0:
		return nil
	}
	for room > 0 && !utf8.RuneStart(b[room]) {
		room--
	}
	c.shown = maxOutput + 1
	return append(b[:room:room], said...)
}

// begunRune returns how many bytes at the end of b begin a rune and do not
// finish it.
func begunRune(b []byte) int {
	for n := 1; n <= min(len(b), utf8.UTFMax-1); n++ {
		if tail := b[len(b)-n:]; utf8.RuneStart(tail[0]) {
			if utf8.FullRune(tail) {
				return 0
			}
			return n
		}
	}
	return 0
}
