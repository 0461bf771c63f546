package cell

import (
	"go/types"
	"strings"
)

// selectable returns the fields and methods of a value of type t, or of the type
// itself, that code of the package own may name: promoted ones included, each name once.
func selectable(t types.Type, own *types.Package, isType bool) []types.Object {
	var all []types.Object
	seen := map[string]bool{}
	add := func(o types.Object) {
		if visible(o, own) && !seen[o.Name()] && o.Name() != "_" {
			seen[o.Name()] = true
			all = append(all, o)
		}
	}
	if !isType {
		for _, f := range fields(t) {
			add(f)
		}
	}
	methods := types.NewMethodSet(addressed(t, isType))
	for m := range methods.Methods() {
		add(m.Obj())
	}
	return all
}

// addressed is the type whose methods can be called: also those of the pointer, for
// what is no pointer and no interface.
func addressed(t types.Type, isType bool) types.Type {
	if _, ok := t.(*types.TypeParam); ok || isType || types.IsInterface(t) {
		return t
	}
	if _, ok := t.Underlying().(*types.Pointer); ok {
		return t
	}
	return types.NewPointer(t)
}

// fields returns the fields of a struct, or of what a pointer to one points to, those of
// embedded structs behind its own.
func fields(t types.Type) []*types.Var {
	var all []*types.Var
	seen := map[types.Type]bool{}
	for level := []types.Type{t}; len(level) > 0; {
		var next []types.Type
		for _, t := range level {
			if p, ok := t.Underlying().(*types.Pointer); ok {
				t = p.Elem()
			}
			st, ok := t.Underlying().(*types.Struct)
			if !ok || seen[t] {
				continue
			}
			seen[t] = true
			for f := range st.Fields() {
				all = append(all, f)
				if f.Embedded() {
					next = append(next, f.Type())
				}
			}
		}
		level = next
	}
	return all
}

func visible(o types.Object, own *types.Package) bool {
	return o.Exported() || o.Pkg() == own
}

// qualify writes names of packages as the reader does.
func (n *Notebook) qualify(p *types.Package) string {
	if p == n.pkg {
		return ""
	}
	return p.Name()
}

// describe returns the kind of an object and its type in a line.
func (n *Notebook) describe(o types.Object) (kind, typ string) {
	write := func(t types.Type) string { return strings.ReplaceAll(types.TypeString(t, n.qualify), prime, "") }
	switch o := o.(type) {
	case *types.PkgName:
		return "package", o.Imported().Path()
	case *types.TypeName:
		return "type", short(write(o.Type().Underlying()))
	case *types.Const:
		return "const", write(o.Type())
	case *types.Builtin:
		return "func", ""
	case *types.Nil:
		return "const", ""
	case *types.Func:
		kind = "func"
		if o.Signature().Recv() != nil {
			kind = "method"
		}
		return kind, strings.TrimPrefix(write(o.Signature()), "func")
	case *types.Var:
		kind = "var"
		if o.IsField() {
			kind = "field"
		}
		if o.Type() == types.Typ[types.Invalid] {
			return kind, ""
		}
		return kind, write(o.Type())
	}
	return "var", ""
}

// short leaves the fields of a struct and the methods of an interface out.
func short(t string) string {
	for _, long := range []string{"struct", "interface"} {
		if strings.HasPrefix(t, long+"{") && t != long+"{}" {
			return long
		}
	}
	return t
}
