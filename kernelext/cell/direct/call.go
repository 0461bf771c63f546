package direct

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
)

// call makes a call of a function or a method ready, or len and cap.
func (w World) call(e *ast.CallExpr) func() []reflect.Value {
	fun := ast.Unparen(e.Fun)
	if tv := w.Info.Types[fun]; tv.IsType() {
		return nil
	} else if tv.IsBuiltin() {
		return w.builtin(fun, e.Args)
	}
	if id, ok := fun.(*ast.Ident); ok && w.isGeneric(id) {
		return nil
	} else if sel, ok := fun.(*ast.SelectorExpr); ok && w.isGeneric(sel.Sel) {
		return nil
	}
	f := w.expr(fun, nil)
	if f == nil {
		return nil
	}
	sig, ok := w.Info.Types[fun].Type.Underlying().(*types.Signature)
	if !ok {
		return nil
	}
	args := w.arguments(f, sig, e)
	if args == nil {
		return nil
	}
	return func() []reflect.Value {
		function := f() // before the arguments, as compiled code does
		if function.IsNil() {
			_ = *(*int)(nil)
		}
		if e.Ellipsis.IsValid() {
			return function.CallSlice(args())
		}
		return function.Call(args())
	}
}

func (w World) isGeneric(id *ast.Ident) bool {
	f, ok := w.Info.Uses[id].(*types.Func)
	return ok && f.Signature().TypeParams() != nil
}

// arguments makes the arguments of a call ready. Their types are the function's:
// a value of it is at hand before the call, but for methods of interfaces.
func (w World) arguments(f getter, sig *types.Signature, e *ast.CallExpr) func() []reflect.Value {
	if len(e.Args) == 1 && sig.Params().Len() > 1 || len(e.Args) == 1 && isTuple(w.Info.Types[e.Args[0]].Type) {
		return nil // f(g())
	}
	var all []getter
	for i, arg := range e.Args {
		var want reflect.Type
		if i < sig.Params().Len() || sig.Variadic() {
			want = w.parameter(sig, i, e.Ellipsis.IsValid())
		}
		get := w.argument(arg, want)
		if get == nil {
			return nil
		}
		all = append(all, get)
	}
	return func() []reflect.Value {
		values := make([]reflect.Value, len(all))
		for i, get := range all {
			values[i] = get()
		}
		return values
	}
}

// argument is an expression whose parameter has the type want, or some type that
// is not known before the call: then only what has a type of its own will do.
func (w World) argument(arg ast.Expr, want reflect.Type) getter {
	if want == nil {
		tv := w.Info.Types[ast.Unparen(arg)]
		if tv.IsNil() || tv.Value != nil && basic(tv.Type) == nil {
			return nil
		}
	}
	return w.expr(arg, want)
}

// parameter returns the type of the i-th argument where it is predeclared or the
// empty interface.
func (w World) parameter(sig *types.Signature, i int, spread bool) reflect.Type {
	p := sig.Params()
	t := p.At(min(i, p.Len()-1)).Type()
	if sig.Variadic() && i >= p.Len()-1 {
		if spread {
			return nil
		}
		t = t.(*types.Slice).Elem()
	}
	if i, ok := t.Underlying().(*types.Interface); ok && i.Empty() {
		return reflect.TypeFor[any]()
	}
	return basic(t)
}

func (w World) builtin(fun ast.Expr, args []ast.Expr) func() []reflect.Value {
	id, ok := fun.(*ast.Ident)
	if !ok || len(args) != 1 || id.Name != "len" && id.Name != "cap" {
		return nil
	}
	x := w.expr(args[0], nil)
	if x == nil {
		return nil
	}
	return func() []reflect.Value {
		v := x()
		if v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
		if id.Name == "len" {
			return []reflect.Value{reflect.ValueOf(v.Len())}
		}
		return []reflect.Value{reflect.ValueOf(v.Cap())}
	}
}

// method makes a method value ready. The linker keeps the methods of all types
// in the worker, so every exported one is there.
func (w World) method(e *ast.SelectorExpr, sel *types.Selection) getter {
	if !e.Sel.IsExported() {
		return nil
	}
	x := w.expr(e.X, nil)
	if x == nil {
		return nil
	}
	_, byPointer := types.Unalias(sel.Obj().(*types.Func).Signature().Recv().Type()).(*types.Pointer)
	return func() reflect.Value {
		v := x()
		if byPointer && v.Kind() != reflect.Pointer && v.CanAddr() {
			v = v.Addr()
		}
		if v.Kind() == reflect.Interface && v.IsNil() {
			_ = *(*int)(nil)
		}
		return v.MethodByName(e.Sel.Name)
	}
}

func (w World) unary(e *ast.UnaryExpr) getter {
	switch e.Op {
	case token.AND:
		if _, ok := ast.Unparen(e.X).(*ast.CompositeLit); ok {
			return nil
		}
		if p := w.place(e.X); p != nil {
			return func() reflect.Value { return p().Addr() }
		}
	case token.NOT:
		if x := w.expr(e.X, nil); x != nil {
			return func() reflect.Value {
				v := x()
				return reflect.ValueOf(!v.Bool()).Convert(v.Type())
			}
		}
	}
	return nil
}

// binary makes an operation on two values of one predeclared type ready.
func (w World) binary(e *ast.BinaryExpr) getter {
	t := w.operand(e)
	if t == nil {
		return nil
	}
	x, y := w.expr(e.X, t), w.expr(e.Y, t)
	op := operation(t, e.Op)
	if x == nil || y == nil || op == nil {
		return nil
	}
	return func() reflect.Value {
		a := x()
		return op(a, y())
	}
}

// operand is the type of both operands, or nil for anything out of the ordinary.
func (w World) operand(e *ast.BinaryExpr) reflect.Type {
	x, y := w.Info.Types[e.X], w.Info.Types[e.Y]
	if x.Value != nil {
		x, y = y, x
	}
	t := basic(x.Type)
	if y.Value == nil && basic(y.Type) != t {
		return nil
	}
	return t
}

func operation(t reflect.Type, op token.Token) func(x, y reflect.Value) reflect.Value {
	switch t {
	case reflect.TypeFor[int]():
		return arithmetic[int](op)
	case reflect.TypeFor[float64]():
		return arithmetic[float64](op)
	case reflect.TypeFor[string]():
		if op == token.ADD {
			return func(x, y reflect.Value) reflect.Value { return reflect.ValueOf(x.String() + y.String()) }
		}
		return comparison[string](op)
	}
	return nil
}

func arithmetic[T int | float64](op token.Token) func(x, y reflect.Value) reflect.Value {
	var f func(a, b T) T
	switch op {
	case token.ADD:
		f = func(a, b T) T { return a + b }
	case token.SUB:
		f = func(a, b T) T { return a - b }
	case token.MUL:
		f = func(a, b T) T { return a * b }
	case token.QUO:
		f = func(a, b T) T { return a / b }
	default:
		return comparison[T](op)
	}
	return func(x, y reflect.Value) reflect.Value {
		return reflect.ValueOf(f(x.Interface().(T), y.Interface().(T)))
	}
}

func comparison[T int | float64 | string](op token.Token) func(x, y reflect.Value) reflect.Value {
	var f func(a, b T) bool
	switch op {
	case token.EQL:
		f = func(a, b T) bool { return a == b }
	case token.NEQ:
		f = func(a, b T) bool { return a != b }
	case token.LSS:
		f = func(a, b T) bool { return a < b }
	case token.LEQ:
		f = func(a, b T) bool { return a <= b }
	case token.GTR:
		f = func(a, b T) bool { return a > b }
	case token.GEQ:
		f = func(a, b T) bool { return a >= b }
	default:
		return nil
	}
	return func(x, y reflect.Value) reflect.Value {
		return reflect.ValueOf(f(x.Interface().(T), y.Interface().(T)))
	}
}
