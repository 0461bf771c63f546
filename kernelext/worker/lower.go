//go:build gophernotes

package main

import (
	"go/ast"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ast/astutil"
)

// lower gives the loops of an interpreted cell a variable of its own for each
// iteration, as Go has since 1.22. gomacro has one for all of them, so that every
// closure would see the last value. Only loops in which somebody could tell the
// difference are changed: those that hold a function literal or take an address.
// Positions stay those of the cell.
func lower(nodes []ast.Node) {
	labels := map[ast.Stmt]string{}
	for i, n := range nodes {
		nodes[i] = astutil.Apply(n, func(c *astutil.Cursor) bool {
			if l, ok := c.Node().(*ast.LabeledStmt); ok {
				labels[l.Stmt] = l.Label.Name
			}
			return true
		}, func(c *astutil.Cursor) bool {
			switch s := c.Node().(type) {
			case *ast.RangeStmt:
				lowerRange(s)
			case *ast.ForStmt:
				lowerFor(s, labels[s])
			}
			return true
		})
	}
}

// lowerRange makes for k, v := range x { body } into
// for k, v := range x { k, v := k, v; { body } }.
func lowerRange(s *ast.RangeStmt) {
	vars := names(s.Key, s.Value)
	if s.Tok != token.DEFINE || len(vars) == 0 || !captures(s.Body) {
		return
	}
	s.Body = &ast.BlockStmt{Lbrace: s.Body.Lbrace, List: []ast.Stmt{define(vars, vars, s.Body.Lbrace), s.Body}, Rbrace: s.Body.Rbrace}
}

// lowerFor makes for i := a; cond; post { body } into
//
//	for i := a; cond; post {
//		ǀouter := &i; i := i; ǀinner := &i
//		{ body, with continue as { *ǀouter = *ǀinner; continue } }
//		*ǀouter = *ǀinner
//	}
//
// The pointers are needed because the body may declare another i.
func lowerFor(s *ast.ForStmt, label string) {
	init, ok := s.Init.(*ast.AssignStmt)
	if !ok || init.Tok != token.DEFINE || !captures(s.Body) {
		return
	}
	vars := names(init.Lhs...)
	at := s.Body.Lbrace
	var list []ast.Stmt
	for _, v := range vars {
		list = append(list, define([]string{"ǀouter" + v}, nil, at, address(v, at)), define([]string{v}, []string{v}, at), define([]string{"ǀinner" + v}, nil, at, address(v, at)))
	}
	handOn := func() []ast.Stmt {
		var all []ast.Stmt
		for _, v := range vars {
			all = append(all, &ast.AssignStmt{Lhs: []ast.Expr{star("ǀouter"+v, at)}, TokPos: at, Tok: token.ASSIGN, Rhs: []ast.Expr{star("ǀinner"+v, at)}})
		}
		return all
	}
	body := astutil.Apply(s.Body, continues(label, handOn), nil).(*ast.BlockStmt)
	s.Body = &ast.BlockStmt{Lbrace: at, List: append(append(list, body), handOn()...), Rbrace: s.Body.Rbrace}
}

// continues replaces the continue statements that mean the loop of that label.
func continues(label string, before func() []ast.Stmt) func(*astutil.Cursor) bool {
	depth := map[ast.Node]bool{}
	return func(c *astutil.Cursor) bool {
		n := c.Node()
		inner := n != nil && c.Parent() != nil && depth[c.Parent()]
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ForStmt, *ast.RangeStmt:
			inner = true
		case *ast.BranchStmt:
			mine := n.Label == nil && !inner || n.Label != nil && n.Label.Name == label && label != ""
			if n.Tok == token.CONTINUE && mine && !depth[n] {
				block := &ast.BlockStmt{Lbrace: n.Pos(), List: append(before(), n), Rbrace: n.End()}
				c.Replace(block)
				return false
			}
		}
		depth[n] = inner
		return true
	}
}

// captures tells whether a block holds a function literal or takes an address.
func captures(body *ast.BlockStmt) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			found = true
		case *ast.UnaryExpr:
			found = found || n.Op == token.AND
		}
		return !found
	})
	return found
}

// names are the names of variables that expressions declare.
func names(exprs ...ast.Expr) []string {
	var all []string
	for _, e := range exprs {
		if id, ok := e.(*ast.Ident); ok && id.Name != "_" && !slices.Contains(all, id.Name) {
			all = append(all, id.Name)
		}
	}
	return all
}

// define declares variables with the values of others, or of expressions.
func define(left, right []string, at token.Pos, values ...ast.Expr) *ast.AssignStmt {
	s := &ast.AssignStmt{TokPos: at, Tok: token.DEFINE, Rhs: values}
	for _, name := range left {
		s.Lhs = append(s.Lhs, &ast.Ident{NamePos: at, Name: name})
	}
	for _, name := range right {
		s.Rhs = append(s.Rhs, &ast.Ident{NamePos: at, Name: name})
	}
	return s
}

func address(name string, at token.Pos) ast.Expr {
	return &ast.UnaryExpr{OpPos: at, Op: token.AND, X: &ast.Ident{NamePos: at, Name: name}}
}

func star(name string, at token.Pos) ast.Expr {
	return &ast.StarExpr{Star: at, X: &ast.Ident{NamePos: at, Name: name}}
}
