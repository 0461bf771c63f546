package build_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// splitProgram takes a program apart into cells as a notebook could hold it: the
// imports, then each declaration in a cell of its own behind those that it needs,
// and last what runs: main() or, with body, the statements of main at the top
// level. Declarations that need each other share a cell, and so do a type and
// its methods. It returns nil for programs with init functions, whose place
// among the declarations would change.
func splitProgram(t *testing.T, source string, body bool) []string {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	text := func(from, to token.Pos) string { return source[fset.Position(from).Offset:fset.Position(to).Offset] }
	var imports []string
	var all []*part
	last := "main()"
	for _, d := range file.Decls {
		p := &part{order: len(all), decl: d, text: text(start(d), d.End())}
		switch d := d.(type) {
		case *ast.GenDecl:
			if d.Tok == token.IMPORT {
				imports = append(imports, p.text)
				continue
			}
			p.names = specNames(d)
		case *ast.FuncDecl:
			switch {
			case d.Recv != nil:
				p.names = []string{receiverName(d)}
			case d.Name.Name == "init":
				return nil
			case d.Name.Name == "main" && body:
				last = text(d.Body.Lbrace+1, d.Body.Rbrace)
				continue
			default:
				p.names = []string{d.Name.Name}
			}
		}
		all = append(all, p)
	}
	cells := []string{strings.Join(imports, "\n")}
	for _, group := range connected(all) {
		var texts []string
		for _, p := range group {
			texts = append(texts, p.text)
		}
		cells = append(cells, strings.Join(texts, "\n"))
	}
	return append(cells, last)
}

// A part is a declaration. Methods have the name of their type.
type part struct {
	order  int
	decl   ast.Decl
	text   string
	names  []string
	needs  []*part
	index  int // in the search for connected parts; 0 before
	low    int
	onPath bool
}

// start is where a declaration begins, its comment included: that may direct the
// compiler.
func start(d ast.Decl) token.Pos {
	switch d := d.(type) {
	case *ast.GenDecl:
		if d.Doc != nil {
			return d.Doc.Pos()
		}
	case *ast.FuncDecl:
		if d.Doc != nil {
			return d.Doc.Pos()
		}
	}
	return d.Pos()
}

func specNames(d *ast.GenDecl) []string {
	var names []string
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			names = append(names, s.Name.Name)
		case *ast.ValueSpec:
			for _, id := range s.Names {
				names = append(names, id.Name)
			}
		}
	}
	return names
}

func receiverName(d *ast.FuncDecl) string {
	name := ""
	ast.Inspect(d.Recv.List[0].Type, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && name == "" {
			name = id.Name
		}
		return name == ""
	})
	return name
}

// connected returns the parts in groups, each behind those that it needs: the
// strongly connected components, by Tarjan's algorithm.
func connected(all []*part) [][]*part {
	declared := map[string][]*part{}
	for _, p := range all {
		for _, name := range p.names {
			declared[name] = append(declared[name], p)
		}
	}
	for _, p := range all {
		ast.Inspect(p.decl, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				p.needs = append(p.needs, declared[id.Name]...)
			}
			return true
		})
	}
	var groups [][]*part
	var path []*part
	count := 0
	var visit func(p *part)
	visit = func(p *part) {
		count++
		p.index, p.low, p.onPath = count, count, true
		path = append(path, p)
		for _, q := range p.needs {
			if q.index == 0 {
				visit(q)
				p.low = min(p.low, q.low)
			} else if q.onPath {
				p.low = min(p.low, q.index)
			}
		}
		if p.low == p.index {
			i := slices.Index(path, p)
			group := slices.Clone(path[i:])
			path = path[:i]
			slices.SortFunc(group, func(x, y *part) int { return x.order - y.order })
			for _, q := range group {
				q.onPath = false
			}
			groups = append(groups, group)
		}
	}
	for _, p := range all {
		if p.index == 0 {
			visit(p)
		}
	}
	return groups
}
