//go:build gophernotes

package main

import (
	"go/scanner"
	"go/token"
	"strings"
)

// completeness decides by the tokens of the cell whether Enter runs it or goes
// on typing: brackets, raw strings and comments that are still open, and a last
// token that must be followed by something. gophernotes' checkComplete, which
// asks gomacro's reader, takes a brace in a string for a block.
func (in *interpreter) completeness(code string) (status, indent string) {
	return completeness(code, in.parses)
}

func completeness(code string, parses func(code string) bool) (status, indent string) {
	var s scanner.Scanner
	text := []byte(withoutCommands(code))
	file := token.NewFileSet().AddFile("", -1, len(text))
	open, unfinished, broken := 0, false, false
	s.Init(file, text, func(_ token.Position, msg string) {
		if msg == "raw string literal not terminated" || msg == "comment not terminated" {
			unfinished = true
		} else {
			broken = true // no further line makes this a word of Go
		}
	}, 0)
	last := token.SEMICOLON
	for {
		_, tok, lit := s.Scan()
		if tok == token.EOF {
			break
		}
		switch tok {
		case token.LPAREN, token.LBRACE, token.LBRACK:
			open++
		case token.RPAREN, token.RBRACE, token.RBRACK:
			open--
		}
		if tok != token.SEMICOLON || lit == ";" {
			last = tok
		}
	}
	switch {
	case broken:
		return "invalid", ""
	case unfinished:
		return "incomplete", ""
	case open > 0 || needsMore(last):
		return "incomplete", strings.Repeat("\t", max(open, 0))
	case open < 0 || !parses(withoutCommands(code)):
		return "invalid", ""
	}
	return "complete", ""
}

// needsMore tells tokens that cannot end a cell.
func needsMore(t token.Token) bool {
	switch t {
	case token.INC, token.DEC, token.RPAREN, token.RBRACE, token.RBRACK, token.SEMICOLON:
		return false
	}
	return t.IsOperator() || t == token.FUNC || t == token.VAR || t == token.TYPE || t == token.CONST || t == token.IMPORT
}

// parses tells whether gomacro can read the code.
func (in *interpreter) parses(code string) (ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	c := in.kernel.ir.Comp
	c.Filepath, c.Line = "cell", 0
	c.ParseBytes([]byte(code))
	return true
}

// withoutCommands blanks the special commands at the top of a cell.
func withoutCommands(code string) string {
	lines := strings.Split(code, "\n")
	for i, line := range lines {
		switch line = strings.TrimSpace(line); {
		case line == "":
		case line[0] == '%' || line[0] == '$':
			lines[i] = ""
		default:
			return strings.Join(lines, "\n")
		}
	}
	return strings.Join(lines, "\n")
}
