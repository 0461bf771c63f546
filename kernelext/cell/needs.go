package cell

import (
	"fmt"
	"go/types"
	"maps"
	"slices"
	"strings"
)

// Uses tells whether the unit imports the package, or uses it by an import of an earlier cell. An earlier import with a
// dot is in every unit, and is no use by itself.
func (u *Unit) Uses(path string) bool {
	if !slices.Contains(u.attempt.notebook.dots, path) {
		return slices.Contains(u.Imports, path)
	}
	own := slices.Contains(slices.Collect(maps.Values(u.attempt.imported())), path)
	return own || u.names(path, func(string) bool { return true })
}

// names tells whether the unit itself names something of the package, of the names in question.
func (u *Unit) names(path string, in func(name string) bool) bool {
	if u.attempt.info == nil {
		return false
	}
	for _, o := range u.attempt.info.Uses {
		if in(o.Name()) && o.Pkg() != nil && o.Pkg().Path() == path {
			return true
		}
	}
	return false
}

// Readable tells whether the unit was taken apart, so that it is known what it uses: it has no syntax error.
func (u *Unit) Readable() bool { return u.edited != nil }

// UsesFunction tells whether the unit itself names that function of the package.
func (u *Unit) UsesFunction(path, name string) bool {
	return u.names(path, func(s string) bool { return s == name })
}

// CheckBeside is CheckDeclarations of a test, whose author does not know the notebook: a type, a constant or a variable of
// the test's own is left out when it has a name that an earlier function uses for something else, and
// could not be compiled any more.
func (n *Notebook) CheckBeside(file, code string) *Unit {
	u := n.CheckDeclarations(file, code)
	if len(u.attempt.left) == 0 {
		return u
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.check(file, slices.DeleteFunc(split(file, code), func(p *piece) bool {
		own := p.kind == constDecl || p.kind == varDecl || p.kind == typeDecl
		return p.kind == statement || own && slices.ContainsFunc(p.names, func(name string) bool { return n.names[name] != nil && n.names[name].object != nil })
	}))
}

// Needs is what has to be declared in an empty notebook so that the unit can be checked and run there:
// the source, as Keep has it, of the declarations of earlier cells that the unit uses, of those that
// these use, and so on, with their imports, oldest first. Among them are variables, each with its first value. What
// changed them since is not there, and neither is what the unit does not use: a mistake in one part of a notebook
// does not reach the other.
//
// What the unit itself calls by the name of a package that cells have imported, or by a name that
// Go predeclares, it does not need from the cells, whoever has declared something else under that
// name since: see Seal.
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
	imports := n.importsOf(append(pieces[:len(pieces):len(pieces)], u.attempt.pieces...))
	for _, name := range sortedKeys(imports) {
		fmt.Fprintf(&b, "//line %s:1\nimport %s %q\n", imports[name].file, name, imports[name].path)
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

// Seal makes the notebook ready for a cell that is not the reader's, a test of what is declared. In
// that cell, the names of imported packages and those that Go predeclares mean these, also when a
// declaration has hidden them: a variable called errors or a function called max is the business of
// whoever wrote it. And what that cell declares is its own business: an earlier function that uses
// a name goes on with what it was written for.
func (n *Notebook) Seal() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, d := range n.declared {
		d.uses = map[string]bool{} // nothing has to follow
	}
	maps.DeleteFunc(n.names, func(name string, _ *entry) bool { return types.Universe.Lookup(name) != nil })
	for name, path := range n.packages {
		n.names[name] = &entry{name: name, path: path, file: "cell[0]"}
	}
}

// needed are the names of the notebook that the attempt's cell uses, and what these use.
func (a *attempt) needed() map[string]bool {
	needed := map[string]bool{}
	for p, names := range a.usesByPiece() {
		for name := range names {
			if !slices.Contains(a.pieces, p) || a.notebook.packages[name] == "" && types.Universe.Lookup(name) == nil {
				needed[name] = true
			}
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

// importsOf are the imported packages that the pieces use, by name, also those whose name a cell has given
// to something else since.
func (n *Notebook) importsOf(pieces []*piece) map[string]*entry {
	used := map[string]*entry{}
	for _, p := range pieces {
		for _, f := range p.free {
			e := n.names[f.name]
			switch {
			case e != nil && e.object == nil && e.file != "":
				used[f.name] = e
			case e != nil && e.object != nil && n.packages[f.name] != "":
				used[f.name] = &entry{path: n.packages[f.name], file: "cell[0]"}
			}
		}
	}
	return used
}
