package build

import (
	"fmt"
	"go/types"
	"strings"
)

// proxies writes, for every interface of the package that a type of a cell can
// satisfy, a struct with one function field a method, which gomacro fills. The
// layout (first field Object, then the methods in the order of their names) is
// what gomacro checks when it loads the package.
func (b *binder) proxies() string {
	var s strings.Builder
	scope := b.pkg.Scope()
	for _, name := range scope.Names() {
		o := scope.Lookup(name)
		i := proxied(o)
		if i == nil {
			continue
		}
		var methods strings.Builder
		fmt.Fprintf(&s, "type %s struct {\n\tObject any\n", proxyName(o))
		for m := range i.Methods() {
			params, args, results := b.signature(m.Signature())
			fmt.Fprintf(&s, "\t%s_ func(%s) %s\n", m.Name(), strings.Join(append([]string{"_ any"}, params...), ", "), results)
			give := ""
			if results != "" {
				give = "return "
			}
			fmt.Fprintf(&methods, "func (p *%s) %s(%s) %s { %sp.%s_(%s) }\n",
				proxyName(o), m.Name(), strings.Join(params, ", "), results, give, m.Name(), strings.Join(append([]string{"p.Object"}, args...), ", "))
		}
		s.WriteString("}\n\n" + methods.String() + "\n")
	}
	return s.String()
}

func proxyName(o types.Object) string { return "proxy_" + ident(o.Pkg().Path()) + "_" + o.Name() }

// proxied returns the interface type that o names when a proxy for it can be
// written: it has methods, all exported, and speaks only of types that other
// packages can name. Otherwise nil.
func proxied(o types.Object) *types.Interface {
	t, ok := o.(*types.TypeName)
	if !ok || !o.Exported() || isGeneric(t.Type()) {
		return nil
	}
	i, ok := t.Type().Underlying().(*types.Interface)
	if !ok || i.NumMethods() == 0 || !i.IsMethodSet() {
		return nil
	}
	for m := range i.Methods() {
		if !m.Exported() || !speakable(m.Signature()) {
			return nil
		}
	}
	return i
}

// speakable tells whether the bindings can write the type down.
func speakable(t types.Type) bool {
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		return true
	case *types.Named:
		o := t.Obj()
		if o.Pkg() != nil && (!o.Exported() || !importable(o.Pkg().Path())) {
			return false
		}
		for arg := range t.TypeArgs().Types() {
			if !speakable(arg) {
				return false
			}
		}
		return true
	case *types.Map:
		return speakable(t.Key()) && speakable(t.Elem())
	case interface{ Elem() types.Type }:
		return speakable(t.Elem())
	case *types.Signature:
		return speakableAll(t.Params()) && speakableAll(t.Results())
	case *types.Struct:
		return t.NumFields() == 0
	case *types.Interface:
		return t.Empty()
	}
	return false
}

func speakableAll(vars *types.Tuple) bool {
	for v := range vars.Variables() {
		if !speakable(v.Type()) {
			return false
		}
	}
	return true
}

// signature writes a method's parameters, the arguments that hand them on, and
// its results.
func (b *binder) signature(sig *types.Signature) (params, args []string, results string) {
	for i := range sig.Params().Len() {
		name, t := fmt.Sprintf("a%d", i), sig.Params().At(i).Type()
		if sig.Variadic() && i == sig.Params().Len()-1 {
			params = append(params, name+" ..."+b.write(t.(*types.Slice).Elem()))
			args = append(args, name+"...")
			continue
		}
		params = append(params, name+" "+b.write(t))
		args = append(args, name)
	}
	var out []string
	for v := range sig.Results().Variables() {
		out = append(out, b.write(v.Type()))
	}
	if out != nil {
		results = "(" + strings.Join(out, ", ") + ")"
	}
	return params, args, results
}

// write writes a type and remembers the packages it needs.
func (b *binder) write(t types.Type) string {
	return types.TypeString(types.Unalias(t), func(p *types.Package) string {
		if b.names[p.Path()] == "" {
			b.names[p.Path()] = fmt.Sprintf("p%d", len(b.names))
		}
		return b.names[p.Path()]
	})
}
