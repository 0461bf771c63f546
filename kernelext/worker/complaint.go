//go:build gophernotes && compiled

package main

import (
	"cmp"
	"fmt"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"seminar/kernelext/kernel/pipe"
)

// compilerError makes an error of the compiler's lines: each complaint with the
// line of the cell that it is about and a mark under the column, in the order of
// the text.
func (c *compiled) compilerError(output string) *pipe.Error {
	e := &pipe.Error{Name: "compile error"}
	for _, x := range complaints(output) {
		one := &pipe.Error{Value: x.message, Traceback: []string{x.message}}
		if x.at.Filename != "" {
			one = c.marked(e.Name, c.within(x.at), x.message)
		}
		e.Value = cmp.Or(e.Value, one.Value)
		e.Traceback = append(e.Traceback, one.Traceback...)
		e.Traceback = append(e.Traceback, x.more...)
	}
	return e
}

// A complaint is one of the compiler's.
type complaint struct {
	at      token.Position // without a file when the compiler names no place
	message string
	more    []string // lines that explain it
}

// complaints takes the compiler's output apart. Lines that are indented belong to
// the one before. What x := f() has wrong is said twice at the same place: of the
// variable's type and of the assignment; once is enough.
func complaints(output string) []complaint {
	var all []complaint
	for line := range strings.Lines(output) {
		line = strings.TrimRight(readersWords(line), "\n")
		switch n := len(all); {
		case line == "":
		case n > 0 && strings.HasPrefix(line, "\t"):
			all[n-1].more = append(all[n-1].more, line)
		default:
			all = append(all, complaintOf(line))
		}
	}
	slices.SortStableFunc(all, func(x, y complaint) int {
		return cmp.Or(strings.Compare(x.at.Filename, y.at.Filename), x.at.Line-y.at.Line, x.at.Column-y.at.Column)
	})
	return slices.CompactFunc(all, func(x, y complaint) bool { return x.at == y.at && x.at.Filename != "" })
}

func complaintOf(line string) complaint {
	m := at.FindStringSubmatch(line)
	if m == nil {
		return complaint{message: line}
	}
	x := complaint{at: token.Position{Filename: m[1]}, message: line[len(m[0]):]}
	x.at.Line, _ = strconv.Atoi(m[2])
	x.at.Column, _ = strconv.Atoi(m[3])
	if path, ok := strings.CutPrefix(x.message, "could not import "); ok {
		path, _, _ = strings.Cut(path, " ")
		x.message = fmt.Sprintf("package %s is not here: a cell can import the standard library, seminar/kernelext, seminar/charts, and what the go.mod of the notebook's folder lists", path)
	}
	return x
}

// within moves a position behind the end of a cell to its last line: the compiler
// reports an unexpected end there.
func (c *compiled) within(p token.Position) token.Position {
	if lines := c.sources.of(p.Filename); p.Line > len(lines) && len(lines) > 0 {
		p.Line = len(lines)
		p.Column = len(strings.TrimRight(lines[p.Line-1], " \t\r")) + 1
	}
	return p
}

// written are the compiler's words for what the reader wrote differently: the
// packages in which earlier cells are, and the letters that mark our own names.
var written = regexp.MustCompile(`ǀ\d+\.|"?nb/c\d+"?\.|ǀ\w+\.|ʹ|ʺ|\[[^\]]*/nb-c\d+\.go:\d+:\d+\]`)

// readersWords writes a message of the compiler with the names of the notebook.
func readersWords(message string) string {
	return written.ReplaceAllString(message, "")
}
