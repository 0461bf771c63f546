package cell

import (
	"go/ast"
	"go/token"
	"go/types"
)

// point is the call before a statement where somebody decides whose turn it is.
const point = liveName + ".Point();"

// points puts a point before each statement of the cell's functions, and cuts those in two
// that read and write a variable: between the two is where another goroutine does harm. The
// statements at the top level of the cell stay whole; no other goroutine runs them.
func (e *emission) points() {
	if !e.notebook.options.Points {
		return
	}
	for _, d := range e.tree.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Name.Name == runName {
			for _, s := range f.Body.List {
				e.pointsIn(s)
			}
			continue
		}
		e.pointsIn(d)
	}
}

// pointsIn is points for what is inside of a node.
func (e *emission) pointsIn(n ast.Node) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ForStmt:
			e.pointInEmpty(n.Body)
		case *ast.RangeStmt:
			e.pointInEmpty(n.Body)
		case *ast.BlockStmt:
			e.pointsBefore(n.List)
		case *ast.CaseClause:
			e.pointsBefore(n.Body)
		case *ast.CommClause:
			e.pointsBefore(n.Body)
		}
		return true
	})
}

// pointInEmpty lets a loop that only waits for a condition hand over.
func (e *emission) pointInEmpty(body *ast.BlockStmt) {
	if len(body.List) == 0 {
		e.insert(body.Lbrace+1, point)
	}
}

func (e *emission) pointsBefore(list []ast.Stmt) {
	for _, s := range list {
		switch s.(type) {
		case *ast.CaseClause, *ast.CommClause, *ast.EmptyStmt:
			continue
		}
		e.insert(s.Pos(), point+directive(e.position(s)))
		e.cut(s)
	}
}

// cut makes two statements of one that reads a variable and writes it: x++, x += y and
// x = x + y; and of a call for whose argument something is called first. A labelled statement
// stays whole.
func (e *emission) cut(s ast.Stmt) {
	switch s := s.(type) {
	case *ast.ExprStmt:
		e.cutCall(s)
	case *ast.IncDecStmt:
		if e.isPlace(s.X) {
			name := e.hold(s.X)
			e.over(s.TokPos, len("++"), read(name)+name+" = "+held+" "+s.Tok.String()[:1]+" 1 }")
		}
	case *ast.AssignStmt:
		if len(s.Lhs) != 1 || len(s.Rhs) != 1 || s.Tok == token.DEFINE || !e.isPlace(s.Lhs[0]) {
			return
		}
		switch value, op := s.Rhs[0], s.Tok.String(); {
		case s.Tok != token.ASSIGN:
			name := e.hold(s.Lhs[0])
			e.over(s.TokPos, len(op), read(name)+name+" = "+held+" "+op[:len(op)-1]+" ("+directive(e.position(value)))
			e.insert(s.End(), ") }")
		case e.isComputed(value, s.Lhs[0]):
			// x = y becomes one statement for y and one for x.
			name := e.hold(s.Lhs[0])
			e.over(s.TokPos, len(op), "; "+held+" := ("+directive(e.position(value)))
			e.insert(s.End(), "); "+point+" "+name+" = "+held+" }")
		}
	}
}

// held is the name of what has been read, or is about to be written.
const held = mark + "v"

// read is the first half of a statement: the other goroutines run after it.
func read(name string) string { return "; " + held + " := " + name + "; " + point + " " }

// hold works out where a place is, once for both halves, and returns the name that it has in them. It leaves
// open a block, and a statement.
func (e *emission) hold(x ast.Expr) (name string) {
	const pointer, elements, key = mark + "p", mark + "m", mark + "k"
	if e.inMemory(x) {
		e.insert(x.Pos(), "{ "+pointer+" := &("+directive(e.position(x)))
		e.insert(x.End(), ")")
		return "*" + pointer
	}
	at, declared := x.(*ast.IndexExpr), key+" := ("
	if e.info.Types[at.Index].Value != nil {
		declared = "const " + key + " = (" // a variable would have the constant's default type
	}
	e.insert(at.Pos(), "{ "+elements+" := ("+directive(e.position(at)))
	e.over(at.Lbrack, len("["), "); "+declared+directive(e.position(at.Index)))
	e.over(at.Rbrack, len("]"), ")")
	return elements + "[" + key + "]"
}

// isPlace tells whether hold can work out where x is.
func (e *emission) isPlace(x ast.Expr) bool { return e.inMemory(x) || e.isElement(x) }

// isElement tells whether x is the element of a map whose key can stand in a variable, or a constant, of its own.
func (e *emission) isElement(x ast.Expr) bool {
	at, ok := x.(*ast.IndexExpr)
	if !ok {
		return false
	}
	_, ok = e.info.TypeOf(at.X).Underlying().(*types.Map)
	key := e.info.Types[at.Index]
	return ok && !key.IsNil() && (key.Value != nil || !isComparison(at.Index))
}

// cutCall puts a point between what a call is given and the call, where another call is in it, as in
// n.Store(n.Load() + 1). A comparison has no type of its own to hand through, and several values are none.
func (e *emission) cutCall(s *ast.ExprStmt) {
	call, ok := s.X.(*ast.CallExpr)
	if !ok || call.Ellipsis.IsValid() || !e.info.Types[call.Fun].IsValue() || e.info.Types[call.Fun].IsBuiltin() {
		return
	}
	for _, arg := range call.Args {
		t := e.info.Types[arg]
		_, several := t.Type.(*types.Tuple)
		_, function := arg.(*ast.FuncLit)
		if several || function || t.Value != nil || !t.IsValue() || isComparison(arg) || !calls(arg) {
			continue
		}
		e.insert(arg.Pos(), liveName+".Pass("+directive(e.position(arg)))
		e.insert(arg.End(), ")")
	}
}

func isComparison(x ast.Expr) bool {
	t, ok := ast.Unparen(x).(*ast.BinaryExpr)
	return ok && (t.Op.Precedence() <= token.EQL.Precedence())
}

// calls tells whether a call is in an expression, apart from functions that it makes.
func calls(x ast.Expr) bool {
	found := false
	ast.Inspect(x, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CallExpr:
			found = true
		}
		return !found
	})
	return found
}

// over replaces a token.
func (e *emission) over(at token.Pos, length int, with string) {
	from := e.offset(at)
	e.edits = append(e.edits, edit{from, from + length, with})
}

// inMemory tells whether x has an address that stays what it is: not the element of a map, and
// not the blank identifier.
func (e *emission) inMemory(x ast.Expr) bool {
	return e.info.Types[x].Addressable() || isIdentOf(e.info.Uses, x)
}

func isIdentOf(uses map[*ast.Ident]types.Object, x ast.Expr) bool {
	id, ok := ast.Unparen(x).(*ast.Ident)
	if !ok {
		return false
	}
	_, ok = uses[id].(*types.Var)
	return ok
}

// isComputed tells whether a value is worked out when the statement runs and has the type of what
// it is assigned to, so that it can stand in a variable of its own.
func (e *emission) isComputed(value, to ast.Expr) bool {
	v, x := e.info.Types[value], e.info.TypeOf(to)
	return v.Type != nil && x != nil && v.Value == nil && !v.IsNil() && types.Identical(v.Type, x)
}
