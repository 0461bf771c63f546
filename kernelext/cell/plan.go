package cell

import (
	"go/ast"
	"go/scanner"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
)

// An attempt is one try at making a package of a cell. What it could not do
// along with the cell is left as it is in the next try.
type attempt struct {
	notebook *Notebook
	file     string
	serial   int
	pieces   []*piece // of the cell

	left    map[*piece]string // pieces of earlier cells that do not compile again, and why
	stale   map[string]string // variables that keep their old type, and why
	changed map[string]bool   // variables that have another type now

	primed  map[string]bool     // names whose variable has another name in the package
	skip    map[*piece]bool     // pieces of the cell that stand as they were declared before
	repeat  []*declaration      // earlier declarations to compile again, without what is left
	carried map[string][]*piece // earlier pieces of types that the cell declares or gives methods
	retyped []*entry            // variables to reach through a pointer of a new type

	text     string // the file to check
	segments []segment
	program
}

// prime ends the package's name of a variable whose name meant something else in
// the statements before it: x := x + 1. It is a letter that nobody types.
const prime = "ʹ"

// rename finds such variables and renames them in the pieces. A package has one
// scope, where a block begins a new one with each declaration.
func (a *attempt) rename() {
	a.primed = map[string]bool{}
	seen, defined := map[string]bool{}, map[string]bool{}
	for _, p := range a.pieces {
		if p.kind != statement && p.kind != varDecl {
			continue
		}
		for _, f := range p.free {
			seen[f.name] = true
		}
		for _, name := range p.names {
			again := seen[name] && (p.kind == statement || a.notebook.known(name))
			if !defined[name] && name != "_" && (again || name == "main" || name == "init") {
				a.primed[name] = true // a package's main and init are functions
			}
			defined[name] = true
		}
	}
	if len(a.primed) > 0 {
		a.applyPrimes()
	}
}

// applyPrimes puts the new names where they hold: in declarations everywhere, in
// statements and variables from their own declaration on.
func (a *attempt) applyPrimes() {
	defined := map[string]bool{}
	for i, p := range a.pieces {
		steps := p.kind == statement || p.kind == varDecl
		var edits []edit
		for _, f := range p.free {
			if a.primed[f.name] && (defined[f.name] || !steps) {
				edits = append(edits, p.primeAt(f.offset, f.name))
			}
		}
		if steps {
			for _, name := range p.names {
				defined[name] = true
			}
			for _, id := range p.definitions() {
				if a.primed[id.Name] {
					edits = append(edits, p.primeAt(int(id.Pos())-p.base, id.Name))
				}
			}
		}
		if len(edits) > 0 {
			a.pieces[i] = p.edited(edits)
		}
	}
}

// primeAt is the edit that primes the name at the offset. What follows keeps its
// position.
func (p *piece) primeAt(offset int, name string) edit {
	end := offset + len(name)
	return edit{end, end, prime + directive(p.position(end))}
}

// definitions returns where the piece declares its variables.
func (p *piece) definitions() []*ast.Ident {
	var ids []*ast.Ident
	switch s := p.stmt.(type) {
	case *ast.AssignStmt:
		if s.Tok == token.DEFINE {
			for _, left := range s.Lhs {
				if id, ok := left.(*ast.Ident); ok {
					ids = append(ids, id)
				}
			}
		}
	}
	if g, ok := p.decl.(*ast.GenDecl); ok && p.kind == varDecl {
		for _, spec := range g.Specs {
			ids = append(ids, spec.(*ast.ValueSpec).Names...)
		}
	}
	return ids
}

// edited returns the piece with changes in its text, parsed again.
func (p *piece) edited(edits []edit) *piece {
	q := &piece{at: p.at, text: apply(p.text, edits), kind: p.kind, ends: p.ends, lead: p.lead, was: p.source()}
	if q.kind == statement {
		q.parseStatement()
	} else if q.parseDecl() {
		q.findNames()
	}
	return q
}

// notebookName undoes a prime.
func notebookName(symbol string) string { return strings.TrimSuffix(symbol, prime) }

// plan decides which declarations the package holds: those of the cell without
// what stands already, and what has to be compiled again with them.
func (a *attempt) plan() {
	a.skip, a.carried = map[*piece]bool{}, map[string][]*piece{}
	a.repeat, a.retyped = nil, nil
	changed := maps.Clone(a.changed)
	a.planTypes(changed)
	for _, p := range a.pieces {
		for _, name := range p.names {
			name = notebookName(name)
			old := a.notebook.names[name]
			switch {
			case old == nil || old.object == nil || p.kind == typeDecl || p.method != "":
			case p.kind != funcDecl && p.kind != constDecl:
				if _, isVar := old.object.(*types.Var); !isVar {
					changed[name] = true
				}
			case old.from == nil || old.from.kind != p.kind || !sameTokens(old.from.pieces[0].text, p.text):
				changed[name] = true
			}
		}
	}
	a.follow(changed)
}

// planTypes looks at the types that the cell declares or gives methods. One that
// stands as it was stays the same type, so that the values that have it fit.
func (a *attempt) planTypes(changed map[string]bool) {
	for name, mine := range a.typePieces() {
		old := a.notebook.names[name]
		var pieces []*piece
		if old != nil && old.from != nil && old.from.kind == typeDecl {
			pieces = old.from.pieces
		}
		if pieces != nil && !a.dependsOnChange(old.from) && !slices.ContainsFunc(mine, func(p *piece) bool { return !contains(pieces, p) }) {
			for _, p := range mine {
				a.skip[p] = true
			}
			continue
		}
		for _, p := range pieces {
			if !slices.ContainsFunc(mine, func(m *piece) bool { return m.method == p.method }) {
				a.carried[name] = append(a.carried[name], p)
			}
		}
		if old != nil {
			changed[name] = true
		}
	}
}

// dependsOnChange tells whether the cell changes something that the declaration
// uses, so that it cannot stand as it is.
func (a *attempt) dependsOnChange(d *declaration) bool {
	for _, p := range a.pieces {
		for _, name := range p.names {
			old := a.notebook.names[notebookName(name)]
			if d.uses[name] && old != nil && old.from != d && old.from != nil && len(old.from.pieces) > 0 && p.method == "" && !contains(old.from.pieces, p) {
				return true
			}
		}
	}
	return false
}

// typePieces are the cell's types and methods by the name of the type.
func (a *attempt) typePieces() map[string][]*piece {
	all := map[string][]*piece{}
	for _, p := range a.pieces {
		if p.kind == typeDecl || p.method != "" {
			all[p.names[0]] = append(all[p.names[0]], p)
		}
	}
	return all
}

func contains(pieces []*piece, p *piece) bool {
	return slices.ContainsFunc(pieces, func(q *piece) bool { return q.method == p.method && q.kind == p.kind && sameTokens(q.text, p.text) })
}

// follow finds what has to be compiled again because it uses what has changed.
func (a *attempt) follow(changed map[string]bool) {
	own := a.ownNames()
	done := map[*declaration]bool{}
	for again := true; again; {
		again = false
		for _, d := range a.notebook.declared {
			if done[d] || !d.usesAny(changed) || a.superseded(d, own) || a.leaves(d) {
				continue
			}
			done[d], again = true, true
			for _, name := range d.names {
				changed[name] = true
			}
		}
	}
	for _, d := range a.notebook.declared {
		switch {
		case !done[d]:
		case d.kind == varDecl:
			a.retyped = append(a.retyped, a.notebook.names[d.names[0]])
		default:
			a.repeat = append(a.repeat, d)
		}
	}
}

// ownNames are the names that the cell declares, as the notebook knows them.
func (a *attempt) ownNames() map[string]bool {
	own := map[string]bool{}
	for _, p := range a.pieces {
		for _, name := range p.names {
			if !a.skip[p] {
				own[notebookName(name)] = true
			}
		}
	}
	return own
}

func (a *attempt) superseded(d *declaration, own map[string]bool) bool {
	return slices.ContainsFunc(d.names, func(s string) bool { return own[s] })
}

func (a *attempt) leaves(d *declaration) bool {
	if d.kind == varDecl {
		_, stale := a.stale[d.names[0]]
		return stale
	}
	return slices.ContainsFunc(d.pieces, func(p *piece) bool { _, left := a.left[p]; return left })
}

func (d *declaration) usesAny(names map[string]bool) bool {
	for name := range d.uses {
		if names[name] {
			return true
		}
	}
	return false
}

// sameTokens tells whether two texts are the same but for white space and
// comments.
func sameTokens(x, y string) bool { return x == y || slices.Equal(tokens(x), tokens(y)) }

func tokens(text string) []string {
	var s scanner.Scanner
	s.Init(token.NewFileSet().AddFile("", -1, len(text)), []byte(text), func(token.Position, string) {}, 0)
	var all []string
	for {
		_, tok, lit := s.Scan()
		if tok == token.EOF {
			return all
		}
		if tok == token.SEMICOLON {
			lit = ";"
		}
		all = append(all, tok.String()+lit)
	}
}
