package reference

import (
	"fmt"
	"go/ast"
	"go/doc"
	"go/format"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
)

// A Source says where a package's source is.
type Source struct {
	Path  string
	Dir   string
	Files []string // names of Go files in Dir: those that the compiler would take
}

// Builtin is the path of the package that describes what Go predeclares.
const Builtin = "builtin"

// Collect reads the source of a package. It takes some 10 ms for a large one. A file
// that cannot be read or parsed is an error.
func Collect(s Source) (*Package, error) {
	c := &collection{fset: token.NewFileSet(), all: s.Path == Builtin}
	var files []*ast.File
	for _, name := range s.Files {
		f, err := parser.ParseFile(c.fset, filepath.Join(s.Dir, name), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, fmt.Errorf("reference: %w", err)
		}
		files = append(files, f)
	}
	mode := doc.Mode(0)
	if c.all {
		mode = doc.AllDecls
	}
	p, err := doc.NewFromFiles(c.fset, files, s.Path, mode)
	if err != nil {
		return nil, fmt.Errorf("reference: %s: %w", s.Path, err)
	}
	c.values(p.Consts, Const)
	c.values(p.Vars, Var)
	c.functions(p.Funcs, "")
	for _, t := range p.Types {
		c.typ(t)
	}
	slices.SortStableFunc(c.entries, func(x, y Entry) int { return strings.Compare(x.Name, y.Name) })
	entries := slices.CompactFunc(c.entries, func(x, y Entry) bool { return x.Name == y.Name })
	return &Package{Path: s.Path, Name: p.Name, Doc: p.Doc, Entries: entries}, nil
}

// A collection is the entries of one package so far.
type collection struct {
	fset    *token.FileSet
	all     bool // names with a small letter count, too
	entries []Entry
}

func (c *collection) add(name string, kind Kind, signature, comment string) {
	c.entries = append(c.entries, Entry{name, kind, signature, comment})
}

func (c *collection) shows(name string) bool { return c.all || ast.IsExported(name) }

// print writes a node as gofmt does.
func (c *collection) print(n any) string {
	var b strings.Builder
	if err := format.Node(&b, c.fset, n); err != nil {
		return ""
	}
	return b.String()
}

func (c *collection) functions(all []*doc.Func, owner string) {
	for _, f := range all {
		f.Decl.Doc, f.Decl.Body = nil, nil
		if owner == "" {
			c.add(f.Name, Func, c.print(f.Decl), f.Doc)
		} else {
			c.add(owner+"."+f.Name, Method, c.print(f.Decl), f.Doc)
		}
	}
}

// typ adds a type with all that go/doc files under it.
func (c *collection) typ(t *doc.Type) {
	c.values(t.Consts, Const)
	c.values(t.Vars, Var)
	c.functions(t.Funcs, "")
	c.functions(t.Methods, t.Name)
	for _, spec := range t.Decl.Specs {
		if s, ok := spec.(*ast.TypeSpec); ok && s.Name.Name == t.Name {
			switch x := s.Type.(type) {
			case *ast.StructType:
				c.fields(t.Name, x.Fields, Field)
			case *ast.InterfaceType:
				c.fields(t.Name, x.Methods, Method)
			}
			s.Doc = nil
			c.add(t.Name, Type, c.print(&ast.GenDecl{Tok: token.TYPE, TokPos: s.Pos(), Specs: []ast.Spec{s}}), t.Doc)
		}
	}
}

// fields adds the fields of a struct, or the methods of an interface.
func (c *collection) fields(owner string, list *ast.FieldList, kind Kind) {
	for _, f := range list.List {
		comment := f.Doc.Text()
		if comment == "" {
			comment = f.Comment.Text()
		}
		names := f.Names
		if len(names) == 0 && kind == Field {
			names = embedded(f.Type)
		}
		for _, id := range names {
			if !c.shows(id.Name) {
				continue
			}
			signature := "field " + id.Name + " " + c.print(f.Type)
			if kind == Method {
				signature = fmt.Sprintf("func (%s) %s%s", owner, id.Name, strings.TrimPrefix(c.print(f.Type), "func"))
			}
			c.add(owner+"."+id.Name, kind, signature, comment)
		}
	}
}

// embedded returns the name that an embedded field has.
func embedded(t ast.Expr) []*ast.Ident {
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.SelectorExpr:
			return []*ast.Ident{x.Sel}
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return []*ast.Ident{x}
		default:
			return nil
		}
	}
}

// values adds constants or variables. One without a comment of its own has that of
// its group; a constant that repeats the line above it has that line's type.
func (c *collection) values(groups []*doc.Value, kind Kind) {
	for _, g := range groups {
		var above ast.Expr
		for _, spec := range g.Decl.Specs {
			s, ok := spec.(*ast.ValueSpec)
			if !ok {
				continue
			}
			if s.Type != nil || len(s.Values) > 0 {
				above = s.Type
			}
			comment := s.Doc.Text()
			if comment == "" {
				comment = s.Comment.Text()
			}
			if comment == "" {
				comment = g.Doc
			}
			for i, id := range s.Names {
				if c.shows(id.Name) {
					c.add(id.Name, kind, c.value(kind, s, i, above), comment)
				}
			}
		}
	}
}

// longValue is from how many bytes on a value is not shown.
const longValue = 80

// value writes the declaration of one constant or variable.
func (c *collection) value(kind Kind, s *ast.ValueSpec, i int, above ast.Expr) string {
	text := string(kind) + " " + s.Names[i].Name
	if above != nil {
		text += " " + c.print(above)
	}
	if i < len(s.Values) && len(s.Values) == len(s.Names) {
		if v := c.print(s.Values[i]); len(v) <= longValue && !strings.Contains(v, "\n") && !strings.Contains(v, "iota") {
			text += " = " + v
		}
	}
	return text
}
