//go:build gophernotes && compiled

package main

import (
	"go/token"
	"regexp"
	"strconv"
	"strings"

	"seminar/kernelext/kernel/pipe"
)

// compilerError makes an error of the compiler's lines: each with the line of the
// cell that it is about and a mark under the column.
func (c *compiled) compilerError(output string) *pipe.Error {
	e := &pipe.Error{Name: "compile error"}
	for line := range strings.Lines(output) {
		line = strings.TrimSuffix(line, "\n")
		m := at.FindStringSubmatch(line)
		if m == nil {
			if line != "" {
				e.Traceback = append(e.Traceback, readersWords(line))
			}
			continue
		}
		p := token.Position{Filename: m[1]}
		p.Line, _ = strconv.Atoi(m[2])
		p.Column, _ = strconv.Atoi(m[3])
		message := readersWords(line[len(m[0]):])
		one := c.marked("compile error", c.within(p), message)
		if e.Value == "" {
			e.Value = message
		}
		e.Traceback = append(e.Traceback, one.Traceback...)
	}
	return e
}

// within moves a position behind the end of a cell to its last line: the compiler
// reports an unexpected end there.
func (c *compiled) within(p token.Position) token.Position {
	if lines := c.sources[p.Filename]; p.Line > len(lines) && len(lines) > 0 {
		p.Line = len(lines)
		p.Column = len(strings.TrimRight(lines[p.Line-1], " \t\r")) + 1
	}
	return p
}

// written are the compiler's words for what the reader wrote differently: the
// packages in which earlier cells are, and the letters that mark our own names.
var written = regexp.MustCompile(`ǀ\d+\.|"?nb/c\d+"?\.|ǀ[a-zA-Z0-9_]*_(?:\w+)\.|ʹ`)

// readersWords writes a message of the compiler with the names of the notebook.
func readersWords(message string) string {
	return written.ReplaceAllString(message, "")
}
