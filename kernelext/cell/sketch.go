package cell

import (
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// A sketch is an unfinished cell, mended so far that it can be type-checked. While it
// is open, the notebook's package holds what it declares.
type sketch struct {
	*attempt
	scope   types.Scope // the notebook's, as it was: a cell may be running between its Check and its Commit
	context *types.Context
}

// sketchFile is what positions in it are called.
const sketchFile = "this cell"

// placeholder is the name that stands where the cursor is.
const placeholder = mark + "here"

// What can make a whole of a line that ends at the cursor, one after the other: the
// header of a block, the call that go and defer want, a case, the header of a loop, the
// other half of an assignment, a method behind its receiver.
var endings = []string{"", " {}", "()", ":", "; {}", " = 0", " _() {}"}

// sketch checks the code with the part between from and to replaced. It returns nil when
// that cannot be mended. It is to be closed; the lock is held until then.
func (n *Notebook) sketch(code string, from, to int, with string) *sketch {
	code, head := mend(code, from, to, with)
	if head.end == 0 {
		return nil
	}
	var pieces []*piece
	end := locate(sketchFile, code, head.end)
	inside := head.kind == funcDecl || head.kind == typeDecl
	for _, p := range split(sketchFile, code) {
		if p.isBroken() {
			continue
		}
		later := p.at.line > end.line || p.at.line == end.line && p.at.column >= end.column
		if step := p.kind == statement || p.kind == varDecl; step && later && !inside {
			continue // a variable is not there before its statement
		}
		pieces = append(pieces, p)
	}
	return n.try(pieces)
}

// try checks the pieces. What it makes of generic types is forgotten with it. Whoever
// recovers from a fault of go/types finds the notebook as it was.
func (n *Notebook) try(pieces []*piece) *sketch {
	a := &attempt{notebook: n, file: sketchFile, pieces: pieces, serial: n.serial + 1, left: map[*piece]string{}, stale: map[string]string{}, changed: map[string]bool{}}
	s := &sketch{attempt: a, scope: *n.pkg.Scope(), context: n.context}
	n.context = types.NewContext()
	checked := false
	defer func() {
		if !checked {
			s.close()
		}
	}()
	a.rename()
	a.plan()
	a.compose()
	a.typecheck()
	checked = true
	return s
}

// close puts the notebook's package back in order.
func (s *sketch) close() {
	n := s.notebook
	*n.pkg.Scope(), n.context = s.scope, s.context
	if s.tree == nil {
		return
	}
	if f := n.fset.File(s.tree.FileStart); f != nil {
		n.fset.RemoveFile(f)
	}
}

// mend replaces the part between from and to and makes a piece of it that can be
// parsed: with what follows as it is, with the rest of its line left out, or with all
// that follows left out. Where lines before it are in the way, these go, too. It
// returns the text and where that piece is in it, which is nowhere when nothing helps.
func mend(code string, from, to int, with string) (string, stretch) {
	const rounds = 4
	for range rounds {
		start := pieceStart(code[:from] + with)
		for _, tail := range tails(code[start:], from-start, to-start, with) {
			if s, ok := firstPiece(tail, from-start); ok {
				s.start, s.end = s.start+start, s.end+start
				return code[:start] + tail, s
			}
		}
		blanked, ok := blankError(code[:from]+with+closers(code[start:from]), start, from)
		if !ok {
			break
		}
		code = blanked[:from] + code[from:]
	}
	return code, stretch{}
}

// tails are the texts to try.
func tails(code string, from, to int, with string) []string {
	before, after := code[:from]+with, code[to:]
	line := strings.LastIndexByte(code[:from], '\n') + 1
	next := ""
	if i := strings.IndexByte(after, '\n'); i >= 0 {
		next = after[i:]
	}
	var all []string
	for _, end := range endings {
		all = append(all, before+end+after)
	}
	for _, rest := range []struct{ open, next string }{{code[line:from], next}, {code[:from], ""}} {
		close := closers(rest.open)
		inner := len(close) - len(strings.TrimLeft(close, ")]"))
		for _, end := range endings {
			all = append(all, before+close[:inner]+end+close[inner:]+rest.next)
		}
	}
	return all
}

// pieceStart returns where the last piece of the text begins. Headers of loops hold
// semicolons.
func pieceStart(text string) int {
	all := scan(text)
	if len(all) == 0 {
		return len(text)
	}
	i := len(all) - 1
	for j := i; j >= 0 && j > i-3 && (j == i || all[j].semicolon); j-- {
		if f := all[j].first; f == token.FOR || f == token.IF || f == token.SWITCH {
			return all[j].start
		}
	}
	return all[i].start
}

// firstPiece returns the extent of the piece at the beginning of the text, if it holds
// the offset at and can be parsed.
func firstPiece(text string, at int) (stretch, bool) {
	all := joinHeaders(text, scan(text))
	if len(all) == 0 || at > all[0].end {
		return stretch{}, false
	}
	pieces := parsePiece(&piece{text: text[all[0].start:all[0].end], kind: all[0].kind})
	return all[0], len(pieces) > 0 && !slices.ContainsFunc(pieces, (*piece).isBroken)
}

// closers returns the brackets that close what is open at the end of the text.
func closers(text string) string {
	var s scanner.Scanner
	s.Init(token.NewFileSet().AddFile("", -1, len(text)), []byte(text), func(token.Position, string) {}, 0)
	closing := map[token.Token]string{token.LPAREN: ")", token.LBRACK: "]", token.LBRACE: "}"}
	var open []string
	for {
		_, tok, _ := s.Scan()
		switch tok {
		case token.EOF:
			slices.Reverse(open)
			return strings.Join(open, "")
		case token.LPAREN, token.LBRACK, token.LBRACE:
			open = append(open, closing[tok])
		case token.RPAREN, token.RBRACK, token.RBRACE:
			open = open[:max(0, len(open)-1)]
		}
	}
}

// blankError blanks the line, before that of the offset until, of the first syntax
// error behind the offset start.
func blankError(code string, start, until int) (string, bool) {
	lead := inFunction
	if k := scan(code[start:]); len(k) > 0 && k[0].kind != statement {
		lead = inFile
	}
	_, err := parser.ParseFile(token.NewFileSet(), "", lead+code[start:]+"\n}", parser.SkipObjectResolution)
	list, ok := err.(scanner.ErrorList)
	if !ok || len(list) == 0 {
		return code, false
	}
	at := min(max(start, start+list[0].Pos.Offset-len(lead)), len(code))
	from := strings.LastIndexByte(code[:at], '\n') + 1
	to := from + len(code[from:])
	if i := strings.IndexByte(code[from:], '\n'); i >= 0 {
		to = from + i
	}
	if to > until || strings.TrimSpace(code[from:to]) == "" {
		return code, false
	}
	return code[:from] + strings.Repeat(" ", to-from) + code[to:], true
}

// A spot is a name in the checked file, with the nodes around it, outermost first.
type spot struct {
	name *ast.Ident
	path []ast.Node
}

// parent is the node around the name.
func (s *spot) parent() ast.Node { return s.path[len(s.path)-2] }

// find returns the first name for which ok is true, or nil.
func (s *sketch) find(ok func(*ast.Ident) bool) *spot {
	var path []ast.Node
	var found *spot
	ast.Inspect(s.tree, func(n ast.Node) bool {
		if n == nil {
			path = path[:len(path)-1]
			return true
		}
		path = append(path, n)
		if id, is := n.(*ast.Ident); is && found == nil && ok(id) {
			found = &spot{id, slices.Clone(path)}
		}
		return true
	})
	return found
}
