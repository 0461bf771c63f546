// A lexer of state functions and a recursive descent parser that evaluates.
package main

import (
	"fmt"
	"math"
	"strings"
	"unicode"
)

type kind int

const (
	number kind = iota
	name
	operator
	end
)

//go:generate echo not run
func (k kind) String() string { return [...]string{"number", "name", "operator", "end"}[k] }

type token struct {
	kind
	text string
}

type lexer struct {
	in  []rune
	pos int
	out chan token
}

type state func(*lexer) state

func (l *lexer) take(ok func(rune) bool) string {
	start := l.pos
	for l.pos < len(l.in) && ok(l.in[l.pos]) {
		l.pos++
	}
	return string(l.in[start:l.pos])
}

func start(l *lexer) state {
	l.take(unicode.IsSpace)
	switch {
	case l.pos == len(l.in):
		l.out <- token{end, ""}
		return nil
	case unicode.IsDigit(l.in[l.pos]):
		return inNumber
	case unicode.IsLetter(l.in[l.pos]):
		return inName
	}
	l.out <- token{operator, string(l.in[l.pos])}
	l.pos++
	return start
}

func inNumber(l *lexer) state {
	l.out <- token{number, l.take(func(r rune) bool { return unicode.IsDigit(r) || r == '.' })}
	return start
}

func inName(l *lexer) state { l.out <- token{name, l.take(unicode.IsLetter)}; return start }

func main() {
	for _, text := range []string{"3.5 * (x + 12)", "", "π²"} {
		l := &lexer{in: []rune(text), out: make(chan token)}
		go func() {
			defer close(l.out)
			for s := state(start); s != nil; {
				s = s(l)
			}
		}()
		var parts []string
		for t := range l.out {
			parts = append(parts, fmt.Sprintf("%v:%s", t.kind, t.text))
		}
		fmt.Println(strings.Join(parts, " "), math.Pi > 3)
	}
}
