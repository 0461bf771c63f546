//go:build gophernotes

package main

import (
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"strings"

	"seminar/kernelext/kernel/pipe"
)

// checkNewer refuses a cell that is written with type parameters: gomacro's parser
// is older and stops somewhere near them, with words about commas and brackets.
// Go's own parser knows where they are. What it cannot parse is left to gomacro.
func (in *interpreter) checkNewer(name, code string) *pipe.Error {
	at, what := -1, ""
	for _, p := range pieces(code) {
		tree, base := parsePiece(code[p.from:p.to])
		if tree == nil {
			continue
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if pos, w := newerNode(n); w != "" && at < 0 {
				at, what = p.from+int(pos)-base, w
			}
			return at < 0
		})
		if at >= 0 {
			before := code[:min(at, len(code))]
			line := token.Position{Filename: name, Line: 1 + strings.Count(before, "\n"), Column: len(before) - strings.LastIndexByte(before, '\n')}
			return in.marked("compile error", line, tooNew(what))
		}
	}
	return nil
}

// newerNode tells where and what in a node gomacro does not have.
func newerNode(n ast.Node) (token.Pos, string) {
	const parameters, sets = "type parameters", "sets of types in an interface"
	switch n := n.(type) {
	case *ast.FuncType:
		if n.TypeParams != nil {
			return n.TypeParams.Opening, parameters
		}
	case *ast.TypeSpec:
		if n.TypeParams != nil {
			return n.TypeParams.Opening, parameters
		}
	case *ast.IndexListExpr:
		return n.Lbrack, parameters
	case *ast.FuncDecl:
		if at := receiverParameters(n); at.IsValid() {
			return at, parameters
		}
	case *ast.InterfaceType:
		for _, m := range n.Methods.List {
			if isTypeSet(m) {
				return m.Pos(), sets
			}
		}
	}
	return token.NoPos, ""
}

// receiverParameters is where the receiver of a method has type parameters.
func receiverParameters(n *ast.FuncDecl) token.Pos {
	if n.Recv == nil || len(n.Recv.List) != 1 {
		return token.NoPos
	}
	t := n.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	if x, ok := t.(*ast.IndexExpr); ok {
		return x.Lbrack
	}
	return token.NoPos
}

// isTypeSet tells int | string, ~int and comparable from methods and interfaces.
func isTypeSet(m *ast.Field) bool {
	switch t := m.Type.(type) {
	case *ast.BinaryExpr:
		return true
	case *ast.UnaryExpr:
		return true
	case *ast.Ident:
		return len(m.Names) == 0 && t.Name == "comparable"
	}
	return false
}

// A piece is a declaration or a statement at the top level of a cell.
type piece struct{ from, to int }

// pieces cuts a cell at its semicolons outside brackets, those that newlines
// stand for included.
func pieces(code string) []piece {
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(code))
	s.Init(file, []byte(code), func(token.Position, string) {}, 0)
	var all []piece
	depth, from := 0, -1
	for {
		pos, tok, _ := s.Scan()
		offset := min(file.Offset(pos), len(code))
		switch tok {
		case token.LPAREN, token.LBRACE, token.LBRACK:
			depth++
		case token.RPAREN, token.RBRACE, token.RBRACK:
			depth--
		}
		if tok == token.EOF || tok == token.SEMICOLON && depth <= 0 {
			if from >= 0 {
				all = append(all, piece{from, offset})
			}
			from, depth = -1, 0
		} else if from < 0 {
			from = offset
		}
		if tok == token.EOF {
			return all
		}
	}
}

// parsePiece parses a declaration or a statement. The base is what to subtract
// from a position to get an offset in the text.
func parsePiece(text string) (tree *ast.File, base int) {
	for _, before := range []string{"package p;", "package p;func _(){"} {
		after := strings.Repeat("\n}", strings.Count(before, "{"))
		tree, err := parser.ParseFile(token.NewFileSet(), "", before+text+after, parser.SkipObjectResolution)
		if err == nil {
			return tree, len(before) + 1
		}
	}
	return nil, 0
}
