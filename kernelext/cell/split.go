package cell

import (
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"strings"
)

// A piece is one top-level part of a cell: a declaration or a statement, with
// the comments before it.
type piece struct {
	at   position // of text[0]
	text string
	kind kind
	ends bool // an explicit semicolon ends it

	names  []string // that it declares in the notebook; the last one of several const specs, say
	method string   // of a method: its name; names holds the receiver's type

	decl ast.Decl   // of a declaration, parsed; nil when it has a syntax error
	stmt ast.Stmt   // of a statement, likewise
	free []freeName // of a statement or a var: the names that it does not declare itself
	base int        // what to subtract from a position in decl or stmt to get an offset in text
	lead int        // how much of the text was put before it
	was  string     // the text before a variable in it got another name
	note string     // the comment that stood above it in its group
}

// source returns the piece as the reader wrote it.
func (p *piece) source() string {
	if p.was != "" {
		return p.was
	}
	return p.text
}

// position returns where in the cell an offset of the text is.
func (p *piece) position(offset int) position {
	return p.at.advance(p.text[p.lead:], max(0, offset-p.lead))
}

// A freeName is the use of a name that is declared elsewhere.
type freeName struct {
	name   string
	offset int // in the piece's text
}

type kind int

const (
	statement kind = iota
	importDecl
	constDecl
	typeDecl
	varDecl
	funcDecl
	packageClause
)

// A position is a place in a cell's source.
type position struct {
	file         string // cell[3]
	line, column int    // from 1; columns count bytes
}

// split takes a cell apart. The text of the pieces covers all of it that is not
// white space between them. Pieces with syntax errors have neither decl nor stmt.
func split(file, code string) []*piece {
	var pieces []*piece
	for _, p := range joinHeaders(code, scan(code)) {
		at := locate(file, code, p.start)
		pieces = append(pieces, parsePiece(&piece{at: at, text: code[p.start:p.end], kind: p.kind, ends: p.semicolon})...)
	}
	return pieces
}

// locate returns the position of an offset in the code of a cell.
func locate(file, code string, offset int) position {
	before := code[:offset]
	return position{file, 1 + strings.Count(before, "\n"), offset - strings.LastIndexByte(before, '\n')}
}

// advance returns the position of an offset in a text that begins at p.
func (p position) advance(text string, offset int) position {
	q := locate(p.file, text, offset)
	if q.line == 1 {
		q.column += p.column - 1
	}
	q.line += p.line - 1
	return q
}

// A stretch is the extent of a piece in the code.
type stretch struct {
	start, end int
	kind       kind
	first      token.Token
	semicolon  bool
}

// scan cuts the code at the semicolons outside brackets, those that newlines
// stand for included. A parser cannot do that: declarations of functions and
// statements stand side by side.
func scan(code string) []stretch {
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(code))
	s.Init(file, []byte(code), func(token.Position, string) {}, scanner.ScanComments)
	var all []stretch
	var words []token.Token // the first three of the present piece
	depth, start := 0, -1
	for {
		pos, tok, lit := s.Scan()
		offset := min(file.Offset(pos), len(code))
		if start < 0 && tok != token.EOF && tok != token.SEMICOLON {
			start = offset
		}
		switch {
		case tok == token.COMMENT:
			continue
		case tok == token.EOF || tok == token.SEMICOLON && depth == 0:
			if len(words) > 0 {
				all = append(all, stretch{start, min(offset, len(code)), kindOf(words, code[start:min(offset, len(code))]), firstOf(words), lit == ";"})
			}
			if tok == token.EOF {
				return all
			}
			words, start = nil, -1
			continue
		case tok == token.LPAREN || tok == token.LBRACK || tok == token.LBRACE:
			depth++
		case tok == token.RPAREN || tok == token.RBRACK || tok == token.RBRACE:
			depth = max(0, depth-1)
		}
		if len(words) < 5 {
			words = append(words, tok)
		}
	}
}

// firstOf is the first word behind labels.
func firstOf(words []token.Token) token.Token {
	for len(words) > 2 && words[0] == token.IDENT && words[1] == token.COLON {
		words = words[2:]
	}
	return words[0]
}

func kindOf(words []token.Token, text string) kind {
	switch words[0] {
	case token.PACKAGE:
		return packageClause
	case token.IMPORT:
		return importDecl
	case token.CONST:
		return constDecl
	case token.TYPE:
		return typeDecl
	case token.VAR:
		return varDecl
	case token.FUNC:
		if len(words) > 1 && words[1] == token.IDENT || isMethod(text) {
			return funcDecl
		}
	}
	return statement
}

// isMethod tells `func (x T) name(` from `func (x T) int { … }(…)`.
func isMethod(text string) bool {
	f, err := parser.ParseFile(token.NewFileSet(), "", "package p;"+text, parser.SkipObjectResolution)
	if err == nil {
		return true
	}
	if isStatement(text) || f == nil || len(f.Decls) == 0 {
		return false
	}
	d, ok := f.Decls[0].(*ast.FuncDecl) // with a syntax error in its body
	return ok && d.Recv != nil && d.Name != nil && d.Name.Name != "_" && d.Name.Name != ""
}

// joinHeaders undoes cuts at the semicolons of for, if and switch headers: it
// takes as many stretches together as make a statement.
func joinHeaders(code string, all []stretch) []stretch {
	var joined []stretch
	for i := 0; i < len(all); i++ {
		s := all[i]
		if s.first == token.FOR || s.first == token.IF || s.first == token.SWITCH {
			for j := i; j < len(all) && j < i+4; j++ {
				if isStatement(code[s.start:all[j].end]) {
					s.end, s.semicolon, i = all[j].end, all[j].semicolon, j
					break
				}
			}
		}
		joined = append(joined, s)
	}
	return joined
}

func isStatement(text string) bool {
	_, err := parser.ParseFile(token.NewFileSet(), "", inFunction+text+"\n}", parser.SkipObjectResolution)
	return err == nil
}

const (
	inFunction = "package p;func _(){"
	inFile     = "package p\n" // behind a semicolon, the first comment would belong to the clause
)

// parsePiece parses the piece. A group of types or variables becomes one piece
// each; one of constants stays together, for the sake of iota.
func parsePiece(p *piece) []*piece {
	if p.kind == statement {
		p.parseStatement()
		return []*piece{p}
	}
	if p.kind == packageClause || !p.parseDecl() {
		return []*piece{p}
	}
	if g, ok := p.decl.(*ast.GenDecl); ok && g.Lparen.IsValid() && (p.kind == typeDecl || p.kind == varDecl) {
		return p.ungroup(g)
	}
	p.findNames()
	return []*piece{p}
}

func (p *piece) parseStatement() {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", inFunction+p.text+"\n}", 0)
	if err != nil {
		return
	}
	body := f.Decls[0].(*ast.FuncDecl).Body.List
	if len(f.Decls) != 1 || len(body) != 1 {
		return
	}
	p.stmt, p.base = body[0], int(f.FileStart)+len(inFunction)
	p.findFree(f)
	if a, ok := p.stmt.(*ast.AssignStmt); ok && a.Tok == token.DEFINE {
		for _, left := range a.Lhs {
			if id, ok := left.(*ast.Ident); ok {
				p.names = append(p.names, id.Name)
			}
		}
	}
}

func (p *piece) parseDecl() bool {
	f, err := parser.ParseFile(token.NewFileSet(), "", inFile+p.text, parser.ParseComments)
	if err != nil || len(f.Decls) != 1 {
		return false
	}
	p.decl, p.base = f.Decls[0], int(f.FileStart)+len(inFile)
	p.findFree(f)
	if p.kind == varDecl {
		p.findFreeLocally()
	}
	return true
}

// findFreeLocally finds the free names of a variable's declaration as if it
// stood in a function, where a variable is not known in its own initialiser.
func (p *piece) findFreeLocally() {
	f, err := parser.ParseFile(token.NewFileSet(), "", inFunction+p.text+"\n}", 0)
	if err != nil {
		return
	}
	p.free = nil
	for _, id := range f.Unresolved {
		p.free = append(p.free, freeName{id.Name, int(id.Pos()-f.FileStart) - len(inFunction)})
	}
}

func (p *piece) findFree(f *ast.File) {
	for _, id := range f.Unresolved {
		p.free = append(p.free, freeName{id.Name, int(id.Pos()) - p.base})
	}
}

// ungroup makes a piece of each spec of a group.
func (p *piece) ungroup(g *ast.GenDecl) []*piece {
	var pieces []*piece
	for _, spec := range g.Specs {
		from, to := int(spec.Pos())-p.base, int(spec.End())-p.base
		one := &piece{at: p.at.advance(p.text, from), text: p.text[from:to], kind: p.kind}
		lead := g.Tok.String() + " " + directive(one.at)
		one.text, one.lead, one.note = lead+one.text, len(lead), specComment(spec)
		if one.parseDecl() {
			one.findNames()
		}
		pieces = append(pieces, one)
	}
	return pieces
}

// findNames notes what a declaration declares.
func (p *piece) findNames() {
	switch d := p.decl.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			if d.Name.Name != "init" && d.Name.Name != "_" {
				p.names = []string{d.Name.Name}
			}
			return
		}
		if t := receiver(d); t != "" {
			p.names, p.method = []string{t}, d.Name.Name
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				p.names = append(p.names, s.Name.Name)
			case *ast.ValueSpec:
				for _, id := range s.Names {
					p.names = append(p.names, id.Name)
				}
			}
		}
	}
}

// receiver returns the name of the type that a method belongs to.
func receiver(d *ast.FuncDecl) string {
	if len(d.Recv.List) != 1 {
		return ""
	}
	t := ast.Unparen(d.Recv.List[0].Type)
	if star, ok := t.(*ast.StarExpr); ok {
		t = ast.Unparen(star.X)
	}
	switch x := t.(type) {
	case *ast.IndexExpr:
		t = x.X
	case *ast.IndexListExpr:
		t = x.X
	}
	if id, ok := t.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}
