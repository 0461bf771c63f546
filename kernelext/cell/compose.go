package cell

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// A segment is a part of the file to check.
type segment struct {
	from, to int
	role     role
	piece    *piece
	entry    *entry       // of a retyped variable
	from0    *declaration // of a declaration that is compiled again
}

type role int

const (
	importRole   role = iota // an import of the cell
	againRole                // a declaration of an earlier cell
	retypedRole              // a variable of an earlier cell
	declRole                 // a declaration of the cell
	variableRole             // the package-level declaration of a variable
	stepRole                 // a statement or the assignment of a variable's first value
)

// Names that no reader types: their first letter, a dental click, is on no
// keyboard.
const (
	mark     = "ǀ"
	runName  = mark + "run"
	runParam = mark + "r"
	liveName = mark + "live"
)

// compose writes the file to check: one package in which names stand as the
// reader wrote them.
func (a *attempt) compose() {
	c := &composer{attempt: a, declared: map[string]bool{}}
	c.b.WriteString("package main\n")
	c.imports()
	for _, e := range a.retyped {
		c.retyped(e)
	}
	for _, d := range a.repeat {
		for _, p := range d.pieces {
			c.add(againRole, p, p.text, d)
		}
	}
	for _, name := range sortedKeys(a.carried) {
		for _, p := range a.carried[name] {
			if _, left := a.left[p]; !left {
				c.add(againRole, p, p.text, nil)
			}
		}
	}
	for _, p := range a.pieces {
		if !a.skip[p] {
			c.declaration(p)
		}
		if words := strings.Fields(p.text); p.kind == packageClause && words[len(words)-1] != "main" {
			c.problems = append(c.problems, Problem{p.at, "cells belong to no package: leave this line out"})
		}
	}
	c.b.WriteString("\nfunc " + runName + "() {")
	c.declared = map[string]bool{}
	for _, p := range a.pieces {
		c.step(p)
	}
	c.b.WriteString("\n}\n")
	a.text, a.problems = c.b.String(), c.problems
}

// A composer writes one file.
type composer struct {
	*attempt
	b        strings.Builder
	declared map[string]bool // variables so far
	problems []Problem
}

// add writes a segment.
func (c *composer) add(r role, p *piece, text string, d *declaration) {
	c.b.WriteString(lineDirective(p.at))
	from := c.b.Len()
	c.b.WriteString(text)
	c.segments = append(c.segments, segment{from: from, to: c.b.Len(), role: r, piece: p, from0: d})
	c.b.WriteString("\n")
}

// imports writes the cell's imports and those of earlier cells that it needs.
func (c *composer) imports() {
	c.segments = nil
	for _, p := range c.pieces {
		if p.kind == importDecl {
			c.add(importRole, p, p.text, nil)
		}
	}
	for _, name := range c.needed() {
		if e := c.notebook.names[name]; e != nil && e.object == nil {
			fmt.Fprintf(&c.b, "import %s %q\n", name, e.path)
		}
	}
	for _, path := range c.notebook.dots {
		fmt.Fprintf(&c.b, "import . %q\n", path)
	}
}

// needed returns the names that the package uses and the cell neither declares
// nor imports.
func (c *composer) needed() []string {
	needed, own := map[string]bool{}, c.ownNames()
	note := func(p *piece) {
		for _, f := range p.free {
			if !own[f.name] || c.primed[f.name] {
				needed[f.name] = true
			}
		}
	}
	for _, p := range c.pieces {
		note(p)
	}
	for _, d := range c.repeat {
		for _, p := range d.pieces {
			note(p)
		}
	}
	for _, pieces := range c.carried {
		for _, p := range pieces {
			note(p)
		}
	}
	for name := range c.imported() {
		delete(needed, name)
	}
	return sortedKeys(needed)
}

// imported are the names that the cell's own imports bring, by their paths. Of
// an import without a name it is known for sure only when the package is loaded.
func (a *attempt) imported() map[string]string {
	names := map[string]string{}
	for _, p := range a.pieces {
		for _, s := range p.importSpecs() {
			path := pathOf(s)
			if s.Name != nil {
				names[s.Name.Name] = path
			} else if pkg, err := a.notebook.imports.Import(path); err == nil {
				names[pkg.Name()] = path
			}
		}
	}
	return names
}

func (p *piece) importSpecs() []*ast.ImportSpec {
	g, ok := p.decl.(*ast.GenDecl)
	if !ok || p.kind != importDecl {
		return nil
	}
	var specs []*ast.ImportSpec
	for _, s := range g.Specs {
		specs = append(specs, s.(*ast.ImportSpec))
	}
	return specs
}

// retyped writes a variable of an earlier cell with the type that its name means
// now.
func (c *composer) retyped(e *entry) {
	text, paths, ok := typeText(e.object.Type(), c.notebook.pkg)
	if !ok {
		c.stale[e.name] = "its type has no name here"
		return
	}
	for _, path := range paths {
		fmt.Fprintf(&c.b, "import %s %q\n", packageName(path), path)
	}
	c.b.WriteString("var " + e.name + " ")
	from := c.b.Len()
	c.b.WriteString(text)
	c.segments = append(c.segments, segment{from: from, to: c.b.Len(), role: retypedRole, entry: e})
	c.b.WriteString("\n")
}

// packageName is how types are qualified that no reader wrote.
func packageName(path string) string {
	return mark + strings.NewReplacer("/", "_", ".", "_", "-", "_", "~", "_").Replace(path)
}

// typeText writes a type in the words of a cell, and tells which packages it needs.
func typeText(t types.Type, own *types.Package) (text string, paths []string, ok bool) {
	ok = true
	text = types.TypeString(t, func(p *types.Package) string {
		if p == own {
			return ""
		}
		if !slices.Contains(paths, p.Path()) {
			paths = append(paths, p.Path())
		}
		return packageName(p.Path())
	})
	for _, path := range paths {
		for _, rest := range strings.Split(text, packageName(path)+".")[1:] {
			ok = ok && token.IsExported(rest)
		}
	}
	return text, paths, ok
}

// declaration writes what a piece declares at package level.
func (c *composer) declaration(p *piece) {
	switch p.kind {
	case constDecl, typeDecl, funcDecl:
		c.add(declRole, p, p.text, nil)
	case varDecl:
		c.add(variableRole, p, p.text, nil)
	case statement:
		c.define(p)
	}
}

// define writes the variables of x, y := f() as var x, y = f(). Those that the
// cell has already are left to the assignment.
func (c *composer) define(p *piece) {
	s, ok := p.stmt.(*ast.AssignStmt)
	if !ok || s.Tok != token.DEFINE {
		return
	}
	var edits []edit
	fresh := false
	for _, id := range p.definitions() {
		if c.declared[id.Name] {
			from := int(id.Pos()) - p.base
			edits = append(edits, edit{from, from + len(id.Name), "_" + strings.Repeat(" ", len(id.Name)-1)})
		} else if id.Name != "_" {
			fresh, c.declared[id.Name] = true, true
		}
	}
	op := int(s.TokPos) - p.base
	if !fresh {
		c.problems = append(c.problems, Problem{p.position(op), "no new variables on left side of :="})
		return
	}
	c.b.WriteString("\nvar")
	c.add(variableRole, p, apply(p.text, append(edits, edit{op, op + 2, " ="})), nil)
}

// step writes what happens when the cell runs.
func (c *composer) step(p *piece) {
	switch s := p.stmt.(type) {
	case nil:
		if p.kind == varDecl {
			c.firstValue(p)
		}
	case *ast.AssignStmt:
		text := p.text
		if s.Tok == token.DEFINE {
			op := int(s.TokPos) - p.base
			text = apply(text, []edit{{op, op + 2, " ="}})
		}
		c.add(stepRole, p, text, nil)
	default:
		c.add(stepRole, p, p.text, nil)
	}
}

// firstValue writes the assignment that gives a declared variable its value.
func (c *composer) firstValue(p *piece) {
	g, ok := p.decl.(*ast.GenDecl)
	if !ok || len(g.Specs) != 1 {
		return
	}
	s := g.Specs[0].(*ast.ValueSpec)
	text := func(from, to token.Pos) string { return p.text[int(from)-p.base : int(to)-p.base] }
	switch {
	case len(s.Values) == 0 && c.reset(s):
		for _, id := range s.Names {
			c.add(stepRole, p, fmt.Sprintf("%s = *new(%s)", id.Name, text(s.Type.Pos(), s.Type.End())), nil)
		}
	case len(s.Values) == 0:
	case blank(s.Names) && s.Type != nil:
		c.add(stepRole, p, p.text, nil) // nil, say, has no type by itself
	default:
		values := directive(p.position(int(s.Values[0].Pos())-p.base)) + text(s.Values[0].Pos(), s.Values[len(s.Values)-1].End())
		c.add(stepRole, p, text(s.Names[0].Pos(), s.Names[len(s.Names)-1].End())+" = "+values, nil)
	}
}

// reset tells whether a variable without a value may share the memory of an
// earlier one, and so has to be set to zero.
func (c *composer) reset(s *ast.ValueSpec) bool {
	return slices.ContainsFunc(s.Names, func(id *ast.Ident) bool {
		return id.Name != "_" && c.notebook.users(notebookName(id.Name), c.ownNames())
	})
}

func blank(ids []*ast.Ident) bool {
	return !slices.ContainsFunc(ids, func(id *ast.Ident) bool { return id.Name != "_" })
}
