package build

import (
	"fmt"
	"go/constant"
	"go/types"
	"sort"
	"strconv"
	"strings"
)

// A binder writes the Go file that binds one package. Packages that the file
// must import are collected as types are written.
type binder struct {
	pkg     *types.Package
	names   map[string]string // package path to the name the file uses for it
	generic []string
	body    strings.Builder
}

// binding returns the source of the file that binds p. The parts are those of
// gomacro's imports.Package: values, types, proxies (structs with which a type
// of a cell satisfies an interface of p), exact untyped constants, and the
// methods that types only have because they embed others.
func binding(p *types.Package) []byte {
	b := &binder{pkg: p, names: map[string]string{p.Path(): "pkg"}}
	proxies := b.proxies()
	b.table("Binds", "reflect.Value", b.value)
	b.table("Types", "reflect.Type", b.typ)
	b.table("Proxies", "reflect.Type", func(o types.Object) string {
		if proxied(o) == nil {
			return ""
		}
		return "reflect.TypeFor[" + proxyName(o) + "]()"
	})
	b.table("Untypeds", "string", untyped)
	b.table("Wrappers", "[]string", promoted)
	return []byte(b.head() + b.body.String() + "}\n}\n\n" + proxies)
}

// head is the file's beginning; it comes last, when it is known what to import.
func (b *binder) head() string {
	var s strings.Builder
	fmt.Fprintf(&s, "package bindings\n\nimport (\n\t%q\n\t%q\n\t. %q\n", "reflect", gomacro+"/imports", ours+"/kernelext/worker/bindings")
	paths := make([]string, 0, len(b.names))
	for path := range b.names {
		paths = append(paths, path)
	}
	sort.Strings(paths)
	for _, path := range paths {
		fmt.Fprintf(&s, "\t%s %q\n", b.names[path], path)
	}
	fn := "load_" + ident(b.pkg.Path())
	fmt.Fprintf(&s, ")\n\nvar _ = reflect.TypeFor[int]\n")
	if !b.usesPkg() {
		s2 := strings.Replace(s.String(), "\tpkg \""+b.pkg.Path(), "\t_ \""+b.pkg.Path(), 1)
		s.Reset()
		s.WriteString(s2)
	}
	fmt.Fprintf(&s, "\nfunc init() {\n\tPackages[%q] = Package{Load: %s, Generic: []string{", b.pkg.Path(), fn)
	for _, name := range b.generic {
		fmt.Fprintf(&s, "%q, ", name)
	}
	fmt.Fprintf(&s, "}}\n}\n\nfunc %s() imports.Package {\n\treturn imports.Package{\n\t\tName: %q,\n", fn, b.pkg.Name())
	return s.String()
}

// usesPkg tells whether the file names the package it binds at all: some, like
// embed and time/tzdata, are imported for what their import does.
func (b *binder) usesPkg() bool { return strings.Contains(b.body.String(), "pkg.") }

// table writes one map of imports.Package: an entry for every exported object
// for which entry does not return "".
func (b *binder) table(field, elem string, entry func(types.Object) string) {
	scope := b.pkg.Scope()
	fmt.Fprintf(&b.body, "\t\t%s: map[string]%s{\n", field, elem)
	for _, name := range scope.Names() {
		if o := scope.Lookup(name); o.Exported() {
			if s := entry(o); s != "" {
				fmt.Fprintf(&b.body, "\t\t\t%q: %s,\n", name, s)
			}
		}
	}
	b.body.WriteString("\t\t},\n")
}

// value is the entry of a constant, a variable or a function.
func (b *binder) value(o types.Object) string {
	name := "pkg." + o.Name()
	switch o := o.(type) {
	case *types.Const:
		return "reflect.ValueOf(" + sized(o, name) + ")"
	case *types.Var:
		return "reflect.ValueOf(&" + name + ").Elem()"
	case *types.Func:
		if o.Signature().TypeParams() != nil {
			b.generic = append(b.generic, o.Name())
			return ""
		}
		if b.pkg.Path() == "unsafe" {
			return ""
		}
		return "reflect.ValueOf(" + name + ")"
	}
	return ""
}

// sized gives an untyped integer constant a type that holds it, where int, which
// has 32 bits on some machines, may not. gomacro takes the exact value from
// Untypeds; this one only has to compile.
func sized(o *types.Const, name string) string {
	t, ok := o.Type().(*types.Basic)
	if !ok || t.Kind() != types.UntypedInt {
		return name
	}
	if v, exact := constant.Int64Val(o.Val()); exact {
		if v == int64(int32(v)) {
			return name
		}
		return "int64(" + name + ")"
	}
	if _, exact := constant.Uint64Val(o.Val()); exact {
		return "uint64(" + name + ")"
	}
	return "float64(" + name + ")"
}

// typ is the entry of a type, an alias included.
func (b *binder) typ(o types.Object) string {
	t, ok := o.(*types.TypeName)
	if !ok {
		return ""
	}
	if isGeneric(t.Type()) {
		b.generic = append(b.generic, o.Name())
		return ""
	}
	if i, ok := t.Type().Underlying().(*types.Interface); ok && !i.IsMethodSet() {
		return "" // a constraint: no variable can have it
	}
	return "reflect.TypeFor[pkg." + o.Name() + "]()"
}

func isGeneric(t types.Type) bool {
	switch t := t.(type) {
	case *types.Named:
		return t.TypeParams() != nil
	case *types.Alias:
		return t.TypeParams() != nil
	}
	return false
}

// untyped is the entry of an untyped constant in gomacro's own notation: the
// kind, a colon, the exact value.
func untyped(o types.Object) string {
	c, ok := o.(*types.Const)
	if !ok {
		return ""
	}
	t, ok := c.Type().(*types.Basic)
	if !ok {
		return ""
	}
	v, s := c.Val(), ""
	switch t.Kind() {
	case types.UntypedBool:
		s = "bool:" + v.ExactString()
	case types.UntypedInt:
		s = "int:" + v.ExactString()
	case types.UntypedRune:
		s = "rune:" + v.ExactString()
	case types.UntypedFloat:
		s = "float:" + v.ExactString()
	case types.UntypedComplex:
		s = "complex:" + constant.Real(v).ExactString() + ":" + constant.Imag(v).ExactString()
	case types.UntypedString:
		s = "string:" + constant.StringVal(v)
	default:
		return ""
	}
	return strconv.Quote(s)
}

// promoted is the entry of a struct type: the names of the methods that it has
// from what it embeds. Reflection cannot tell them from its own.
func promoted(o types.Object) string {
	named, ok := o.Type().(*types.Named)
	if _, isType := o.(*types.TypeName); !ok || !isType || named.TypeParams() != nil {
		return ""
	}
	if _, ok := named.Underlying().(*types.Struct); !ok {
		return ""
	}
	var names []string
	methods := types.NewMethodSet(types.NewPointer(named))
	for m := range methods.Methods() {
		if len(m.Index()) > 1 && m.Obj().Exported() {
			names = append(names, strconv.Quote(m.Obj().Name()))
		}
	}
	if names == nil {
		return ""
	}
	return "{" + strings.Join(names, ", ") + "}"
}

// ident makes a package path usable inside an identifier.
func ident(path string) string {
	return strings.NewReplacer("/", "_", ".", "_", "-", "_").Replace(path)
}
