//go:build gophernotes

package main

import (
	"fmt"
	"go/ast"
	"strings"

	basereflect "github.com/cosmos72/gomacro/base/reflect"
	"github.com/cosmos72/gomacro/xreflect"

	"seminar/kernelext/kernel/pipe"
)

// show is result for values whose own methods, which render them, may panic.
func (in *interpreter) show(nodes []ast.Node, values []xreflect.Value, types []xreflect.Type) (b *pipe.Bundle, failure *pipe.Error) {
	defer func() {
		if p := recover(); p != nil {
			b, failure = nil, in.panicError(p, nil)
		}
	}()
	return in.result(nodes, values, types), nil
}

// displayer returns the function Display of cells: it shows a value at once, what
// gophernotes' display package made as well as any other.
func displayer(show func(pipe.Bundle) error) func(any) error {
	return func(v any) error { return show(bundle(rendered(v))) }
}

// rendered is a value of compiled code as gophernotes shows it.
func rendered(v any) Data {
	if data, ok := v.(Data); ok {
		return data
	}
	var none *Kernel // gophernotes' way to say: a value of compiled code
	if none.canAutoRender(v, nil) {
		return none.autoRender("", v, nil)
	}
	return MakeData(MIMETypeText, fmt.Sprint(v))
}

// result renders the value of the cell's last expression as gophernotes does,
// or returns nil when there is nothing that the reader asked to see.
func (in *interpreter) result(nodes []ast.Node, values []xreflect.Value, types []xreflect.Type) *pipe.Bundle {
	if len(nodes) == 0 || len(values) == 0 || len(types) < len(values) {
		return nil
	}
	last := lastExpr(nodes[len(nodes)-1])
	if last == nil {
		return nil
	}
	shown := make([]any, len(values))
	for i, v := range values {
		shown[i] = in.natural(v, types[i])
	}
	if call, ok := last.(*ast.CallExpr); ok && isWriting(call, shown) {
		return nil
	}
	data := in.kernel.autoRenderResults(shown, types)
	if len(data.Data) == 0 {
		return nil
	}
	b := bundle(data)
	return &b
}

func lastExpr(n ast.Node) ast.Expr {
	if s, ok := n.(*ast.ExprStmt); ok {
		n = s.X
	}
	e, ok := n.(ast.Expr)
	if !ok {
		return nil
	}
	return ast.Unparen(e)
}

// isWriting tells calls that are made for what they write: fmt.Println and its
// family, WriteString. Their count of bytes and nil error are not shown. The
// name is part of the rule because strconv.Atoi, say, returns the same two
// types; a call that failed is shown whatever its name.
func isWriting(call *ast.CallExpr, values []any) bool {
	if len(values) != 2 || values[1] != nil {
		return false
	}
	if _, ok := values[0].(int); !ok {
		return false
	}
	name := ""
	switch f := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
	}
	return strings.HasPrefix(name, "Print") || strings.HasPrefix(name, "Fprint") || strings.HasPrefix(name, "Write")
}

// natural returns the value to show. One whose type was declared in a cell has
// its methods only inside gomacro: gophernotes knows how to find those that
// draw, and Natural makes Error and String visible.
func (in *interpreter) natural(v xreflect.Value, t xreflect.Type) any {
	x := basereflect.ValueInterface(v)
	if x == nil || t == nil || in.kernel.canAutoRender(x, t) {
		return x
	}
	if n := in.kernel.ir.Comp.Natural(v, t); n != nil {
		return n
	}
	return x
}
