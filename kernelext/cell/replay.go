package cell

import (
	"fmt"
	"go/ast"
	"slices"
	"strconv"
	"strings"
)

// Replay makes one unit of what earlier cells have kept (Unit.Keep, oldest first),
// for a worker that has none of it. What was declared again counts in its last
// form. A declaration that does not compile any more, because a variable that it
// uses is gone, is left out, and so is what needs it; missing says so, one
// sentence each. Giving such variables zero values was rejected: a wrong result
// is worse than an undefined name.
func (n *Notebook) Replay(kept []string) (u *Unit, missing []string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	var pieces []*piece
	for _, text := range kept {
		pieces = append(pieces, n.restore(text)...)
	}
	pieces = latest(pieces)
	for {
		n.serial++
		a := &attempt{notebook: n, file: "cell[0]", pieces: pieces, serial: n.serial, left: map[*piece]string{}, stale: map[string]string{}, changed: map[string]bool{}, primed: map[string]bool{}}
		a.plan()
		a.compose()
		a.typecheck()
		failed := a.failed()
		if len(failed) == 0 {
			return a.unit(), missing
		}
		for _, p := range pieces {
			if why, ok := failed[p]; ok {
				missing = append(missing, fmt.Sprintf("%s is not declared again (%s): run %s again.", p.title(), why, p.at.file))
			}
		}
		pieces = slices.DeleteFunc(pieces, func(p *piece) bool { _, bad := failed[p]; return bad })
	}
}

// restore reads one text that was kept. Its imports are known at once.
func (n *Notebook) restore(text string) []*piece {
	var pieces []*piece
	for _, part := range strings.Split("\n"+text, "\n//line ")[1:] {
		head, source, _ := strings.Cut(part, "\n")
		i := strings.LastIndexByte(head, ':')
		line, err := strconv.Atoi(head[i+1:])
		if i < 0 || err != nil {
			continue
		}
		for _, p := range split(head[:i], source) {
			p.at.line += line - 1
			if p.kind == importDecl {
				(&attempt{notebook: n, file: head[:i], pieces: []*piece{p}}).commitImports()
			} else if p.decl != nil || p.kind == statement && len(p.names) > 0 {
				pieces = append(pieces, p)
			}
		}
	}
	return pieces
}

// latest leaves the last declaration of each name.
func latest(pieces []*piece) []*piece {
	var all []*piece
	for i, p := range pieces {
		again := slices.ContainsFunc(pieces[i+1:], func(q *piece) bool { return q.method == p.method && slices.Equal(q.names, p.names) && len(p.names) > 0 })
		if !again {
			all = append(all, p)
		}
	}
	return all
}

// failed are the pieces with errors, and the first of each. An error outside the
// pieces would be ours: it fails all of them.
func (a *attempt) failed() map[*piece]string {
	failed := map[*piece]string{}
	for _, e := range a.found {
		s := a.segment(a.offset(e.Pos))
		if s == nil {
			for _, p := range a.pieces {
				failed[p] = e.Msg
			}
			break
		}
		if failed[s.piece] == "" {
			failed[s.piece] = e.Msg
		}
	}
	return failed
}

// title names a declaration as the reader knows it.
func (p *piece) title() string {
	name := strings.Join(p.names, ", ")
	if p.method != "" {
		name += "." + p.method
	}
	if g, ok := p.decl.(*ast.GenDecl); ok {
		return g.Tok.String() + " " + name
	}
	return "func " + name
}
