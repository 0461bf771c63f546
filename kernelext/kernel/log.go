package kernel

import (
	"fmt"
	"io"
	"strings"
	"sync"
)

// A log writes lines.
type log struct {
	mu sync.Mutex
	w  io.Writer
}

// maxLine bounds a line: a message may hold anything.
const maxLine = 300

// line writes one line, whatever text holds.
func (l *log) line(text string) {
	text = strings.ToValidUTF8(strings.ReplaceAll(text, "\n", " "), "?")
	if len(text) > maxLine {
		text = strings.ToValidUTF8(text[:maxLine], "") + " …"
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	fmt.Fprintln(l.w, "seminar kernel: "+text)
}
