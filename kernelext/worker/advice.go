//go:build gophernotes

package main

import (
	"maps"
	"slices"
	"strings"

	"seminar/kernelext/cell"
	"seminar/kernelext/kernel/pipe"
)

// maxQuestions is how many questions wait for their answers. The kernel waits two
// seconds for one, and has given up on what would not fit.
const maxQuestions = 16

// advise answers what a reader asks who types, one question after the other, beside
// the cell that runs.
func (w *worker) advise() {
	for r := range w.questions {
		w.quiet.begin()
		w.send(w.advice(r))
		w.quiet.end()
	}
}

// hear takes a question. It does not wait: an interrupt may be next.
func (w *worker) hear(r pipe.Request) {
	select {
	case w.questions <- r:
	default:
	}
}

// advice answers one question, and with nothing where go/types gives up: a question
// must not end the process that holds the reader's variables.
func (w *worker) advice(r pipe.Request) (e pipe.Event) {
	e = pipe.Event{ID: r.ID, Kind: pipe.Completed, Start: r.Cursor, End: r.Cursor}
	if r.Kind == pipe.Inspect {
		e = pipe.Event{ID: r.ID, Kind: pipe.Inspected}
	}
	nothing := e
	defer func() {
		if recover() != nil {
			e = nothing
		}
	}()
	cursor := min(max(r.Cursor, 0), len(r.Code))
	p := commandAt(r.Code, cursor)
	switch {
	case p.name != "" && r.Kind == pipe.Inspect:
		e.Bundle = describe(commandCalled(p.name))
	case p.name != "":
		e.Matches, e.Start, e.End = commandsLike(r.Code[p.at:cursor]), p.at, p.at+len(p.name)
	case p.inside:
	case r.Kind == pipe.Inspect:
		e.Bundle = describe(w.runner.known().Inspect(p.code, cursor, r.Detail))
	default:
		c := w.runner.known().Complete(p.code, cursor)
		e.Start, e.End = c.Start, c.End
		for _, m := range c.Matches {
			e.Matches = append(e.Matches, pipe.Match{Text: m.Text, Kind: m.Kind, Type: m.Type})
		}
	}
	return e
}

// describe makes a description fit for the pipe.
func describe(d *cell.Description) *pipe.Bundle {
	if d == nil {
		return nil
	}
	return &pipe.Bundle{Data: map[string]any{"text/plain": d.Text(), "text/markdown": d.Markdown()}}
}

// A commandPlace says where a cursor is among the special commands at the top of a cell.
type commandPlace struct {
	code   string // with blanks for the commands; the statement behind %timeit stays
	name   string // of the command that the cursor touches, or ""
	at     int    // where it begins
	inside bool   // the cursor is in what is blank now
}

func commandAt(code string, cursor int) commandPlace {
	var p commandPlace
	blank, from := []byte(code), 0
	for line := range strings.Lines(code) {
		name, _, isCommand := special(line)
		if !isCommand && name != "" {
			break
		}
		if isCommand {
			begin := from + strings.Index(line, name)
			end := begin + len(name)
			if cursor > begin && cursor <= end && name != "$" {
				p.name, p.at = name, begin
			}
			if name != "%timeit" {
				end = from + len(strings.TrimRight(line, "\r\n"))
			}
			p.inside = p.inside || cursor > begin && cursor <= end
			copy(blank[begin:end], strings.Repeat(" ", end-begin))
		}
		from += len(line)
	}
	p.code = string(blank)
	return p
}

// commandsLike are the special commands that begin so.
func commandsLike(prefix string) []pipe.Match {
	var all []pipe.Match
	for _, name := range slices.Sorted(maps.Keys(commands)) {
		if strings.HasPrefix(name, prefix) && name != "$" {
			all = append(all, pipe.Match{Text: name, Kind: "command", Type: commands[name].does})
		}
	}
	return all
}

// commandCalled describes a special command, or nothing.
func commandCalled(name string) *cell.Description {
	c := commands[name]
	if c == nil {
		return nil
	}
	return &cell.Description{Signature: c.use, Doc: c.does, Where: "%help lists all special commands"}
}
