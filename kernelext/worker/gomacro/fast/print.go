//go:build gophernotes

// Printing: gomacro keeps the methods of a cell's types to itself, so compiled
// code that takes an any, fmt above all, neither finds their Error nor their
// String. The file is copied into gomacro's package fast when the kernel is built.

package fast

import (
	"fmt"
	"go/ast"
	r "reflect"
	"strings"

	xr "github.com/cosmos72/gomacro/xreflect"
)

// handOver prepares an argument of type any for a function of package fmt, log
// or errors and tells whether it had to. Other compiled functions get the bare
// value: they may look into it.
func (c *Comp) handOver(call *ast.CallExpr, arg *Expr, param xr.Type) bool {
	if param.Kind() != r.Interface || param.NumMethod() != 0 || arg.Type == nil || !c.prints(call) {
		return false
	}
	show := c.shower(arg.Type)
	if show == nil {
		return false
	}
	value := arg.AsX1()
	*arg = *exprFun(param, func(env *Env) xr.Value {
		return shownValue(value(env), show, param)
	})
	return true
}

func shownValue(v xr.Value, show func(xr.Value) any, t xr.Type) xr.Value {
	if v.IsValid() {
		if x := show(v); x != nil {
			return xr.ValueOf(x)
		}
	}
	return xr.Zero(t)
}

// Natural returns the value as package fmt shows it well.
func (c *Comp) Natural(v xr.Value, t xr.Type) any {
	if t != nil && v.IsValid() {
		if show := c.shower(t); show != nil {
			return show(v)
		}
	}
	return nil
}

// shower returns what makes a value of type t fit for fmt, or nil when it is
// already. Errors become gomacro's proxy, from which a type assertion in a cell
// gets the bare value back.
func (c *Comp) shower(t xr.Type) func(xr.Value) any {
	if e := c.TypeOfError(); t.Implements(e) {
		return through(c, t, e)
	}
	if imp := c.KnownImports["fmt"]; imp != nil && (t.Kind() == r.Interface || !native(t)) {
		if s := imp.Types["Stringer"]; s != nil && t.Implements(s) {
			return c.asText(t, s)
		}
	}
	if strings.Contains(t.ReflectType().String(), private) {
		return func(v xr.Value) any { return shown{bare: v.Interface()} }
	}
	return nil
}

// asText shows values of type t by their String method. An interface that holds
// nothing is nil.
func (c *Comp) asText(t, stringer xr.Type) func(xr.Value) any {
	bare, proxy := through(c, t, c.TypeOfInterface()), through(c, t, stringer)
	return func(v xr.Value) any {
		if text, ok := proxy(v).(fmt.Stringer); ok {
			return shown{bare(v), text}
		}
		return nil
	}
}

// through returns the conversion from t to an interface as a plain function.
func through(c *Comp, t, to xr.Type) func(xr.Value) any {
	convert := c.Converter(t, to)
	return func(v xr.Value) any {
		if convert != nil {
			v = convert(v)
		}
		if !v.IsValid() {
			return nil
		}
		return v.Interface()
	}
}

// native tells types of compiled code, whose methods fmt finds itself.
func native(t xr.Type) bool { return t.ReflectType().NumMethod() > 0 }

// private is what gomacro puts before the names of unexported fields.
const private = xr.StrGensymPrivate

// shown is a value of a cell's type on its way through package fmt.
type shown struct {
	bare any
	text fmt.Stringer // nil when the type has no String method
}

// Format uses the String method where fmt would, and writes unexported fields
// by the name they have in the cell.
func (s shown) Format(f fmt.State, verb rune) {
	if s.text != nil && strings.ContainsRune("vsqxX", verb) && !f.Flag('#') {
		fmt.Fprintf(f, fmt.FormatString(f, verb), s.text.String())
		return
	}
	text := fmt.Sprintf(fmt.FormatString(f, verb), s.bare)
	f.Write([]byte(strings.ReplaceAll(text, private, "")))
}

// prints tells calls of functions that write their arguments. A call whose
// format asks for the type with %T is left alone.
func (c *Comp) prints(call *ast.CallExpr) bool {
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	pkg, ok := f.X.(*ast.Ident)
	if !ok || !(c.isPackage(pkg.Name, "fmt") || c.isPackage(pkg.Name, "log")) || strings.Contains(f.Sel.Name, "can") {
		return false // Scan wants the bare pointers
	}
	for _, arg := range call.Args {
		if lit, ok := arg.(*ast.BasicLit); ok && strings.Contains(lit.Value, "%T") {
			return false
		}
	}
	return true
}

func (c *Comp) isPackage(name, path string) bool {
	sym := c.TryResolve(name)
	if sym == nil || !sym.Const() {
		return false
	}
	imp, ok := sym.Value.(*Import)
	return ok && imp.Path == path
}

// panicValue prepares the argument of panic: an error of a cell keeps its
// Error method, so that recover gives an error again.
func (c *Comp) panicValue(arg *Expr) {
	if arg.Type != nil && arg.Type.Implements(c.TypeOfError()) {
		value, show := arg.AsX1(), through(c, arg.Type, c.TypeOfError())
		*arg = *exprFun(c.TypeOfInterface(), func(env *Env) xr.Value {
			return shownValue(value(env), show, c.TypeOfInterface())
		})
		return
	}
	arg.To(c, c.TypeOfInterface())
}

// shownExpr compiles an expression that stands alone. Only a call has several
// values there; gomacro would give <-c, m[k] and x.(T) their second one.
func (c *Comp) shownExpr(e ast.Expr) *Expr {
	if _, ok := ast.Unparen(e).(*ast.CallExpr); ok {
		return c.Expr(e, nil)
	}
	return c.expr1(e, nil)
}

// withMethods makes a typed constant an ordinary value before it becomes an
// interface with methods: as a constant it would be converted without them.
func (e *Expr) withMethods(t xr.Type) {
	if e.Const() && !e.Untyped() && e.Type != nil && t.Kind() == r.Interface && t.NumMethod() > 0 {
		value := e.AsX1()
		*e = *exprFun(e.Type, value)
	}
}

// intoPlace makes what is assigned to an element, a field or behind a pointer the
// interface that the place holds; gomacro does so for variables only.
func (c *Comp) intoPlace(place *Place, init *Expr) {
	t := place.Type
	init.withMethods(t)
	if t.Kind() == r.Interface && !init.Const() && init.Type != nil && init.Type.AssignableTo(t) {
		init.To(c, t)
	}
}
