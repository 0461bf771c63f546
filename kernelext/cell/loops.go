package cell

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// An interrupt ends loops by a check at their heads. Checking in each iteration
// costs a loop that does next to nothing eight times its time, because the call
// that is never made makes the compiler keep everything in memory. So loops
// whose bodies can take no time, leaves, are checked every 1024 iterations:
// 1.0 to 1.1 times the time of the bare loop.
const (
	checkText  = "if " + liveName + ".Stop.Load() { %s" + liveName + ".Interrupt() };"
	sparseText = "if %s&1023 == 0 { " + checkText + " };"
	counter    = mark + mark
)

// interruptible puts the checks into the loops of the cell.
func (e *emission) interruptible() {
	ast.Inspect(e.tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ForStmt:
			e.checkAt(n.Body, e.countFor(n), e.cached[n])
		case *ast.RangeStmt:
			e.checkAt(n.Body, e.countRange(n), e.cached[n])
		}
		return true
	})
}

// checkAt puts a check at the head of a loop: in each iteration, or by a variable
// that counts them.
func (e *emission) checkAt(body *ast.BlockStmt, count, before string) {
	p := e.position(body)
	p.column++
	text := fmt.Sprintf(checkText, before)
	if count != "" {
		text = fmt.Sprintf(sparseText, count, before)
	}
	at := e.offset(body.Lbrace) + 1
	e.edits = append(e.edits, edit{at, at, text + directive(p)})
}

// countFor returns what counts the iterations of a leaf: its own variable when
// that goes up or down by one, else one that is added. It returns "" for loops
// that are no leaves.
func (e *emission) countFor(s *ast.ForStmt) string {
	if !e.isLeaf(s.Body) {
		return ""
	}
	if post, ok := s.Post.(*ast.IncDecStmt); ok {
		if id, ok := post.X.(*ast.Ident); ok && e.counts(id) && !assigns(s.Body, id.Name) && e.info.Uses[id].Parent() != e.notebook.pkg.Scope() {
			return id.Name
		}
	}
	switch init := s.Init.(type) {
	case nil:
		e.countFromZero(s)
		return counted
	case *ast.AssignStmt:
		if init.Tok == token.DEFINE && len(init.Lhs) == len(init.Rhs) {
			e.insert(init.Lhs[len(init.Lhs)-1].End(), ", "+counter)
			e.insert(init.Rhs[len(init.Rhs)-1].End(), ", 0")
			return counted
		}
	}
	return ""
}

// counted is the added variable, one higher than before.
const counted = counter + "++; " + counter

// countFromZero adds a variable to a loop without one: for c { … }, for ; c; p.
func (e *emission) countFromZero(s *ast.ForStmt) {
	const init = " " + counter + " := 0; "
	after := s.For + token.Pos(len("for"))
	text := e.text[e.offset(after):e.offset(s.Body.Lbrace)]
	switch {
	case s.Cond == nil && s.Post == nil && !slices.Contains([]byte(text), ';'):
		e.insert(after, init+";")
	case s.Post == nil && !slices.Contains([]byte(text), ';'):
		e.insert(after, init)
		e.insert(s.Cond.End(), ";")
	default:
		e.insert(after, " "+counter+" := 0")
	}
}

func (e *emission) insert(at token.Pos, text string) {
	from := e.offset(at)
	e.edits = append(e.edits, edit{from, from, text})
}

// countRange returns what counts the iterations of a leaf that goes through a
// slice, an array or the numbers below another. Keys of strings jump, and those
// of maps are no numbers.
func (e *emission) countRange(s *ast.RangeStmt) string {
	if !e.isLeaf(s.Body) || !e.steps1(s.X) || s.Tok == token.ASSIGN {
		return ""
	}
	id, ok := s.Key.(*ast.Ident)
	switch {
	case s.Key == nil:
		e.insert(s.For+token.Pos(len("for")), " "+counter+" :=")
		return counter
	case ok && id.Name == "_":
		e.replace(id, counter)
		return counter
	case ok && e.countsDefined(id):
		return id.Name
	}
	return ""
}

// steps1 tells whether a range over x has keys 0, 1, 2 … of at least 16 bits.
func (e *emission) steps1(x ast.Expr) bool {
	t := e.info.Types[x].Type
	if t == nil {
		return false
	}
	switch t := t.Underlying().(type) {
	case *types.Slice, *types.Array:
		return true
	case *types.Pointer:
		_, ok := t.Elem().Underlying().(*types.Array)
		return ok
	case *types.Basic:
		return wide(t)
	}
	return false
}

// wide tells integer types that hold 1023.
func wide(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0 && b.Kind() != types.Int8 && b.Kind() != types.Uint8
}

func (e *emission) counts(id *ast.Ident) bool {
	o := e.info.Uses[id]
	return o != nil && wide(o.Type())
}

func (e *emission) countsDefined(id *ast.Ident) bool {
	o := e.info.Defs[id]
	return o != nil && wide(o.Type())
}

// assigns tells whether a block changes the variable.
func assigns(body *ast.BlockStmt, name string) bool {
	found := false
	is := func(x ast.Expr) bool {
		id, ok := ast.Unparen(x).(*ast.Ident)
		return ok && id.Name == name
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			found = found || slices.ContainsFunc(n.Lhs, is)
		case *ast.IncDecStmt:
			found = found || is(n.X)
		case *ast.UnaryExpr:
			found = found || n.Op == token.AND && is(n.X)
		}
		return !found
	})
	return found
}

// isLeaf tells whether a loop's body takes next to no time: it calls nothing,
// waits for nothing and holds no other loop.
func (e *emission) isLeaf(body *ast.BlockStmt) bool {
	leaf := true
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			tv := e.info.Types[n.Fun]
			leaf = leaf && (tv.IsType() || tv.IsBuiltin() && isQuick(n))
		case *ast.FuncLit, *ast.ForStmt, *ast.RangeStmt, *ast.GoStmt, *ast.DeferStmt, *ast.SelectStmt, *ast.SendStmt, *ast.LabeledStmt:
			leaf = false
		case *ast.UnaryExpr:
			leaf = leaf && n.Op != token.ARROW
		case *ast.BranchStmt:
			leaf = leaf && n.Tok != token.GOTO
		}
		return leaf
	})
	return leaf
}

// isQuick tells the builtins whose time does not depend on their arguments.
func isQuick(call *ast.CallExpr) bool {
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	return ok && slices.Contains([]string{"len", "cap", "min", "max", "real", "imag", "complex", "append"}, id.Name)
}
