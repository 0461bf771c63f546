package cell

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"
)

// own describes what the reader has declared, in this cell or an earlier one.
func (i *inspection) own(s *sketch, o types.Object) *Description {
	d := &Description{Signature: i.signature(o)}
	at := i.notebook.fset.Position(o.Pos())
	d.Where = fmt.Sprintf("%s:%d", at.Filename, at.Line)
	if at.Filename == sketchFile {
		d.Where = fmt.Sprintf("line %d of this cell", at.Line)
	}
	owner := ownerOf(o)
	if o.Parent() != i.notebook.pkg.Scope() && owner == "" && !hasReceiver(o) {
		return d // of a function's own
	}
	p := s.declaring(o, owner, at.Filename)
	switch {
	case p == nil:
		d.Doc = i.notebook.names[notebookName(o.Name())].commentOrNone()
	case isField(o) || p.method == "" && owner != "" && p.kind == typeDecl:
		d.Doc = p.fieldComment(o.Name())
	default:
		d.Doc = p.comment()
		i.declaration(d, p, o)
	}
	return d
}

func isField(o types.Object) bool {
	v, ok := o.(*types.Var)
	return ok && v.IsField()
}

// hasReceiver tells methods, which are in no scope.
func hasReceiver(o types.Object) bool {
	f, ok := o.(*types.Func)
	return ok && f.Signature().Recv() != nil
}

func (e *entry) commentOrNone() string {
	if e == nil {
		return ""
	}
	return e.comment()
}

// declaring returns the piece in which the reader has declared the object.
func (s *sketch) declaring(o types.Object, owner, file string) *piece {
	name, method := notebookName(o.Name()), ""
	if owner != "" {
		if name = owner; hasReceiver(o) {
			method = o.Name()
		}
	}
	pieces := s.pieces
	if e := s.notebook.names[name]; file != sketchFile && e != nil && e.from != nil {
		pieces = e.from.pieces
	}
	for _, method := range []string{method, ""} { // a method of an interface stands in its type
		for _, p := range pieces {
			if slices.ContainsFunc(p.names, func(x string) bool { return notebookName(x) == name }) && p.method == method {
				return p
			}
		}
	}
	return nil
}

// declaration makes the signature of the reader's own source where that says more than
// the type checker does.
func (i *inspection) declaration(d *Description, p *piece, o types.Object) {
	text := func(n ast.Node, to int) string {
		return strings.TrimSpace(p.text[max(0, int(n.Pos())-p.base):max(0, to)])
	}
	switch decl := p.decl.(type) {
	case *ast.FuncDecl:
		whole := p.text[int(decl.Type.Pos())-p.base:]
		d.Signature = strings.TrimSpace(whole)
		if decl.Body != nil {
			d.Signature = strings.TrimSpace(p.text[int(decl.Type.Pos())-p.base : int(decl.Body.Pos())-p.base])
		}
		if i.detail > 0 {
			d.More = []string{strings.TrimSpace(whole)}
		}
	case *ast.GenDecl:
		t, ok := o.(*types.TypeName)
		if !ok {
			return
		}
		for _, spec := range decl.Specs {
			if ts, ok := spec.(*ast.TypeSpec); ok && ts.Name.Name == o.Name() {
				d.Signature = "type " + text(ts, int(ts.End())-p.base)
			}
		}
		if i.detail > 0 {
			d.More = i.methods(t.Type())
		}
	}
}

// methods writes down the methods of a type that the reader has declared.
func (i *inspection) methods(t types.Type) []string {
	var all []string
	for m := range types.NewMethodSet(addressed(t, false)).Methods() {
		all = append(all, i.signature(m.Obj()))
	}
	return all
}
