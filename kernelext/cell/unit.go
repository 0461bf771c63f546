package cell

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"
)

// A Unit is a cell made ready for the compiler.
type Unit struct {
	Path     string    // of its package: nb/c7
	Source   []byte    // one file; nil when there is nothing to compile
	Imports  []string  // every path that the source imports, earlier cells included
	Problems []Problem // why it cannot run; nil when it can
	Keep     string    // the source of its imports, types, functions and constants, see Replay
	Notes    []string  // sentences on what keeps an old meaning

	attempt *attempt
	edited  *emission
}

// unit makes the result of the last attempt.
func (a *attempt) unit() *Unit {
	e := a.emission()
	u := &Unit{Path: Path(a.serial), Problems: a.reported(), attempt: a, edited: e}
	if len(e.steps) > 0 || slices.ContainsFunc(a.segments, func(s segment) bool { return s.role != importRole }) || len(u.Problems) > 0 {
		u.Source = e.source()
	}
	u.Imports = e.paths()
	u.Keep = keep(a.pieces)
	u.Notes = a.notes()
	return u
}

// paths are all imports of the source.
func (e *emission) paths() []string {
	all := []string{livePath}
	for home := range e.cells {
		all = append(all, Path(home))
	}
	for path := range e.packages {
		all = append(all, path)
	}
	if len(e.retyped) > 0 {
		all = append(all, "unsafe")
	}
	for _, s := range e.tree.Imports {
		all = append(all, pathOf(s))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Variables returns the names of the variables that the unit declares.
func (u *Unit) Variables() []string {
	var names []string
	for _, p := range u.attempt.pieces {
		for _, name := range p.names {
			if (p.kind == statement || p.kind == varDecl) && name != "_" && !slices.Contains(names, notebookName(name)) {
				names = append(names, notebookName(name))
			}
		}
	}
	return names
}

// Commit makes the notebook know what the unit declares, after it has been
// opened and has run. reached is how many of its statements did: a variable whose
// first value was never assigned keeps the meaning that it had.
func (u *Unit) Commit(reached int) {
	a := u.attempt
	a.notebook.mu.Lock()
	defer a.notebook.mu.Unlock()
	a.commitImports()
	if u.Source == nil {
		return
	}
	for _, d := range a.declarations() {
		if d.kind == varDecl && !u.edited.assigned(d.names[0], reached) {
			continue
		}
		a.commit(d, u.edited)
	}
}

// commit enters a declaration in the place of those that had its names.
func (a *attempt) commit(d *declaration, e *emission) {
	n := a.notebook
	for _, name := range d.names {
		object := a.object(name)
		if object == nil {
			continue
		}
		if old := e.shared[object]; old != nil {
			old.file = a.file
			continue
		}
		symbol, pointer := object.Name(), e.again[object]
		if v, ok := object.(*types.Var); ok && symbol != name {
			object = types.NewVar(v.Pos(), v.Pkg(), name, v.Type())
		}
		n.declared = slices.DeleteFunc(n.declared, func(o *declaration) bool { return slices.Contains(o.names, name) && o != d })
		n.names[name] = &entry{name: name, object: object, home: a.serial, symbol: symbol, pointer: pointer, file: d.file(a.file), from: d}
	}
	n.declared = append(n.declared, d)
}

// file returns the cell that a declaration stands in.
func (d *declaration) file(otherwise string) string {
	if len(d.pieces) > 0 {
		return d.pieces[0].at.file
	}
	return cmp.Or(d.first, otherwise)
}

// object returns what the file declares under a name of the notebook.
func (a *attempt) object(name string) types.Object {
	if v := a.variable(name); v != nil {
		return v
	}
	return a.notebook.pkg.Scope().Lookup(name)
}

// assigned tells whether the variable has got its first value.
func (e *emission) assigned(name string, reached int) bool {
	for i, s := range e.steps {
		if s.piece != nil && (s.piece.kind == varDecl || len(s.piece.names) > 0) && slices.ContainsFunc(s.piece.names, func(x string) bool { return notebookName(x) == name }) {
			return reached > i
		}
	}
	return true
}

func (a *attempt) commitImports() {
	for name, path := range a.imported() {
		switch name {
		case "_":
		case ".":
			if !slices.Contains(a.notebook.dots, path) {
				a.notebook.dots = append(a.notebook.dots, path)
			}
		default:
			a.notebook.names[name] = &entry{name: name, path: path, file: a.file}
			a.notebook.packages[name] = path
		}
	}
}

// declarations are those of the package, each with what it uses.
func (a *attempt) declarations() []*declaration {
	var all []*declaration
	byType := map[string]*declaration{}
	for _, s := range a.segments {
		switch s.role {
		case againRole, declRole:
			a.declare(&all, byType, s.piece)
		case retypedRole:
			d := &declaration{kind: varDecl, names: []string{s.entry.name}, uses: a.mentions(s.entry.name), first: s.entry.file, comment: s.entry.comment()}
			if was := s.entry.from; was != nil {
				d.made, d.needs = was.made, was.needs
			}
			all = append(all, d)
		case variableRole:
			for _, name := range s.piece.names {
				if name = notebookName(name); name != "_" {
					all = append(all, &declaration{kind: varDecl, names: []string{name}, uses: a.mentions(name), comment: s.piece.comment(), made: s.piece})
				}
			}
		}
	}
	uses := a.usesByPiece()
	for _, d := range all {
		if of := uses[d.made]; of != nil {
			d.needs = of
		}
		for _, p := range d.pieces {
			for name := range uses[p] {
				d.uses[name] = true
			}
		}
	}
	return all
}

// declare adds a piece, methods to their types.
func (a *attempt) declare(all *[]*declaration, byType map[string]*declaration, p *piece) {
	if p.kind != typeDecl && p.method == "" {
		if len(p.names) > 0 {
			*all = append(*all, &declaration{kind: p.kind, names: p.names, pieces: []*piece{p}, uses: map[string]bool{}})
		}
		return
	}
	name := p.names[0]
	if byType[name] == nil {
		byType[name] = &declaration{kind: typeDecl, names: p.names, uses: map[string]bool{}}
		*all = append(*all, byType[name])
	}
	byType[name].pieces = append(byType[name].pieces, p)
	slices.SortStableFunc(byType[name].pieces, func(x, y *piece) int { return strings.Compare(x.method, y.method) })
}

// usesByPiece collects the names of the notebook that each piece uses.
func (a *attempt) usesByPiece() map[*piece]map[string]bool {
	uses := map[*piece]map[string]bool{}
	scope := a.notebook.pkg.Scope()
	for id, object := range a.info.Uses {
		if scope.Lookup(object.Name()) != object {
			continue
		}
		s := a.segment(a.offset(id.Pos()))
		if s == nil || s.piece == nil {
			continue
		}
		if uses[s.piece] == nil {
			uses[s.piece] = map[string]bool{}
		}
		uses[s.piece][notebookName(object.Name())] = true
	}
	return uses
}

// mentions are the notebook's types in the type of a variable.
func (a *attempt) mentions(name string) map[string]bool {
	all := map[string]bool{}
	object := a.object(name)
	if object == nil {
		return all
	}
	seen := map[types.Type]bool{}
	var walk func(t types.Type)
	walk = func(t types.Type) {
		if seen[t] {
			return
		}
		seen[t] = true
		for _, c := range components(t) {
			walk(c)
		}
		if named, ok := t.(interface{ Obj() *types.TypeName }); ok && named.Obj().Pkg() == a.notebook.pkg {
			all[named.Obj().Name()] = true
		}
	}
	walk(object.Type())
	return all
}

// components are the types that a type is written with.
func components(t types.Type) []types.Type {
	var all []types.Type
	switch t := t.(type) {
	case *types.Alias:
		all = append(all, types.Unalias(t))
	case *types.Named:
		for i := range t.TypeArgs().Len() {
			all = append(all, t.TypeArgs().At(i))
		}
	case interface{ Elem() types.Type }:
		all = append(all, t.Elem())
		if m, ok := t.(*types.Map); ok {
			all = append(all, m.Key())
		}
	case *types.Struct:
		for f := range t.Fields() {
			all = append(all, f.Type())
		}
	case *types.Signature:
		all = append(all, t.Params(), t.Results())
	case *types.Tuple:
		for v := range t.Variables() {
			all = append(all, v.Type())
		}
	case *types.Interface:
		for m := range t.Methods() {
			all = append(all, m.Type())
		}
	}
	return all
}

// notes says what keeps an old meaning, and what to do about it.
func (a *attempt) notes() []string {
	var all []string
	for _, name := range sortedKeys(a.stale) {
		e := a.notebook.names[name]
		all = append(all, fmt.Sprintf("%s keeps the type that it had: run %s again for a new one.", name, e.file))
	}
	all = append(all, a.boxed()...)
	for p, why := range a.left {
		what := strings.Join(p.names, ", ")
		if p.method != "" {
			what += "." + p.method
		}
		if p.method != "" && a.typePieces()[p.names[0]] != nil {
			all = append(all, fmt.Sprintf("The new %s has no method %s: that of %s would not compile (%s). Change it and run its cell again.", p.names[0], p.method, p.at.file, why))
			continue
		}
		all = append(all, fmt.Sprintf("%s of %s stays as it was: with this cell it would not compile (%s). Change it and run its cell again.", what, p.at.file, why))
	}
	slices.Sort(all)
	return all
}

// boxed says which variables may hold values of a type that has been compiled
// again: what was put into an interface keeps the methods that it had.
func (a *attempt) boxed() []string {
	types := a.renewed()
	if len(types) == 0 {
		return nil
	}
	var all []string
	for _, name := range sortedKeys(a.notebook.names) {
		if e := a.notebook.names[name]; isVariable(e.object) && e.home > 0 && holdsInterface(e.object.Type()) && !a.ownNames()[name] {
			all = append(all, fmt.Sprintf("%s may hold values of %s from before, which keep their methods: run %s again for new ones.", name, strings.Join(types, ", "), e.file))
		}
	}
	return all
}

// renewed are the types of earlier cells that this one compiles again.
func (a *attempt) renewed() []string {
	all := map[string]bool{}
	for _, s := range a.segments {
		if s.role == againRole && (s.piece.kind == typeDecl || s.piece.method != "") && a.notebook.names[s.piece.names[0]] != nil {
			all[s.piece.names[0]] = true
		}
	}
	return sortedKeys(all)
}

func isVariable(o types.Object) bool {
	_, ok := o.(*types.Var)
	return ok
}

// holdsInterface tells whether values of the type have interfaces, other than
// error, in what a reader sees of it.
func holdsInterface(t types.Type) bool {
	seen := map[types.Type]bool{}
	var walk func(t types.Type) bool
	walk = func(t types.Type) bool {
		if seen[t] || types.Identical(t, types.Universe.Lookup("error").Type()) {
			return false
		}
		seen[t] = true
		if _, ok := t.Underlying().(*types.Interface); ok {
			return true
		}
		if _, ok := t.(*types.Signature); ok {
			return false
		}
		return slices.ContainsFunc(components(t), walk)
	}
	return walk(t)
}

// keep writes down what can be declared again: one declaration after the other,
// each behind a directive with its position.
func keep(pieces []*piece) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.kind != statement && p.kind != varDecl && p.kind != packageClause {
			if f, ok := p.decl.(*ast.FuncDecl); ok && len(p.names) == 0 && f.Name.Name != "_" {
				continue // an init function has run
			}
			b.WriteString(p.kept())
		}
	}
	return b.String()
}

// kept is the piece with its position, as restore reads it.
func (p *piece) kept() string {
	return fmt.Sprintf("//line %s:%d\n%s\n", p.at.file, p.at.line, p.source())
}
