package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"golang.org/x/sys/unix"
)

// progress tells a person what is being done: a line for each step that had
// something to do, with the time it took. On a terminal the line of what is
// under way is redrawn in place; elsewhere, such as in a log, it is written
// when nothing else was for quiet. Its methods may be called from any goroutine.
type progress struct {
	out   io.Writer
	width int           // columns of the terminal; 0: not a terminal
	quiet time.Duration // the longest silence in a log
	eager bool          // a log has a line when a build begins, too

	mu    sync.Mutex
	under []*watched // way, in the order in which they began
	last  time.Time  // of the last writing
	drawn bool       // the cursor stands behind a line that is not final
}

// A watched is something that is under way.
type watched struct {
	now   func() string // what, for a part of one line
	since time.Time
}

func newProgress(out io.Writer) *progress {
	p := &progress{out: out, quiet: 10 * time.Second}
	if f, ok := out.(*os.File); ok && os.Getenv("TERM") != "dumb" {
		if size, err := unix.IoctlGetWinsize(int(f.Fd()), unix.TIOCGWINSZ); err == nil {
			p.width = max(int(size.Col), 40)
		}
	}
	return p
}

// line writes a line that stays.
func (p *progress) line(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	fmt.Fprintf(p.out, format+"\n", args...)
	p.last = time.Now()
	p.draw(time.Now())
}

// step does something that takes time under a name such as "build the
// kernel"; do calls say with details as they come. The line that stays has the
// time, and whether it failed.
func (p *progress) step(name string, do func(say func(string)) error) error {
	var mu sync.Mutex
	var detail string
	say := func(d string) {
		mu.Lock()
		defer mu.Unlock()
		detail = strings.TrimSpace(d)
	}
	started := time.Now()
	finish := p.watch(func() string {
		mu.Lock()
		defer mu.Unlock()
		if detail == "" {
			return name
		}
		return name + ": " + detail
	})
	err := do(say)
	finish()
	mark := "✓"
	if err != nil {
		mark = "✗"
	}
	p.line("%s %s  %s", mark, name, took(time.Since(started)))
	return err
}

// watch shows what now returns until the returned function is called, in one line with
// whatever else is watched.
func (p *progress) watch(now func() string) (finish func()) {
	w, stopped := &watched{now, time.Now()}, make(chan struct{})
	p.mu.Lock()
	if len(p.under) == 0 {
		p.last = w.since
	}
	p.under = append(p.under, w)
	p.draw(w.since)
	p.mu.Unlock()
	var redrawing sync.WaitGroup
	redrawing.Go(func() { p.redraw(stopped) })
	return func() {
		close(stopped)
		redrawing.Wait()
		p.mu.Lock()
		defer p.mu.Unlock()
		p.clear()
		p.under = slices.DeleteFunc(p.under, func(other *watched) bool { return other == w })
		p.draw(time.Now())
	}
}

func (p *progress) redraw(stopped chan struct{}) {
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-stopped:
			return
		case at := <-tick.C:
			p.mu.Lock()
			p.draw(at)
			p.mu.Unlock()
		}
	}
}

// over returns a writer to another place that may be the same terminal: it
// passes on whole lines, and the line of what is under way makes room for them.
func (p *progress) over(out io.Writer) *overWriter { return &overWriter{p: p, out: out} }

type overWriter struct {
	p    *progress
	out  io.Writer
	part []byte // of a line
}

func (w *overWriter) Write(data []byte) (int, error) {
	w.part = append(w.part, data...)
	if n := bytes.LastIndexByte(w.part, '\n') + 1; n > 0 {
		w.pass(w.part[:n])
		w.part = append([]byte(nil), w.part[n:]...)
	}
	return len(data), nil
}

func (w *overWriter) pass(lines []byte) {
	w.p.mu.Lock()
	defer w.p.mu.Unlock()
	w.p.clear()
	w.out.Write(lines)
	w.p.last = time.Now()
	w.p.draw(w.p.last)
}

// draw shows what is under way, on a terminal each time and in a log when it is due.
func (p *progress) draw(at time.Time) {
	if len(p.under) == 0 {
		return
	}
	if p.width > 0 {
		p.clear()
		text := cut("· "+p.what(), p.width-9)
		fmt.Fprintf(p.out, "%s  %s", text, took(at.Sub(p.under[0].since)))
		p.drawn = true
	} else if at.Sub(p.last) >= p.quiet {
		fmt.Fprintf(p.out, "· %s  %s\n", p.what(), took(at.Sub(p.under[0].since)))
		p.last = at
	}
}

// what is under way, in one line; the time behind it is that of the first.
func (p *progress) what() string {
	var all []string
	for _, w := range p.under {
		all = append(all, w.now())
	}
	return strings.Join(all, " | ")
}

// clear removes the line that is not final.
func (p *progress) clear() {
	if p.drawn {
		fmt.Fprint(p.out, "\r\x1b[K")
		p.drawn = false
	}
}

// cut shortens a text to so many characters.
func cut(text string, width int) string {
	text, _, _ = strings.Cut(text, "\n")
	if utf8.RuneCountInString(text) <= width {
		return text
	}
	return string([]rune(text)[:width-1]) + "…"
}

// took writes a duration as people say it: 0.4 s, 12 s, 2 min 5 s.
func took(d time.Duration) string {
	switch {
	case d < 9950*time.Millisecond:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d < 99500*time.Millisecond:
		return fmt.Sprintf("%.0f s", d.Seconds())
	}
	d = d.Round(time.Second)
	return fmt.Sprintf("%d min %d s", d/time.Minute, d%time.Minute/time.Second)
}
