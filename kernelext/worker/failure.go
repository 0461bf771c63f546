//go:build gophernotes

package main

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"

	"github.com/cosmos72/gomacro/base"
	"github.com/cosmos72/gomacro/fast"

	"seminar/kernelext/kernel/pipe"
	"seminar/kernelext/kernel/stack"
)

// sources remembers the text of every cell, by name, to show the lines that an
// error names.
type sources struct {
	mu    sync.Mutex // any goroutine may end the process, and say where
	lines map[string][]string
}

func (s *sources) add(name, code string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cells()[name] = strings.Split(code, "\n")
}

// cells returns the lines of all cells, to be changed. The lock is held.
func (s *sources) cells() map[string][]string {
	if s.lines == nil {
		s.lines = map[string][]string{}
	}
	return s.lines
}

// of returns the lines of a cell.
func (s *sources) of(name string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lines[name]
}

// line returns a line as it stands in the cell, or "".
func (s *sources) line(p token.Position) string {
	if lines := s.of(p.Filename); p.Line >= 1 && p.Line <= len(lines) {
		return strings.TrimRight(lines[p.Line-1], " \t\r")
	}
	return ""
}

func (in *interpreter) position(p token.Pos) token.Position {
	return in.kernel.ir.Comp.Fileset.Position(p)
}

// located is an error at a position: the message, the line, a mark below it.
func (in *interpreter) located(name string, pos token.Pos, message string) *pipe.Error {
	return in.marked(name, in.position(pos), message)
}

func (in *interpreter) marked(name string, p token.Position, message string) *pipe.Error {
	if word, _, ok := special(in.sources.line(p)); ok {
		message = word + " is a special command: it stands at the top of a cell, before all Go"
	}
	e := &pipe.Error{Name: name, Value: message}
	e.Traceback = append(e.Traceback, fmt.Sprintf("%s: %s", place(p), message))
	if line := in.sources.line(p); line != "" {
		e.Traceback = append(e.Traceback, "    "+line)
		if p.Column >= 1 && p.Column <= len(line)+1 {
			e.Traceback = append(e.Traceback, "    "+blank(line[:p.Column-1])+"^")
		}
	}
	return e
}

// place writes a position as errors show it.
func place(p token.Position) string {
	if p.Column > 0 {
		return fmt.Sprintf("%s:%d:%d", p.Filename, p.Line, p.Column)
	}
	return fmt.Sprintf("%s:%d", p.Filename, p.Line)
}

// blank is a text as wide as s in which nothing is to be seen.
func blank(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, s)
}

// at finds the position that gomacro puts before its messages.
var at = regexp.MustCompile(`^([^\s:]+):(\d+)(?::(\d+))?: `)

// compileError makes an error of what gomacro panicked with while it parsed or
// compiled a cell.
func (in *interpreter) compileError(cell string, p any) *pipe.Error {
	message := fmt.Sprint(p)
	if list, ok := p.(interface{ Err() error }); ok && list.Err() != nil {
		message = list.Err().Error()
	}
	pos := in.position(in.kernel.ir.Comp.Pos) // where gomacro was, for messages without a position
	if pos.Filename != cell {
		pos = token.Position{Filename: cell, Line: 1}
	}
	if m := at.FindStringSubmatch(message); m != nil {
		pos.Filename = m[1]
		pos.Line, _ = strconv.Atoi(m[2])
		pos.Column, _ = strconv.Atoi(m[3]) // 0 behind a line directive
		message = message[len(m[0]):]
	}
	return in.marked("compile error", pos, explain(message, in.sources.line(pos)))
}

// panicError makes an error of a panic and of the positions that led to it.
func (in *interpreter) panicError(p any, stack []token.Pos) *pipe.Error {
	if p == base.SigInterrupt {
		return interruptedError(in.trace(stack)...)
	}
	value := wording(p)
	return &pipe.Error{Name: "panic", Value: value, Traceback: append([]string{"panic: " + value, ""}, in.trace(stack)...)}
}

// trace shows where a goroutine was: each position with its line of source.
func (in *interpreter) trace(at []token.Pos) []string { return in.lines(in.frames(at)) }

// frames are the places of those positions, each once.
func (in *interpreter) frames(at []token.Pos) []stack.Frame {
	var all []stack.Frame
	for _, pos := range at {
		p := in.position(pos)
		f := stack.Frame{Cell: p.Filename, Line: p.Line, Function: in.functions.at(pos), Times: 1}
		if n := len(all); p.Line == 0 || n > 0 && all[n-1].Cell == f.Cell && all[n-1].Line == f.Line {
			continue
		}
		all = append(all, f)
	}
	return all
}

// interrupted is the name of the error of a cell that was interrupted.
const interrupted = "interrupted"

// interruptedError is what an interrupted cell shows.
func interruptedError(more ...string) *pipe.Error {
	const said = "the cell was interrupted"
	return &pipe.Error{Name: interrupted, Value: said, Traceback: append([]string{interrupted + ": " + said}, more...)}
}

// lines writes frames as the reader sees them, each with its line of source.
func (in *interpreter) lines(frames []stack.Frame) []string {
	var lines []string
	for _, f := range frames[:min(len(frames), 50)] {
		lines = append(lines, f.String())
		if text := strings.TrimSpace(in.sources.line(token.Position{Filename: f.Cell, Line: f.Line})); text != "" {
			lines = append(lines, "    "+text)
		}
	}
	return lines
}

// crashed ends the process as Go does when a goroutine panics, with a trace of
// the cell's positions in the place of the interpreter's frames. The kernel
// turns it into an error of the cell.
func (in *interpreter) crashed(p any, stack []token.Pos) {
	die("panic: " + wording(p) + "\n\ngoroutine 1 [running]:\n" + in.calls(stack))
}

// overflowed ends the process as Go does when a stack is too large.
func (in *interpreter) overflowed(inner []token.Pos, leftOut int, outer []token.Pos) {
	text := fmt.Sprintf("runtime: goroutine stack exceeds %d-byte limit\nfatal error: stack overflow\n\ngoroutine 1 [running]:\n", fast.MaxStack)
	die(text + in.calls(inner) + fmt.Sprintf("...%d frames elided...\n", leftOut) + in.calls(outer))
}

// calls writes positions as a trace of Go does.
func (in *interpreter) calls(at []token.Pos) string {
	var b strings.Builder
	for _, pos := range at {
		p := in.position(pos)
		fmt.Fprintf(&b, "%s()\n\t%s:%d\n", cmp.Or(in.functions.at(pos), "main.ǀrun"), p.Filename, p.Line)
	}
	return b.String()
}

// die ends the process with its last words, as Go's runtime does: whatever os.Stderr
// is, and without what os.Exit does.
func die(words string) {
	for b := []byte(words); len(b) > 0; {
		n, err := syscall.Write(2, b)
		if err != nil && err != syscall.EINTR {
			break
		}
		b = b[max(n, 0):]
	}
	syscall.Exit(2)
}

// functions remembers where in the source the functions of all cells are, to
// name them in a trace.
type functions []struct {
	from, to token.Pos
	name     string
}

func (f *functions) add(nodes []ast.Node) {
	for _, n := range nodes {
		if d, ok := n.(*ast.FuncDecl); ok {
			*f = append(*f, struct {
				from, to token.Pos
				name     string
			}{d.Pos(), d.End(), d.Name.Name})
		}
	}
}

// at returns the name of the function around p, or "" at a cell's top level.
func (f functions) at(p token.Pos) string {
	for _, fn := range slices.Backward(f) {
		if fn.from <= p && p < fn.to {
			return fn.name
		}
	}
	return ""
}
