package cell

import (
	"go/scanner"
	"go/token"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A place is what stands around the cursor, token by token: it can be told of any
// text, however broken.
type place struct {
	cursor   int
	from, to int  // the word that the cursor touches; both are the cursor when it touches none
	word     bool // it is a name, and no keyword
	literal  bool // the cursor is in a string, a rune or a comment: from and to are those of its text
	imports  bool // that string is an import path
	callee   int  // where the name of the innermost function stands in whose parentheses the cursor is, or -1
}

// An opening is a bracket that is open at the cursor.
type opening struct {
	token token.Token
	head  int // where the name before it begins, or -1
}

// placeAt reads the tokens up to the cursor.
func placeAt(code string, cursor int) place {
	r := reading{place: place{cursor: cursor, from: cursor, to: cursor, callee: -1}, head: -1, first: token.SEMICOLON}
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(code))
	s.Init(file, []byte(code), func(token.Position, string) {}, scanner.ScanComments)
	for {
		pos, tok, lit := s.Scan()
		from := min(file.Offset(pos), len(code))
		if tok == token.EOF || from > cursor {
			break
		}
		r.take(tok, lit, from)
	}
	for i := len(r.open) - 1; i >= 0 && r.callee < 0; i-- {
		if r.open[i].token == token.LPAREN {
			r.callee = r.open[i].head
		}
	}
	return r.place
}

// A reading is a place while the tokens are read.
type reading struct {
	place
	open  []opening
	head  int         // where the name begins that may be called next, or -1
	first token.Token // of the present statement
	fresh bool        // the statement has begun
}

func (r *reading) take(tok token.Token, lit string, from int) {
	r.statement(tok)
	to := from + len(lit)
	switch {
	case tok == token.STRING || tok == token.CHAR || tok == token.COMMENT:
		r.head = -1
		if from < r.cursor && (r.cursor < to || r.cursor == to && !closed(tok, lit)) {
			r.inLiteral(tok, lit, from)
		}
	case tok == token.IDENT || tok.IsKeyword():
		if r.cursor <= to {
			r.from, r.to, r.word = from, to, tok == token.IDENT
		}
		r.head = -1
		if tok == token.IDENT {
			r.head = from
		}
	case from == r.cursor: // what begins behind the cursor
	default:
		r.bracket(tok)
	}
}

// inLiteral notes that the cursor is inside the token.
func (r *reading) inLiteral(tok token.Token, lit string, from int) {
	r.literal, r.from, r.to = true, from, from+len(lit)
	if tok != token.STRING || r.first != token.IMPORT {
		return
	}
	r.imports = true
	r.from++
	if closed(tok, lit) {
		r.to--
	}
	r.to = max(r.from, r.to)
}

// bracket follows the brackets, and which name stands before each.
func (r *reading) bracket(tok token.Token) {
	switch tok {
	case token.LPAREN, token.LBRACK, token.LBRACE:
		r.open = append(r.open, opening{tok, r.head})
		r.head = -1
	case token.RPAREN, token.RBRACK, token.RBRACE:
		r.head = -1
		if n := len(r.open); n > 0 {
			if tok == token.RBRACK { // f[int] is called as f
				r.head = r.open[n-1].head
			}
			r.open = r.open[:n-1]
		}
	default:
		r.head = -1
	}
}

// statement notes the first token of each statement at the top level.
func (r *reading) statement(tok token.Token) {
	switch {
	case tok == token.SEMICOLON && len(r.open) == 0:
		r.fresh = false
	case !r.fresh && tok != token.COMMENT:
		r.first, r.fresh = tok, true
	}
}

// closed tells whether a literal is whole: one at the end of which the cursor stands
// is left then.
func closed(tok token.Token, lit string) bool {
	switch {
	case tok == token.COMMENT && strings.HasPrefix(lit, "//"):
		return false
	case tok == token.COMMENT:
		return len(lit) >= 4 && strings.HasSuffix(lit, "*/")
	case len(lit) < 2 || lit[len(lit)-1] != lit[0]:
		return false
	case lit[0] == '`':
		return true
	}
	slashes := len(lit[:len(lit)-1]) - len(strings.TrimRight(lit[:len(lit)-1], `\`))
	return slashes%2 == 0
}

// prefix is the part of the word that stands before the cursor.
func (p place) prefix(code string) string { return code[p.from:p.cursor] }

// qualifier returns the name before the dot before an offset, or "".
func qualifier(code string, at int) string {
	before, dotted := strings.CutSuffix(strings.TrimRight(code[:at], " \t"), ".")
	if !dotted {
		return ""
	}
	from := len(before)
	for from > 0 {
		r, size := utf8.DecodeLastRuneInString(before[:from])
		if r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			break
		}
		from -= size
	}
	if strings.HasSuffix(strings.TrimRight(before[:from], " \t"), ".") {
		return ""
	}
	return before[from:]
}
