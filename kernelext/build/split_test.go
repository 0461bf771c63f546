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
// a method behind its type, init functions behind all others, and last what runs:
// main() or, with body, the statements of main at the top level. Declarations
// that need each other share a cell. Package variables come in Go's order of
// initialisation.
func splitProgram(t *testing.T, source string, body bool) []string {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	text := func(from, to token.Pos) string { return source[fset.Position(from).Offset:fset.Position(to).Offset] }
	var imports, inits []string
	p, last := &program{named: map[string]*part{}, methods: map[string][]*part{}}, "main()"
	for _, d := range file.Decls {
		words := text(start(d), d.End())
		f, isFunc := d.(*ast.FuncDecl)
		switch {
		case !isFunc && d.(*ast.GenDecl).Tok == token.IMPORT:
			imports = append(imports, words)
		case isFunc && f.Recv == nil && f.Name.Name == "init":
			inits = append(inits, words)
		case isFunc && f.Recv == nil && f.Name.Name == "main" && body:
			last = text(f.Body.Lbrace+1, f.Body.Rbrace)
		default:
			p.add(&part{order: len(p.parts), decl: d, text: words})
		}
	}
	cells := append([]string{strings.Join(imports, "\n")}, p.cells()...)
	return append(append(cells, inits...), last)
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

// A program is its declarations.
type program struct {
	parts   []*part
	named   map[string]*part   // by what they declare, methods aside
	methods map[string][]*part // by their type's name
}

// A part is a declaration.
type part struct {
	order  int
	decl   ast.Decl
	text   string
	needs  []*part
	index  int // in the search for connected parts; 0 before
	low    int
	onPath bool
}

func (p *program) add(q *part) {
	p.parts = append(p.parts, q)
	if f, ok := q.decl.(*ast.FuncDecl); ok {
		if f.Recv == nil {
			p.named[f.Name.Name] = q
		} else {
			p.methods[receiver(f)] = append(p.methods[receiver(f)], q)
		}
		return
	}
	for _, spec := range q.decl.(*ast.GenDecl).Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			p.named[s.Name.Name] = q
		case *ast.ValueSpec:
			for _, id := range s.Names {
				p.named[id.Name] = q
			}
		}
	}
}

// receiver is the name of a method's type.
func receiver(f *ast.FuncDecl) string {
	return slices.Collect(mentions(f.Recv.List[0].Type))[0]
}

// mentions gives the names in a piece of syntax, without those behind a dot.
func mentions(n ast.Node) func(func(string) bool) {
	names := []string{}
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			names = slices.AppendSeq(names, mentions(n.X))
			return false
		case *ast.Ident:
			if n.Name != "_" {
				names = append(names, n.Name)
			}
		}
		return true
	})
	return slices.Values(names)
}

// cells returns the text of each cell, in order.
func (p *program) cells() (cells []string) {
	for _, q := range p.parts {
		q.needs = p.needs(q)
	}
	done := map[*part]bool{}
	groups := connected(p.parts)
	home := map[*part][]*part{}
	for _, g := range groups {
		for _, q := range g {
			home[q] = g
		}
	}
	var emit func(g []*part)
	emit = func(g []*part) {
		for _, q := range g {
			done[q] = true
		}
		var texts []string
		for _, q := range g {
			for _, need := range q.needs {
				if !done[need] {
					emit(home[need])
				}
			}
			texts = append(texts, q.text)
		}
		cells = append(cells, strings.Join(texts, "\n"))
	}
	for q := p.nextVariable(done); q != nil; q = p.nextVariable(done) {
		emit(home[q])
	}
	for _, g := range groups {
		if !done[g[0]] {
			emit(g)
		}
	}
	return cells
}

// nextVariable is the first declaration of variables, in the order of the source,
// that needs no other that is not done.
func (p *program) nextVariable(done map[*part]bool) *part {
	for _, q := range p.parts {
		if isVar(q) && !done[q] {
			ready := true
			for r := range reachable(q) {
				ready = ready && (r == q || !isVar(r) || done[r])
			}
			if ready {
				return q
			}
		}
	}
	return nil
}

func isVar(q *part) bool {
	d, ok := q.decl.(*ast.GenDecl)
	return ok && d.Tok == token.VAR
}

// reachable is a part with all that it needs.
func reachable(q *part) map[*part]bool {
	all := map[*part]bool{}
	var visit func(q *part)
	visit = func(q *part) {
		if !all[q] {
			all[q] = true
			for _, need := range q.needs {
				visit(need)
			}
		}
	}
	visit(q)
	return all
}
