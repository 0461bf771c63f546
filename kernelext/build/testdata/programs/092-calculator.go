// Precedence climbing with variables, functions, errors by panic and recover.
package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

type parser struct {
	tokens []string
	vars   map[string]float64
}

type syntaxError struct{ at, want string }

func (e syntaxError) Error() string { return fmt.Sprintf("at %q: want %s", e.at, e.want) }

var precedence = map[string]int{"+": 1, "-": 1, "*": 2, "/": 2, "^": 3}

var apply = map[string]func(a, b float64) float64{
	"+": func(a, b float64) float64 { return a + b },
	"-": func(a, b float64) float64 { return a - b },
	"*": func(a, b float64) float64 { return a * b },
	"/": func(a, b float64) float64 { return a / b },
	"^": math.Pow,
}

func (p *parser) next() (t string) {
	if len(p.tokens) > 0 {
		t, p.tokens = p.tokens[0], p.tokens[1:]
	}
	return
}

func (p *parser) peek() string { return append(p.tokens, "")[0] }

func (p *parser) primary() float64 {
	switch t := p.next(); t {
	case "-":
		return -p.primary()
	case "(":
		v := p.expression(1)
		if c := p.next(); c != ")" {
			panic(syntaxError{c, ")"})
		}
		return v
	default:
		if v, ok := p.vars[t]; ok {
			return v
		}
		v, err := strconv.ParseFloat(t, 64)
		if err != nil {
			panic(syntaxError{t, "a number"})
		}
		return v
	}
}

func (p *parser) expression(lowest int) float64 {
	left := p.primary()
	for prec := precedence[p.peek()]; prec >= lowest; prec = precedence[p.peek()] {
		op := p.next()
		next := prec + 1
		if op == "^" {
			next = prec
		}
		left = apply[op](left, p.expression(next))
	}
	return left
}

func eval(text string) (v float64, err error) {
	defer func() {
		if e, ok := recover().(syntaxError); ok {
			err = e
		}
	}()
	p := &parser{strings.Fields(text), map[string]float64{"x": 3}}
	return p.expression(1), nil
}

func main() {
	for _, s := range []string{"1 + 2 * x", "2 ^ 3 ^ 2", "( 1 + 2", "8 / 4 / 2 - - 1", "", "1 / 0"} {
		fmt.Println(eval(s))
	}
}
