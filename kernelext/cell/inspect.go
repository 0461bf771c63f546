package cell

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"seminar/kernelext/reference"
)

// Inspect tells of what stands at the cursor, a byte offset in the code of a cell that
// was not run: of the name that it touches; inside a call's parentheses, where it
// touches none, of the function that is called; inside an import path, of the package.
// detail is 0 for signature, comment and place, 1 for the source of a function, the
// methods of a type and the members of a package, too. It returns nil where nothing is
// known. Like Complete it takes some milliseconds.
func (n *Notebook) Inspect(code string, cursor, detail int) *Description {
	n.mu.Lock()
	defer n.mu.Unlock()
	cursor = min(max(cursor, 0), len(code))
	i := &inspection{notebook: n, detail: detail}
	p := placeAt(code, cursor)
	if p.imports {
		return i.packaged(code[p.from:p.to])
	}
	if p.word && !p.literal {
		if d := i.at(code, p.from, p.from, p.to, code[p.from:p.to]); d != nil {
			return d
		}
	}
	if p.callee < 0 {
		return nil
	}
	from, to, with := p.from, p.to, placeholder
	if p.from < p.to { // a name that means nothing, a number or a string: as it is, if it is whole
		with = code[p.from:p.to]
	}
	if d := i.at(code, p.callee, from, to, with); d != nil {
		return d
	}
	return i.at(code, p.callee, from, to, placeholder)
}

// An inspection is one look at a cell.
type inspection struct {
	notebook *Notebook
	detail   int
}

// at describes the name that begins at an offset of the code, in which the part
// between from and to is replaced.
func (i *inspection) at(code string, name, from, to int, with string) *Description {
	s := i.notebook.sketch(code, from, to, with)
	if s != nil {
		defer s.close()
		if at := s.found(code, name); at != nil {
			return i.object(s, s.meaning(at))
		}
	}
	return i.lexically(code, name)
}

// found returns the name that stands at an offset of the code and has a meaning.
func (s *sketch) found(code string, offset int) *spot {
	want := locate(sketchFile, code, offset)
	return s.find(func(id *ast.Ident) bool {
		at := s.notebook.fset.Position(id.Pos())
		return at.Filename == want.file && at.Line == want.line && at.Column == want.column && s.meaning(&spot{name: id}) != nil
	})
}

// meaning is the object that a name stands for, or nil.
func (s *sketch) meaning(at *spot) types.Object {
	if o := s.info.Uses[at.name]; o != nil {
		return o
	}
	return s.info.Defs[at.name]
}

// lexically describes a name of which the syntax around it tells nothing: a member of a
// package that is not imported, or such a package.
func (i *inspection) lexically(code string, offset int) *Description {
	name := wordAt(code, offset)
	if q := qualifier(code, offset); q != "" {
		for _, path := range i.paths(q) {
			if e := i.notebook.document(path).Entry(name); e != nil {
				return i.entry(path, e, e.Signature)
			}
		}
		return nil
	}
	if strings.HasSuffix(strings.TrimRight(code[:offset], " \t\n"), ".") || i.notebook.names[name] != nil {
		return nil
	}
	for _, path := range i.paths(name) {
		return i.packaged(path)
	}
	return nil
}

// paths are the packages that a name may mean: the one that was imported so, else all
// of that name.
func (i *inspection) paths(name string) []string {
	if e := i.notebook.names[name]; e != nil {
		if e.object == nil {
			return []string{e.path}
		}
		return nil
	}
	return i.notebook.options.Reference.Named(name)
}

// wordAt is the name that begins at an offset.
func wordAt(code string, offset int) string {
	p := placeAt(code, offset)
	return code[p.from:max(p.from, p.to)]
}

// object describes what a name stands for.
func (i *inspection) object(s *sketch, o types.Object) *Description {
	switch p, isPackage := o.(*types.PkgName); {
	case o == nil:
		return nil
	case isPackage:
		return i.packaged(p.Imported().Path())
	case o.Pkg() == i.notebook.pkg:
		return i.own(s, o)
	}
	return i.foreign(o)
}

// foreign describes what a package, or Go itself, declares.
func (i *inspection) foreign(o types.Object) *Description {
	path := reference.Builtin
	if o.Pkg() != nil {
		path = o.Pkg().Path()
	}
	name := o.Name()
	if owner := ownerOf(o); owner != "" {
		name = owner + "." + name
	}
	signature := i.signature(o)
	e := i.notebook.document(path).Entry(name)
	if e == nil {
		if o.Pkg() == nil {
			return nil
		}
		return &Description{Signature: signature, Where: "package " + path}
	}
	if e.Kind != reference.Const && e.Kind != reference.Var || o.Pkg() == nil {
		signature = e.Signature
	}
	return i.entry(path, e, signature)
}

// signature writes an object's declaration as far as its type tells it.
func (i *inspection) signature(o types.Object) string {
	text := types.ObjectString(o, i.notebook.qualify)
	switch o := o.(type) {
	case *types.Const:
		text += " = " + o.Val().String()
	case *types.Func:
		if recv := o.Signature().Recv(); recv != nil { // func (T).Name otherwise
			text = "func (" + strings.TrimSpace(recv.Name()+" "+types.TypeString(recv.Type(), i.notebook.qualify)) + ") " + o.Name() + strings.TrimPrefix(types.TypeString(o.Signature(), i.notebook.qualify), "func")
		}
	}
	return strings.ReplaceAll(text, prime, "")
}

// entry describes what the reference knows of a name.
func (i *inspection) entry(path string, e *reference.Entry, signature string) *Description {
	d := &Description{Signature: signature, Doc: e.Doc, Where: "package " + path}
	if path == reference.Builtin {
		d.Where = "predeclared"
	} else if !i.imported(path) {
		d.Where += fmt.Sprintf(", to be imported with: import %q", path)
	}
	if i.detail > 0 && e.Kind == reference.Type {
		for _, m := range i.notebook.document(path).Members(e.Name) {
			if m.Kind == reference.Method {
				d.More = append(d.More, m.Signature)
			}
		}
	}
	return d
}

// imported tells whether some cell has imported the package, or need not.
func (i *inspection) imported(path string) bool {
	if path == displayPath {
		return true
	}
	for _, e := range i.notebook.names {
		if e.object == nil && e.path == path {
			return true
		}
	}
	return slices.Contains(i.notebook.dots, path)
}

// packaged describes a package.
func (i *inspection) packaged(path string) *Description {
	p := i.notebook.document(path)
	if p == nil {
		return nil
	}
	d := &Description{Signature: fmt.Sprintf("package %s // import %q", p.Name, path), Doc: p.Doc}
	if i.detail > 0 {
		for _, e := range p.Members("") {
			first, _, more := strings.Cut(e.Signature, "\n")
			if more {
				first = strings.TrimSuffix(first, " {")
			}
			d.More = append(d.More, first)
		}
	}
	return d
}

// ownerOf returns the name of the type that a method or a field belongs to, or "".
func ownerOf(o types.Object) string {
	switch o := o.(type) {
	case *types.Func:
		if recv := o.Signature().Recv(); recv != nil {
			return typeName(recv.Type())
		}
	case *types.Var:
		if o.IsField() && o.Pkg() != nil {
			return structOf(o.Origin())
		}
	}
	return ""
}

// typeName is the name of a type or of what it points to, or "".
func typeName(t types.Type) string {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	if named, ok := types.Unalias(t).(*types.Named); ok {
		return named.Obj().Name()
	}
	return ""
}

// structOf finds the type of a field's package that has it.
func structOf(f *types.Var) string {
	scope := f.Pkg().Scope()
	for _, name := range scope.Names() {
		t, ok := scope.Lookup(name).(*types.TypeName)
		if !ok {
			continue
		}
		st, ok := t.Type().Underlying().(*types.Struct)
		if !ok {
			continue
		}
		for g := range st.Fields() {
			if g == f {
				return name
			}
		}
	}
	return ""
}
