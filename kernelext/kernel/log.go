package kernel

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// A log writes lines, and not more of them than a person reads: whoever can reach the
// kernel's ports could otherwise fill the disk.
type log struct {
	mu      sync.Mutex
	w       io.Writer
	since   time.Time // when the present window began
	written int       // lines in it
	left    int       // lines left out of it
}

// What a line and a window of the log hold.
const (
	maxLine  = 300 // bytes: a message may hold anything
	maxLines = 100
	window   = 10 * time.Second
)

// line writes one line, whatever text holds, unless the window is full. How many were
// left out is said with the first line of the next window.
func (l *log) line(text string) {
	text = strings.ToValidUTF8(strings.ReplaceAll(text, "\n", " "), "?")
	if len(text) > maxLine {
		text = strings.ToValidUTF8(text[:maxLine], "") + " …"
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if time.Since(l.since) > window {
		if l.left > 0 {
			l.write(fmt.Sprintf("%d lines like the last ones were left out", l.left))
		}
		l.since, l.written, l.left = time.Now(), 0, 0
	}
	if l.written++; l.written > maxLines {
		l.left++
		return
	}
	l.write(text)
}

func (l *log) write(text string) { fmt.Fprintln(l.w, "seminar kernel: "+text) }
