// Sealed interfaces: unexported methods, embedded to satisfy them, satisfied by promotion, nil inside.
package main

import (
	"fmt"
	"strings"
)

type expr interface {
	isExpr()
	eval(env map[string]float64) float64
	fmt.Stringer
}

type base struct{}

func (base) isExpr() {}

type (
	lit float64
	ref string
	bin struct {
		base
		op   byte
		l, r expr
	}
	neg struct {
		*base
		expr
	}
	call struct {
		base
		name string
		args []expr
	}
)

func (lit) isExpr()  {}
func (*ref) isExpr() {}

func (l lit) eval(map[string]float64) float64      { return float64(l) }
func (r *ref) eval(env map[string]float64) float64 { return env[string(*r)] }
func (n neg) eval(env map[string]float64) float64  { return -n.expr.eval(env) }
func (n neg) isExpr()                              {}

func (b bin) eval(env map[string]float64) float64 {
	l, r := b.l.eval(env), b.r.eval(env)
	return map[byte]float64{'+': l + r, '-': l - r, '*': l * r, '/': l / r}[b.op]
}

func (c call) eval(env map[string]float64) (total float64) {
	for _, a := range c.args {
		total = max(total, a.eval(env))
	}
	return
}

func (l lit) String() string  { return fmt.Sprintf("%g", float64(l)) }
func (r *ref) String() string { return "$" + string(*r) }
func (b bin) String() string  { return fmt.Sprintf("(%s %c %s)", b.l, b.op, b.r) }
func (c call) String() string {
	return c.name + strings.ReplaceAll(fmt.Sprint(c.args), " ", ", ")
}

var _ = []expr{lit(0), (*ref)(nil), bin{}, &bin{}, neg{}, call{}}

func simplify(e expr) expr {
	switch e := e.(type) {
	case bin:
		e.l, e.r = simplify(e.l), simplify(e.r)
		if l, ok := e.l.(lit); ok && e.op == '*' && l == 1 {
			return e.r
		}
		return e
	case neg:
		if inner, ok := simplify(e.expr).(neg); ok {
			return inner.expr
		}
	}
	return e
}

func main() {
	x := ref("x")
	e := bin{op: '+', l: bin{op: '*', l: lit(1), r: &x}, r: neg{expr: neg{expr: call{name: "max", args: []expr{lit(2), &x, lit(1.5)}}}}}
	fmt.Println(e, "=", e.eval(map[string]float64{"x": 4}))
	fmt.Println(simplify(e), simplify(e.r), simplify(e).eval(map[string]float64{"x": 4}))
	fmt.Printf("%v %T %v\n", neg{expr: &x}, e.r, expr(lit(3)) == expr(lit(3)))
	_, outside := any(e).(interface{ isExpr() })
	_, missing := any(base{}).(expr)
	fmt.Println(outside, missing)
	defer func() { fmt.Println(recover()) }()
	fmt.Println(neg{}.eval(nil))
}
