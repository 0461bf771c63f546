package cell

import (
	"go/ast"
	"go/types"
	"slices"
)

// Statements are those of a cell that declares nothing, checked: what package
// direct may run without compiling them.
type Statements struct {
	List []ast.Stmt
	Info *types.Info
	Show bool // the last one is an expression, and its value is shown

	entries map[types.Object]*entry
	attempt *attempt
}

// Statements returns the cell's statements, or nil when it declares something or
// has problems.
func (u *Unit) Statements() *Statements {
	a := u.attempt
	if u.Problems != nil || u.edited == nil || slices.ContainsFunc(a.segments, func(s segment) bool { return s.role != stepRole && s.role != importRole }) {
		return nil
	}
	run, ok := a.tree.Decls[len(a.tree.Decls)-1].(*ast.FuncDecl)
	if !ok || len(run.Body.List) == 0 {
		return nil
	}
	s := &Statements{List: run.Body.List, Info: a.info, entries: u.edited.entries, attempt: a}
	s.Show = a.lastStep() != nil && !a.pieces[len(a.pieces)-1].ends
	return s
}

// Home returns the path of the package, mostly a cell's, that holds what an object
// of the notebook stands for, and the name under which a cell has registered it.
// It returns empty strings for what the notebook does not know.
func (s *Statements) Home(o types.Object) (path, name string) {
	switch e := s.entries[o]; {
	case e == nil:
		return "", ""
	case e.home == 0:
		return e.path, e.symbol
	default:
		return Path(e.home), e.name
	}
}

// Place returns where in the cell a statement begins: cell[3]:5
func (s *Statements) Place(n ast.Node) (file string, line int) {
	p := s.attempt.notebook.fset.Position(n.Pos())
	return p.Filename, p.Line
}

// Last returns the expression that ends the cell, or nil when it ends otherwise.
func (u *Unit) Last() ast.Expr {
	if u.attempt.tree == nil || u.Problems != nil {
		return nil
	}
	if s := u.attempt.lastStep(); s != nil {
		return ast.Unparen(s.X)
	}
	return nil
}
