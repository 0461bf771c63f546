//go:build gophernotes

// Extremes: the builtins that Go has got since the version that gomacro knows,
// min, max and clear, and new of a value. The file is copied into gomacro's
// package fast when the kernel is built.

package fast

import (
	"go/ast"
	"go/constant"
	"go/token"
	r "reflect"

	"github.com/cosmos72/gomacro/base/untyped"
	xr "github.com/cosmos72/gomacro/xreflect"
)

// declareToday declares the builtins.
func (ir *Interp) declareToday() {
	ir.DeclBuiltin("min", Builtin{compileMin, 1, 1 << 15})
	ir.DeclBuiltin("max", Builtin{compileMax, 1, 1 << 15})
	ir.DeclBuiltin("clear", Builtin{compileClear, 1, 1})
}

func compileMin(c *Comp, sym Symbol, node *ast.CallExpr) *Call {
	return c.compileExtreme(sym, node, token.LSS, -1)
}

func compileMax(c *Comp, sym Symbol, node *ast.CallExpr) *Call {
	return c.compileExtreme(sym, node, token.GTR, 1)
}

// compileExtreme compiles min (before is <, sign is -1) and max (>, 1). Of
// constants they are a constant.
func (c *Comp) compileExtreme(sym Symbol, node *ast.CallExpr, before token.Token, sign int) *Call {
	if node.Ellipsis != token.NoPos {
		c.Pos = node.Ellipsis
		c.Errorf("invalid operation: invalid use of ... with built-in %s", sym.Name)
	}
	args := make([]*Expr, len(node.Args))
	for i, arg := range node.Args {
		args[i] = c.Expr1(arg, nil)
	}
	t := c.commonType(sym, node, args)
	if t == nil {
		return c.extremeConstant(sym, node, args, before)
	}
	f := c.Universe.FuncOf([]xr.Type{t, c.Universe.SliceOf(t)}, []xr.Type{t}, true)
	sym.Type = f
	choose := func(first xr.Value, more ...xr.Value) xr.Value {
		for _, v := range more {
			first = extreme(first, v, sign)
		}
		return first
	}
	return &Call{Fun: exprLit(Lit{Type: f, Value: choose}, &sym), Args: args, OutTypes: []xr.Type{t}, Const: !variable(args)}
}

func variable(args []*Expr) bool {
	for _, e := range args {
		if !e.Const() {
			return true
		}
	}
	return false
}

// commonType gives all arguments the type of the first one that has one and
// returns it, or nil when they are untyped constants.
func (c *Comp) commonType(sym Symbol, node *ast.CallExpr, args []*Expr) xr.Type {
	var t xr.Type
	for i, e := range args {
		c.Pos = node.Args[i].Pos()
		if !ordered(e) {
			c.Errorf("invalid argument: %v cannot be ordered", node.Args[i])
		}
		if t == nil && !e.Untyped() {
			t = e.Type
		}
	}
	for i, e := range args {
		c.Pos = node.Args[i].Pos()
		switch {
		case t == nil:
		case e.Untyped():
			e.ConstTo(t)
		case !e.Type.IdenticalTo(t):
			c.Errorf("invalid argument: mismatched types %v (previous argument) and %v (type of %v)", t, e.Type, node.Args[i])
		}
	}
	return t
}

func ordered(e *Expr) bool {
	t := e.DefaultType()
	if t == nil {
		return false
	}
	k := t.Kind()
	return k >= r.Int && k <= r.Float64 || k == r.String
}

// extremeConstant returns the extreme of untyped constants: one of the kind that
// comes last among integer, rune and floating-point.
func (c *Comp) extremeConstant(sym Symbol, node *ast.CallExpr, args []*Expr, before token.Token) *Call {
	best := args[0].Value.(UntypedLit)
	kind := best.Kind
	for i, e := range args[1:] {
		lit := e.Value.(UntypedLit)
		if (lit.Kind == untyped.String) != (kind == untyped.String) {
			c.Pos = node.Args[i+1].Pos()
			c.Errorf("invalid argument: mismatched types untyped %v (previous argument) and untyped %v (type of %v)", kind, lit.Kind, node.Args[i+1])
		}
		if lit.Kind > kind {
			kind = lit.Kind
		}
		if constant.Compare(lit.Val, before, best.Val) {
			best = lit
		}
	}
	if kind == untyped.Float {
		best.Val = constant.ToFloat(best.Val)
	}
	t := []xr.Type{c.TypeOfUntypedLit()}
	sym.Type = c.Universe.FuncOf(nil, t, false)
	value := untyped.MakeLit(kind, best.Val, &c.Universe.BasicTypes)
	return &Call{Fun: exprLit(Lit{Type: sym.Type, Value: value}, &sym), OutTypes: t, Const: true}
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
	if t := arg.Type; t == nil || t.Kind() != r.Map && t.Kind() != r.Slice {
		c.Pos = node.Args[0].Pos()
		c.Errorf("invalid argument: clear(%v) must be a map or slice", node.Args[0])
	}
	t := c.Universe.FuncOf([]xr.Type{arg.Type}, zeroTypes, false)
	sym.Type = t
	return &Call{Fun: exprLit(Lit{Type: t, Value: clearValue}, &sym), Args: []*Expr{arg}, OutTypes: zeroTypes}
}

func clearValue(v xr.Value) { v.ReflectValue().Clear() }

// newValue compiles new of a value, which Go has since 1.26, or returns nil when
// the argument is a type.
func (c *Comp) newValue(sym Symbol, node *ast.CallExpr) *Call {
	arg, t := c.Expr1OrType(node.Args[0])
	if t != nil {
		return nil
	}
	if arg.Untyped() {
		arg.ConstTo(arg.DefaultType())
	}
	if arg.Type == nil {
		c.Pos = node.Args[0].Pos()
		c.Errorf("use of untyped %v in argument to built-in new", node.Args[0])
	}
	rt := arg.Type.ReflectType()
	box := func(v xr.Value) xr.Value {
		p := r.New(rt)
		if rv := v.ReflectValue(); rv.IsValid() {
			p.Elem().Set(rv)
		}
		return xr.MakeValue(p)
	}
	out := c.Universe.PtrTo(arg.Type)
	sym.Type = c.Universe.FuncOf([]xr.Type{arg.Type}, []xr.Type{out}, false)
	return newCall1(exprLit(Lit{Type: sym.Type, Value: box}, &sym), arg, false, out)
}
