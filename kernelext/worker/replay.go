//go:build gophernotes

package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"seminar/kernelext/kernel/pipe"
)

// replay declares again what the cells kept, cell after cell.
func (in *interpreter) replay(keeps []pipe.Keep) *pipe.Error {
	var missing, texts []string
	for _, k := range keeps {
		missing = append(missing, in.replayCell(k)...)
		texts = append(texts, k.Text)
	}
	in.memory.declared(texts)
	if missing == nil {
		return nil
	}
	return &pipe.Error{Name: "not declared again", Value: strings.Join(missing, " "), Traceback: missing}
}

// replayCell declares again what a cell kept. A function that uses a variable of
// the worker that is gone does not compile: it is left out, and so is what needs
// it, and a sentence says which and why. The rest is declared. Giving the
// variables back with zero values was rejected: a wrong result is worse than an
// undefined name.
func (in *interpreter) replayCell(k pipe.Keep) (missing []string) {
	pieces := piecesOf(k.Text)
	for _, p := range pieces {
		in.sources.restore(p)
	}
	for len(pieces) > 0 {
		_, steps, failure := in.compile("replay", strings.Join(pieces, ""))
		if failure == nil {
			if _, _, failure = in.evaluate(steps); failure != nil {
				missing = append(missing, fmt.Sprintf("cell[%d] is not declared again (%s: %s): run it again.", k.Cell, failure.Name, failure.Value))
			}
			break
		}
		guilty := in.failedPiece(pieces)
		missing = append(missing, fmt.Sprintf("%s is not declared again (%s): run cell[%d] again.", title(pieces[guilty]), failure.Value, k.Cell))
		pieces = slices.Delete(pieces, guilty, guilty+1)
	}
	return missing
}

// piecesOf takes what keep has put together apart: one declaration each, with
// its line directive.
func piecesOf(keep string) []string {
	var pieces []string
	for line := range strings.Lines(keep) {
		if strings.HasPrefix(line, directive) || len(pieces) == 0 {
			pieces = append(pieces, "")
		}
		pieces[len(pieces)-1] += line
	}
	return pieces
}

const directive = "//line "

// failedPiece returns the piece on which gomacro gave up.
func (in *interpreter) failedPiece(pieces []string) int {
	c := in.kernel.ir.Comp
	line := c.Fileset.PositionFor(c.Pos, false).Line
	for i, p := range pieces {
		if line -= strings.Count(p, "\n"); line <= 0 {
			return i
		}
	}
	return len(pieces) - 1
}

// title names a declaration by its first line, without a body.
func title(piece string) string {
	_, text, _ := strings.Cut(piece, "\n")
	first, _, _ := strings.Cut(text, "\n")
	first, _, _ = strings.Cut(first, " {")
	return strings.TrimRight(first, " (")
}

// restore gives the lines of a kept declaration back to their cell.
func (s *sources) restore(piece string) {
	head, text, _ := strings.Cut(piece, "\n")
	at := strings.LastIndexByte(head, ':')
	if !strings.HasPrefix(head, directive) || at < 0 {
		return
	}
	name := head[len(directive):at]
	from, err := strconv.Atoi(head[at+1:])
	if err != nil || from < 1 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	lines := s.cells()[name]
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		for len(lines) < from+i {
			lines = append(lines, "")
		}
		lines[from+i-1] = line
	}
	s.lines[name] = lines
}
