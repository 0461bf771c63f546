package cell

import (
	"fmt"
	"slices"
	"strings"
)

// Uses tells whether the unit imports the package, or uses it by an import of an earlier cell.
func (u *Unit) Uses(path string) bool { return slices.Contains(u.Imports, path) }

// UsesFunction tells whether the unit itself names that function of the package.
func (u *Unit) UsesFunction(path, name string) bool {
	for _, o := range u.attempt.info.Uses {
		if o.Name() == name && o.Pkg() != nil && o.Pkg().Path() == path {
			return true
		}
	}
	return false
}

// Needs is what has to be declared in an empty notebook so that the unit can be checked and run there:
// the source, as Keep has it, of the declarations of earlier cells that the unit uses, of those that
// these use, and so on, with their imports, oldest first. Among them are variables, each with its first value. What
// changed them since is not there, and neither is what the unit does not use: a mistake in one part of a notebook
// does not reach the other.
func (u *Unit) Needs() string {
	n := u.attempt.notebook
	n.mu.Lock()
	defer n.mu.Unlock()
	needed := u.attempt.needed()
	var pieces []*piece
	for _, d := range n.declared {
		if !slices.ContainsFunc(d.names, func(name string) bool { return needed[name] }) {
			continue
		}
		for _, p := range d.sources() {
			if !slices.Contains(pieces, p) {
				pieces = append(pieces, p)
			}
		}
	}
	var b strings.Builder
	for _, name := range n.importsOf(append(pieces[:len(pieces):len(pieces)], u.attempt.pieces...)) {
		fmt.Fprintf(&b, "//line %s:1\nimport %s %q\n", n.names[name].file, name, n.names[name].path)
	}
	for _, path := range n.dots {
		fmt.Fprintf(&b, "//line cell[0]:1\nimport . %q\n", path)
	}
	for _, p := range pieces {
		b.WriteString(p.kept())
	}
	return b.String()
}

// sources are the pieces that declare it anew.
func (d *declaration) sources() []*piece {
	if d.made != nil {
		return []*piece{d.made}
	}
	return d.pieces
}

// needed are the names of the notebook that the attempt's cell uses, and what these use.
func (a *attempt) needed() map[string]bool {
	needed := map[string]bool{}
	for _, names := range a.usesByPiece() {
		for name := range names {
			needed[name] = true
		}
	}
	for name := range a.ownNames() {
		delete(needed, name)
	}
	for again := true; again; {
		before := len(needed)
		for _, d := range a.notebook.declared {
			if slices.ContainsFunc(d.names, func(name string) bool { return needed[name] }) {
				for _, names := range []map[string]bool{d.uses, d.needs} {
					for name := range names {
						needed[name] = true
					}
				}
			}
		}
		again = len(needed) > before
	}
	return needed
}

// importsOf are the names of imported packages that the pieces use.
func (n *Notebook) importsOf(pieces []*piece) []string {
	used := map[string]bool{}
	for _, p := range pieces {
		for _, f := range p.free {
			if e := n.names[f.name]; e != nil && e.object == nil && e.file != "" {
				used[f.name] = true
			}
		}
	}
	return sortedKeys(used)
}
