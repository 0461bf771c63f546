//go:build gophernotes

// Today: what Go has got since the version that gomacro knows, as far as it fits
// into its compiler: range over integers, min, max and clear. The file is copied
// into gomacro's package fast when the kernel is built.

package fast

import (
	"go/ast"
	"go/token"
	r "reflect"

	xr "github.com/cosmos72/gomacro/xreflect"
)

// rangeInt compiles a range over an integer and tells whether it was one: as a
// loop that counts, with a variable of its own for each iteration.
func (c *Comp) rangeInt(node *ast.RangeStmt, labels []string) bool {
	t := c.typeOfCount(node.X)
	if t == nil {
		return false
	}
	if node.Value != nil {
		c.Pos = node.Value.Pos()
		c.Errorf("range over %v permits only one iteration variable", node.X)
	}
	var nbinds [2]int
	c, _ = c.pushEnvIfFlag(&nbinds, true)
	limit, count := &ast.Ident{NamePos: node.X.Pos(), Name: "ǀlimit"}, &ast.Ident{NamePos: node.Pos(), Name: "ǀcount"}
	c.Stmt(&ast.AssignStmt{Lhs: []ast.Expr{limit}, TokPos: node.TokPos, Tok: token.DEFINE, Rhs: []ast.Expr{node.X}})
	zero := &ast.BinaryExpr{X: limit, OpPos: node.X.Pos(), Op: token.SUB, Y: limit} // of the right type
	body := node.Body
	if id, ok := node.Key.(*ast.Ident); node.Key != nil && !(ok && id.Name == "_") {
		set := &ast.AssignStmt{Lhs: []ast.Expr{node.Key}, TokPos: node.TokPos, Tok: node.Tok, Rhs: []ast.Expr{count}}
		body = &ast.BlockStmt{Lbrace: body.Lbrace, List: []ast.Stmt{set, node.Body}, Rbrace: body.Rbrace}
	}
	c.For(&ast.ForStmt{
		For:  node.For,
		Init: &ast.AssignStmt{Lhs: []ast.Expr{count}, TokPos: node.TokPos, Tok: token.DEFINE, Rhs: []ast.Expr{zero}},
		Cond: &ast.BinaryExpr{X: count, OpPos: node.X.Pos(), Op: token.LSS, Y: limit},
		Post: &ast.IncDecStmt{X: count, TokPos: node.TokPos, Tok: token.INC},
		Body: body,
	}, labels)
	c.popEnvIfFlag(&nbinds, true)
	return true
}

// typeOfCount returns the type of an expression that a range counts up to, or nil.
func (c *Comp) typeOfCount(x ast.Expr) xr.Type {
	e := c.Expr1(x, nil)
	t := e.Type
	if e.Untyped() {
		t = e.DefaultType()
	}
	if t == nil {
		return nil
	}
	switch t.Kind() {
	case r.Int, r.Int8, r.Int16, r.Int32, r.Int64, r.Uint, r.Uint8, r.Uint16, r.Uint32, r.Uint64, r.Uintptr:
		return t
	}
	return nil
}

// declareToday declares the builtins.
func (ir *Interp) declareToday() {
	ir.DeclBuiltin("min", Builtin{func(c *Comp, sym Symbol, node *ast.CallExpr) *Call { return c.compileExtreme(sym, node, -1) }, 1, 1 << 15})
	ir.DeclBuiltin("max", Builtin{func(c *Comp, sym Symbol, node *ast.CallExpr) *Call { return c.compileExtreme(sym, node, 1) }, 1, 1 << 15})
	ir.DeclBuiltin("clear", Builtin{compileClear, 1, 1})
}

// compileExtreme compiles min (sign -1) and max (sign 1).
func (c *Comp) compileExtreme(sym Symbol, node *ast.CallExpr, sign int) *Call {
	args := make([]*Expr, len(node.Args))
	for i, arg := range node.Args {
		args[i] = c.Expr1(arg, nil)
	}
	t := c.commonType(sym, node, args)
	for i, e := range args {
		if e.Const() {
			e.ConstTo(t)
		} else if !e.Type.IdenticalTo(t) {
			c.Pos = node.Args[i].Pos()
			c.Errorf("invalid argument: mismatched types %v (previous argument) and %v in %s", t, e.Type, sym.Name)
		}
	}
	f := c.Universe.FuncOf([]xr.Type{t, c.Universe.SliceOf(t)}, []xr.Type{t}, true)
	sym.Type = f
	choose := func(first xr.Value, more ...xr.Value) xr.Value {
		for _, v := range more {
			first = extreme(first, v, sign)
		}
		return first
	}
	return &Call{Fun: exprLit(Lit{Type: f, Value: choose}, &sym), Args: args, OutTypes: []xr.Type{t}}
}

// commonType is the type that the arguments have: that of the first one that has
// one, or the largest default type of constants.
func (c *Comp) commonType(sym Symbol, node *ast.CallExpr, args []*Expr) xr.Type {
	var t xr.Type
	for _, e := range args {
		if !e.Untyped() {
			t = e.Type
			break
		}
		if d := e.DefaultType(); t == nil || rank(d) > rank(t) {
			t = d
		}
	}
	if t == nil || !ordered(t) {
		c.Pos = node.Args[0].Pos()
		c.Errorf("invalid argument: %v cannot be ordered", node.Args[0])
	}
	return t
}

func rank(t xr.Type) int {
	switch t.Kind() {
	case r.Float64:
		return 2
	case r.Int32: // a rune
		return 1
	}
	return 0
}

func ordered(t xr.Type) bool {
	k := t.Kind()
	return k >= r.Int && k <= r.Float64 || k == r.String
}

// extreme returns the smaller or the larger of two values. A NaN wins, and -0 is
// smaller than 0.
func extreme(x, y xr.Value, sign int) xr.Value {
	less, equal := false, false
	switch k := x.Kind(); {
	case k >= r.Int && k <= r.Int64:
		less, equal = x.Int() < y.Int(), x.Int() == y.Int()
	case k >= r.Uint && k <= r.Uintptr:
		less, equal = x.Uint() < y.Uint(), x.Uint() == y.Uint()
	case k == r.String:
		less, equal = x.String() < y.String(), x.String() == y.String()
	default:
		a, b := x.Float(), y.Float()
		switch {
		case a != a:
			return x
		case b != b:
			return y
		case a == 0 && b == 0:
			less = 1/a < 1/b
		default:
			less, equal = a < b, a == b
		}
	}
	if equal || less == (sign < 0) {
		return x
	}
	return y
}

// typed makes of a function that returns a reflected value one that returns the
// value itself, as gomacro expects of predeclared types.
func typed(f func(*Env) xr.Value, t xr.Type) I {
	switch t.Kind() {
	case r.Int:
		return func(env *Env) int { return int(f(env).Int()) }
	case r.Int8:
		return func(env *Env) int8 { return int8(f(env).Int()) }
	case r.Int16:
		return func(env *Env) int16 { return int16(f(env).Int()) }
	case r.Int32:
		return func(env *Env) int32 { return int32(f(env).Int()) }
	case r.Int64:
		return func(env *Env) int64 { return int64(f(env).Int()) }
	case r.Uint:
		return func(env *Env) uint { return uint(f(env).Uint()) }
	case r.Uint8:
		return func(env *Env) uint8 { return uint8(f(env).Uint()) }
	case r.Uint16:
		return func(env *Env) uint16 { return uint16(f(env).Uint()) }
	case r.Uint32:
		return func(env *Env) uint32 { return uint32(f(env).Uint()) }
	case r.Uint64:
		return func(env *Env) uint64 { return uint64(f(env).Uint()) }
	case r.Uintptr:
		return func(env *Env) uintptr { return uintptr(f(env).Uint()) }
	case r.Float32:
		return func(env *Env) float32 { return float32(f(env).Float()) }
	case r.Float64:
		return func(env *Env) float64 { return float64(f(env).Float()) }
	case r.String:
		return func(env *Env) string { return string(f(env).String()) }
	}
	return f
}

func compileClear(c *Comp, sym Symbol, node *ast.CallExpr) *Call {
	arg := c.Expr1(node.Args[0], nil)
	if k := arg.Type.Kind(); k != r.Map && k != r.Slice {
		c.Errorf("invalid argument: clear(%v) must be a map or slice", node.Args[0])
	}
	t := c.Universe.FuncOf([]xr.Type{arg.Type}, zeroTypes, false)
	sym.Type = t
	return &Call{Fun: exprLit(Lit{Type: t, Value: clearValue}, &sym), Args: []*Expr{arg}, OutTypes: zeroTypes}
}

func clearValue(v xr.Value) { v.ReflectValue().Clear() }
