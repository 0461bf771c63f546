//go:build gophernotes

// Methods: those of a cell know each other, whatever their order. The file is
// copied into gomacro's package fast when the kernel is built.

package fast

import (
	"go/ast"
	r "reflect"

	xr "github.com/cosmos72/gomacro/xreflect"
)

// typeInstead compiles as a type what was no expression. When it is no type
// either, what was wrong with the expression is said.
func (c *Comp) typeInstead(node ast.Expr, wrong any) xr.Type {
	pos, done := c.Pos, false
	defer func() {
		if !done {
			recover()
			c.Pos = pos
			panic(wrong)
		}
	}()
	t := c.Type(node)
	done = true
	return t
}

// announceMethod declares a method before its body, and those before it, are
// compiled.
func (c *Comp) announceMethod(f *ast.FuncDecl) {
	defer func() { recover() }() // its types are declared later
	t, _, _ := c.TypeFunctionOrMethod(f.Recv.List[0], f.Type)
	c.methodAdd(f, t)
}

// toReceiver returns the object, its address or what it points to, as the method
// wants it. Where the receiver's type refers to itself, the compiled function
// does not tell, but the method's type does.
func toReceiver(obj, fun xr.Value, method xr.Type) xr.Value {
	want := fun.Type().In(0).Kind()
	if want == r.Interface {
		want = method.In(0).Kind()
	}
	switch is := obj.Kind(); {
	case want == r.Ptr && is != r.Ptr:
		return obj.Addr()
	case want != r.Ptr && is == r.Ptr:
		return obj.Elem()
	}
	return obj
}
