//go:build gophernotes

// Uses: what a piece of a cell does with a variable of a loop. Everything here
// errs on one side: a use that cannot be ruled out is one, which costs time and
// changes nothing. The file is copied into gomacro's package fast when the kernel
// is built.

package fast

import (
	"go/ast"
	"go/token"
	r "reflect"

	xr "github.com/cosmos72/gomacro/xreflect"
)

// uses asks about the variable of that name and type.
type uses struct {
	name string
	t    xr.Type
	c    *Comp
}

// closure reports whether a function literal could hold the variable.
func (u uses) closure(n ast.Node) bool {
	return holds(n, func(n ast.Node) bool {
		_, ok := n.(*ast.FuncLit)
		return ok
	})
}

// points reports whether a pointer to the variable, or into it, could be made:
// by &, by a slice of an array or by a method that wants a pointer.
func (u uses) points(n ast.Node) bool {
	return holds(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.UnaryExpr:
			return n.Op == token.AND && u.root(n.X)
		case *ast.SliceExpr:
			return u.root(n.X) && u.t.Kind() != r.String && u.t.Kind() != r.Slice
		case *ast.SelectorExpr:
			return u.root(n.X) && u.t.Kind() != r.Ptr && u.t.Kind() != r.Interface && !u.field(n)
		}
		return false
	})
}

// field reports whether a selector is one of a field of the variable.
func (u uses) field(n *ast.SelectorExpr) bool {
	if _, ok := n.X.(*ast.Ident); !ok || u.t.Kind() != r.Struct {
		return false
	}
	_, count := u.t.FieldByName(n.Sel.Name, u.c.FileComp().Path)
	return count > 0
}

// sets reports whether the variable is assigned to.
func (u uses) sets(n ast.Node) bool {
	return holds(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.IncDecStmt:
			return u.root(n.X)
		case *ast.RangeStmt:
			return n.Tok == token.ASSIGN && (u.root(n.Key) || u.root(n.Value))
		case *ast.AssignStmt:
			for _, left := range n.Lhs {
				if n.Tok != token.DEFINE && u.root(left) {
					return true
				}
			}
		}
		return false
	})
}

// root reports whether an expression is the variable or a part of it.
func (u uses) root(e ast.Expr) bool {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x.Name == u.name
		case *ast.ParenExpr:
			e = x.X
		case *ast.SelectorExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		default:
			return false
		}
	}
}

// holds reports whether a node or one below it has a property.
func holds(n ast.Node, is func(ast.Node) bool) bool {
	found := false
	if n == nil || r.ValueOf(n).IsNil() {
		return false
	}
	ast.Inspect(n, func(n ast.Node) bool {
		found = found || n != nil && is(n)
		return !found
	})
	return found
}
