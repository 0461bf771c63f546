// Package direct runs statements that only show, call or assign what exists
// already, by reflection and without compiling anything: p.Sum(), x = 3,
// fmt.Println(f(x)). The type checker has resolved every name and folded every
// constant, so that little is left to do; what that little does not cover is
// refused before anything has run, and the statement is compiled.
//
// gophernotes' interpreter was the rejected way: it sees no unexported field or
// method of a compiled type, hands compiled functions its own stand-ins for
// errors, and an evaluation of it that never returns cannot be left behind.
package direct

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"reflect"
)

// A World is where names lead. Both functions return an invalid value for what
// they do not know.
type World struct {
	Info *types.Info
	// Object returns a function, or an addressable variable, of an earlier cell.
	Object func(types.Object) reflect.Value
	// Package returns a function, or an addressable variable, of a package.
	Package func(path, name string) reflect.Value
}

// A Statement is one that is ready to run.
type Statement struct {
	Pos token.Pos
	Run func() []any // returns the values of an expression; it blocks and panics as the code does
}

// Compile makes the statements ready, or returns false when it cannot do that for
// all of them.
func Compile(w World, statements []ast.Stmt) ([]Statement, bool) {
	var all []Statement
	for _, s := range statements {
		run := w.statement(s)
		if run == nil {
			return nil, false
		}
		all = append(all, Statement{s.Pos(), run})
	}
	return all, true
}

func (w World) statement(s ast.Stmt) func() []any {
	switch s := s.(type) {
	case *ast.ExprStmt:
		return w.shown(s.X)
	case *ast.AssignStmt:
		if s.Tok == token.ASSIGN && len(s.Lhs) == 1 && len(s.Rhs) == 1 {
			return w.assign(s.Lhs[0], s.Rhs[0])
		}
	case *ast.IncDecStmt:
		return w.count(s)
	}
	return nil
}

// shown evaluates an expression whose values are shown, of which a call may have
// any number.
func (w World) shown(e ast.Expr) func() []any {
	if call, ok := ast.Unparen(e).(*ast.CallExpr); ok && !w.Info.Types[e].IsValue() || ok && isTuple(w.Info.Types[e].Type) {
		f := w.call(call)
		if f == nil {
			return nil
		}
		return func() []any { return interfaces(f()) }
	}
	f := w.expr(e, nil)
	if f == nil {
		return nil
	}
	return func() []any { return interfaces([]reflect.Value{f()}) }
}

func isTuple(t types.Type) bool {
	_, ok := t.(*types.Tuple)
	return ok
}

func interfaces(values []reflect.Value) []any {
	all := make([]any, len(values))
	for i, v := range values {
		all[i] = v.Interface()
	}
	return all
}

func (w World) assign(left, right ast.Expr) func() []any {
	if ix, ok := ast.Unparen(left).(*ast.IndexExpr); ok && isMap(w.Info.Types[ix.X].Type) {
		return nil
	}
	to, t := w.place(left), w.reflected(left)
	if to == nil || t == nil {
		return nil
	}
	from := w.expr(right, t)
	if from == nil {
		return nil
	}
	return func() []any {
		v := from()
		to().Set(v)
		return nil
	}
}

func isMap(t types.Type) bool {
	_, ok := t.Underlying().(*types.Map)
	return ok
}

func (w World) count(s *ast.IncDecStmt) func() []any {
	t, ok := w.Info.Types[s.X].Type.Underlying().(*types.Basic)
	to := w.place(s.X)
	if to == nil || !ok || t.Info()&types.IsInteger == 0 {
		return nil
	}
	by := int64(1)
	if s.Tok == token.DEC {
		by = -1
	}
	return func() []any {
		if v := to(); v.CanInt() {
			v.SetInt(v.Int() + by)
		} else {
			v.SetUint(v.Uint() + uint64(by))
		}
		return nil
	}
}

// A getter evaluates an expression.
type getter func() reflect.Value

// expr makes an expression ready. want is the type that it is assigned to, or nil
// for its own.
func (w World) expr(e ast.Expr, want reflect.Type) getter {
	e = ast.Unparen(e)
	tv := w.Info.Types[e]
	if tv.Value != nil {
		return w.constant(tv, want)
	}
	if tv.IsNil() {
		if want == nil {
			return nil
		}
		return func() reflect.Value { return reflect.Zero(want) }
	}
	get := w.value(e)
	if get == nil || want == nil {
		return get
	}
	return func() reflect.Value { return fit(get(), want) }
}

// fit makes v a value of an interface type, which every call and every assignment
// does by itself.
func fit(v reflect.Value, want reflect.Type) reflect.Value {
	if v.Type() == want {
		return v
	}
	return v.Convert(want)
}

func (w World) value(e ast.Expr) getter {
	switch e := e.(type) {
	case *ast.Ident, *ast.IndexExpr, *ast.StarExpr:
		return w.place(e)
	case *ast.SelectorExpr:
		if sel := w.Info.Selections[e]; sel != nil && sel.Kind() == types.MethodVal {
			return w.method(e, sel)
		}
		return w.place(e)
	case *ast.UnaryExpr:
		return w.unary(e)
	case *ast.BinaryExpr:
		return w.binary(e)
	case *ast.CallExpr:
		if f := w.call(e); f != nil && !isTuple(w.Info.Types[e].Type) {
			return func() reflect.Value { return f()[0] }
		}
	}
	return nil
}

// place makes something ready that may be assigned to; a function is one that
// may not, and the type checker has seen to that.
func (w World) place(e ast.Expr) getter {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return fixed(w.Object(w.Info.Uses[e]))
	case *ast.SelectorExpr:
		return w.selected(e)
	case *ast.StarExpr:
		if x := w.expr(e.X, nil); x != nil {
			return func() reflect.Value {
				p := x()
				if p.IsNil() {
					_ = *(*int)(nil) // panics in Go's own words
				}
				return p.Elem()
			}
		}
	case *ast.IndexExpr:
		return w.index(e)
	}
	return nil
}

func fixed(v reflect.Value) getter {
	if !v.IsValid() {
		return nil
	}
	return func() reflect.Value { return v }
}

// selected is a package's member or a field. Unexported fields belong to the
// compiler: reflection does not hand them out.
func (w World) selected(e *ast.SelectorExpr) getter {
	if id, ok := e.X.(*ast.Ident); ok {
		if p, ok := w.Info.Uses[id].(*types.PkgName); ok {
			return fixed(w.Package(p.Imported().Path(), e.Sel.Name))
		}
	}
	sel := w.Info.Selections[e]
	if sel == nil || sel.Kind() != types.FieldVal || !e.Sel.IsExported() || len(sel.Index()) != 1 {
		return nil
	}
	x := w.expr(e.X, nil)
	if x == nil {
		return nil
	}
	return func() reflect.Value {
		v := x()
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				_ = *(*int)(nil)
			}
			v = v.Elem()
		}
		return v.Field(sel.Index()[0])
	}
}

func (w World) index(e *ast.IndexExpr) getter {
	t := w.Info.Types[e.X].Type
	if t == nil {
		return nil
	}
	x := w.expr(e.X, nil)
	if x == nil {
		return nil
	}
	switch t := t.Underlying().(type) {
	case *types.Slice, *types.Array:
		i := w.expr(e.Index, reflect.TypeFor[int]())
		if i == nil {
			return nil
		}
		return func() reflect.Value {
			v, at := x(), int(i().Int())
			if n := v.Len(); uint(at) >= uint(n) {
				_ = make([]struct{}, n)[at]
			}
			return v.Index(at)
		}
	case *types.Map:
		return w.lookup(x, e.Index, t)
	}
	return nil
}

func (w World) lookup(x getter, index ast.Expr, t *types.Map) getter {
	if _, ok := types.Unalias(t.Key()).(*types.Basic); !ok {
		return nil
	}
	key := w.expr(index, basic(t.Key()))
	if key == nil {
		return nil
	}
	return func() reflect.Value {
		m, k := x(), key()
		if v := m.MapIndex(k); v.IsValid() {
			return v
		}
		return reflect.Zero(m.Type().Elem())
	}
}

// reflected returns the type of something that can be assigned to, as far as it
// can be known before anything runs.
func (w World) reflected(e ast.Expr) reflect.Type {
	if id, ok := ast.Unparen(e).(*ast.Ident); ok {
		if v := w.Object(w.Info.Uses[id]); v.IsValid() {
			return v.Type()
		}
	}
	return basic(w.Info.Types[e].Type)
}

// basic returns a predeclared type.
func basic(t types.Type) reflect.Type {
	b, ok := types.Unalias(t).(*types.Basic)
	if !ok {
		return nil
	}
	return kinds[types.Default(b).(*types.Basic).Kind()]
}

var kinds = map[types.BasicKind]reflect.Type{
	types.Bool: reflect.TypeFor[bool](), types.String: reflect.TypeFor[string](),
	types.Int: reflect.TypeFor[int](), types.Int8: reflect.TypeFor[int8](), types.Int16: reflect.TypeFor[int16](), types.Int32: reflect.TypeFor[int32](), types.Int64: reflect.TypeFor[int64](),
	types.Uint: reflect.TypeFor[uint](), types.Uint8: reflect.TypeFor[uint8](), types.Uint16: reflect.TypeFor[uint16](), types.Uint32: reflect.TypeFor[uint32](), types.Uint64: reflect.TypeFor[uint64](), types.Uintptr: reflect.TypeFor[uintptr](),
	types.Float32: reflect.TypeFor[float32](), types.Float64: reflect.TypeFor[float64](), types.Complex64: reflect.TypeFor[complex64](), types.Complex128: reflect.TypeFor[complex128](),
}

// constant makes a constant ready. One of a declared type needs a place of that
// type to go to; the type checker has seen to it that it fits.
func (w World) constant(tv types.TypeAndValue, want reflect.Type) getter {
	t := basic(tv.Type)
	if want != nil && want.Kind() != reflect.Interface {
		t = want
	}
	if t == nil {
		return nil
	}
	v := reflect.New(t).Elem()
	if !set(v, tv.Value) {
		return nil
	}
	if want != nil {
		v = fit(v, want)
	}
	return fixed(v)
}

// set gives v the value of a constant.
func set(v reflect.Value, c constant.Value) bool {
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(constant.BoolVal(c))
	case reflect.String:
		v.SetString(constant.StringVal(c))
	case reflect.Float32, reflect.Float64:
		f, _ := constant.Float64Val(constant.ToFloat(c))
		v.SetFloat(f)
	default:
		i := constant.ToInt(c)
		if n, exact := constant.Int64Val(i); exact && v.CanInt() && i.Kind() == constant.Int {
			v.SetInt(n)
		} else if n, exact := constant.Uint64Val(i); exact && v.CanUint() && i.Kind() == constant.Int {
			v.SetUint(n)
		} else {
			return false
		}
	}
	return true
}
