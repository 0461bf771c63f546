package cell

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"strconv"
	"strings"
)

// Parses tells whether a cell has no error of syntax. It takes some 10 µs a line, and
// knows nothing of the cells before.
func Parses(code string) bool {
	for _, p := range split("cell", code) {
		if p.isBroken() {
			return false
		}
	}
	return true
}

// isBroken tells a piece with a syntax error.
func (p *piece) isBroken() bool {
	return p.kind != packageClause && p.decl == nil && p.stmt == nil
}

// unreadable returns a unit for the compiler to complain about when a piece of
// the cell has a syntax error, else nil. It holds nothing but those pieces: the
// compiler reports no other errors beside errors of syntax.
func (n *Notebook) unreadable(file string, pieces []*piece) *Unit {
	var b strings.Builder
	b.WriteString("package main\n")
	u := &Unit{Path: Path(n.serial), attempt: &attempt{notebook: n, file: file}}
	for _, p := range pieces {
		if !p.isBroken() {
			continue
		}
		text := lineDirective(p.at) + p.text
		lead := len(inFile)
		if p.kind == statement {
			text, lead = "\nfunc _() {"+text+"\n}", len(inFunction)
		}
		b.WriteString(text + "\n")
		u.Problems = append(u.Problems, p.syntaxError(lead))
	}
	if u.Problems == nil {
		return nil
	}
	u.Source = []byte(b.String())
	return u
}

// syntaxError is what Go's own parser says, for want of the compiler's words.
func (p *piece) syntaxError(lead int) Problem {
	text := inFile + p.text
	if lead == len(inFunction) {
		text = inFunction + p.text + "\n}"
	}
	_, err := parser.ParseFile(token.NewFileSet(), "", text, parser.SkipObjectResolution)
	var list scanner.ErrorList
	if !errors.As(err, &list) {
		return Problem{p.at, "syntax error"}
	}
	return Problem{p.position(min(max(0, list[0].Pos.Offset-lead), len(p.text))), "syntax error: " + list[0].Msg}
}

func pathOf(s *ast.ImportSpec) string {
	path, err := strconv.Unquote(s.Path.Value)
	if err != nil {
		return s.Path.Value
	}
	return path
}
