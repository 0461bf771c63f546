package build_test

import (
	"go/ast"
	"go/token"
	"slices"
)

// needs returns the declarations that must come before another, or with it. What
// names a type in a function or a variable needs all of the type's methods, as it
// may take its values for interfaces; a type needs none, so that its methods may
// come in later cells, and a method needs those of its own type that it calls.
// Where in doubt there is a need.
func (p *program) needs(q *part) (needs []*part) {
	f, isFunc := q.decl.(*ast.FuncDecl)
	switch {
	case isFunc && f.Recv != nil:
		own := receiver(f)
		needs = append(needs, p.named[own])
		needs = append(needs, p.uses(f.Type)...)
		needs = append(needs, p.uses(f.Body)...)
		needs = append(needs, p.called(f, own)...)
		for name := range p.types(p.named[own]) {
			if name != own {
				needs = append(needs, p.methods[name]...)
			}
		}
	case !isFunc && q.decl.(*ast.GenDecl).Tok == token.TYPE:
		for name := range mentions(q.decl) {
			needs = append(needs, p.named[name])
		}
		ast.Inspect(q.decl, func(n ast.Node) bool {
			if x, ok := n.(*ast.IndexExpr); ok {
				needs = append(needs, p.uses(x.Index)...)
			} else if x, ok := n.(*ast.IndexListExpr); ok {
				needs = append(needs, p.uses(x)...)
			}
			return true
		})
	default:
		needs = p.uses(q.decl)
	}
	return slices.DeleteFunc(needs, func(need *part) bool { return need == nil || need == q })
}

// uses returns what a piece of syntax names, types with the methods of all that
// they hold.
func (p *program) uses(n ast.Node) (uses []*part) {
	for name := range mentions(n) {
		if q := p.named[name]; q != nil {
			uses = append(uses, q)
			for inside := range p.types(q) {
				uses = append(uses, p.methods[inside]...)
			}
		}
	}
	return uses
}

// called returns the methods of its own type that a method may need: those with a
// name that stands behind a dot in it, and all when it passes its receiver on.
func (p *program) called(f *ast.FuncDecl, own string) (called []*part) {
	behind := map[string]bool{}
	bare := 0
	self := ""
	if names := f.Recv.List[0].Names; names != nil {
		self = names[0].Name
	}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			behind[n.Sel.Name] = true
			if id, ok := n.X.(*ast.Ident); ok && id.Name == self {
				bare--
			}
		case *ast.Ident:
			if n.Name == self {
				bare++
			}
		}
		return true
	})
	for _, m := range p.methods[own] {
		if bare > 0 || behind[m.decl.(*ast.FuncDecl).Name.Name] {
			called = append(called, m)
		}
	}
	return called
}

// types gives the names of the types that a declaration of types names, itself
// included, and those that these name.
func (p *program) types(q *part) map[string]bool {
	names := map[string]bool{}
	var visit func(q *part)
	visit = func(q *part) {
		d, ok := q.decl.(*ast.GenDecl)
		if !ok || d.Tok != token.TYPE {
			return
		}
		for name := range mentions(d) {
			if inside := p.named[name]; inside != nil && !names[name] {
				names[name] = true
				visit(inside)
			}
		}
	}
	visit(q)
	return names
}

// connected returns the parts in groups, each behind those that it needs: the
// strongly connected components, by Tarjan's algorithm.
func connected(all []*part) (groups [][]*part) {
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
