package progress

import (
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"
)

// columns is the longest line on a terminal: one that it would break could not be
// written over.
const columns = 79

// plain is the place of work in a program that is no notebook: the terminal, where
// there is one; there text/plain is shown by its first line while the work runs, and
// all of it in the end. A program that prints meanwhile prints behind that line.
//
// Where neither stderr nor stdout is a terminal, the last state is printed to stdout.
// Never to stderr: such a program may be what a cell has started, and what a cell has
// on stderr counts as a fault.
type plain struct{}

func (plain) Cell() uint64 { return 0 }

func (plain) Show(bundle map[string]any, state State) {
	text, _ := bundle["text/plain"].(string)
	text = strings.TrimRight(text, "\n")
	if f := terminal(); f != nil {
		draw(f, text, state)
	} else if state != Running {
		fmt.Println(text)
	}
}

// draw writes over the line that it has written before.
func draw(w io.Writer, text string, state State) {
	if state == Running {
		fmt.Fprint(w, "\r"+first(text)+erase)
	} else {
		fmt.Fprintln(w, "\r"+erase+text)
	}
}

// erase clears the rest of a terminal's line.
const erase = "\x1b[K"

// terminal takes any device for a terminal: what is lost on /dev/null was to be lost.
func terminal() *os.File {
	for _, f := range []*os.File{os.Stderr, os.Stdout} {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("TERM") != "dumb" {
			return f
		}
	}
	return nil
}

// first is the first line of a text, or as much of it as a terminal has room for.
func first(text string) string {
	text, _, _ = strings.Cut(text, "\n")
	if utf8.RuneCountInString(text) > columns {
		return string([]rune(text)[:columns-1]) + "…"
	}
	return text
}
