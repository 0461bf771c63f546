//go:build gophernotes

// Results: a return that gives named results their values all at once. The file
// is copied into gomacro's package fast when the kernel is built.

package fast

import (
	"go/ast"

	xr "github.com/cosmos72/gomacro/xreflect"
)

// returnTogether compiles the assignment of a return statement to named results:
// all expressions first, then all results, so that return b, a of results a and b
// exchanges them.
func (c *Comp) returnTogether(nodes []ast.Expr, exprs []*Expr, results []*Bind, upn int) {
	values := make([]func(*Env) xr.Value, len(exprs))
	sets := make([]func(*Env, xr.Value), len(exprs))
	for i, e := range exprs {
		c.Pos = nodes[i].Pos()
		e.To(c, results[i].Type)
		values[i] = e.AsX1()
		sets[i] = c.varSetValue(results[i].AsVar(upn, PlaceSettable))
	}
	c.append(func(env *Env) (Stmt, *Env) {
		got := make([]xr.Value, len(values))
		for i, value := range values {
			got[i] = dup(value(env))
		}
		for i, set := range sets {
			if set != nil {
				set(env, got[i])
			}
		}
		env.IP++
		return env.Code[env.IP], env
	})
}

// blank reports whether an assignment has a blank identifier on the left.
func blank(assign []Assign) bool {
	for _, a := range assign {
		if a.setvar == nil && a.setplace == nil {
			return true
		}
	}
	return false
}
