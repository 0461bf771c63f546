package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// cache lets loops at the top level of a cell compute in registers, as they would
// in a function: for i := range n { s += i } would otherwise write the notebook's
// s to memory in each iteration, at five times the cost. The loop gets a local
// copy, which is written back at its end and before an interrupt. Only loops
// that nothing else ends and that nobody watches are treated so: leaves without
// an operation that can panic.
func (e *emission) cache() {
	e.cached, e.local = map[ast.Node]string{}, map[*ast.Ident]string{}
	run, ok := e.tree.Decls[len(e.tree.Decls)-1].(*ast.FuncDecl)
	if !ok || e.notebook.options.Race {
		return
	}
	for _, s := range run.Body.List {
		switch s := s.(type) {
		case *ast.ForStmt:
			e.cacheLoop(s, s.Body)
		case *ast.RangeStmt:
			e.cacheLoop(s, s.Body)
		}
	}
}

func (e *emission) cacheLoop(loop ast.Stmt, body *ast.BlockStmt) {
	if !e.isLeaf(body) || !e.isCalm(loop) {
		return
	}
	variables := e.basics(loop)
	if len(variables) == 0 {
		return
	}
	load, store := "{ ", ""
	for _, v := range variables {
		name := mark + v.Name()
		load += name + " := " + e.reference(v) + "; "
		store += e.reference(v) + " = " + name + "; "
	}
	ast.Inspect(loop, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if v, ok := e.info.Uses[id].(*types.Var); ok && slices.Contains(variables, v) {
				e.local[id] = mark + v.Name()
			}
		}
		return true
	})
	e.cached[loop] = store
	from, to := e.offset(loop.Pos()), e.offset(loop.End())
	e.edits = append(e.edits, edit{from, from, load + directive(e.position(loop))}, edit{to, to, "; " + store + "}"})
}

// basics are the notebook's variables of predeclared types that the loop changes.
// Those that it only reads it goes on reading: another goroutine may be about to
// change them.
func (e *emission) basics(loop ast.Stmt) []*types.Var {
	var all []*types.Var
	ast.Inspect(loop, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		v, ok := e.info.Uses[id].(*types.Var)
		if !ok || slices.Contains(all, v) || v.Pkg() != e.notebook.pkg || e.notebook.pkg.Scope().Lookup(v.Name()) != v {
			return true
		}
		if _, ok := v.Type().Underlying().(*types.Basic); ok && e.changes(loop, v) {
			all = append(all, v)
		}
		return true
	})
	return all
}

// changes tells whether the loop assigns to the variable.
func (e *emission) changes(loop ast.Stmt, v *types.Var) bool {
	is := func(x ast.Expr) bool {
		id, ok := ast.Unparen(x).(*ast.Ident)
		return ok && e.info.Uses[id] == v
	}
	found := false
	ast.Inspect(loop, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			found = found || slices.ContainsFunc(n.Lhs, is)
		case *ast.IncDecStmt:
			found = found || is(n.X)
		case *ast.RangeStmt:
			found = found || n.Key != nil && is(n.Key) || n.Value != nil && is(n.Value)
		}
		return !found
	})
	return found
}

// reference is how this package reaches a variable of the notebook.
func (e *emission) reference(v *types.Var) string {
	old := e.entries[v]
	if old == nil {
		old = e.shared[v]
	}
	switch {
	case old != nil:
		e.reach(old)
		return old.expression("")
	case e.again[v]:
		return "(*" + v.Name() + ")"
	}
	return v.Name()
}

// isCalm tells whether a loop can end only by its own condition: it neither
// panics nor returns.
func (e *emission) isCalm(loop ast.Stmt) bool {
	calm := true
	ast.Inspect(loop, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.IndexExpr, *ast.SliceExpr, *ast.StarExpr, *ast.TypeAssertExpr, *ast.SelectorExpr, *ast.ReturnStmt, *ast.FuncLit, *ast.CompositeLit:
			calm = false
		case *ast.CallExpr:
			calm = calm && e.info.Types[n.Fun].IsType()
		case *ast.UnaryExpr:
			calm = calm && n.Op != token.AND && n.Op != token.ARROW
		case *ast.BranchStmt:
			calm = calm && n.Label == nil
		case *ast.BinaryExpr:
			if n.Op == token.QUO || n.Op == token.REM || n.Op == token.SHL || n.Op == token.SHR {
				calm = calm && e.info.Types[n.Y].Value != nil
			}
		case *ast.AssignStmt:
			if n.Tok == token.QUO_ASSIGN || n.Tok == token.REM_ASSIGN || n.Tok == token.SHL_ASSIGN || n.Tok == token.SHR_ASSIGN {
				calm = calm && e.info.Types[n.Rhs[0]].Value != nil
			}
		}
		return calm
	})
	return calm
}
