// Types that need each other: slices of themselves, maps, functions, channels, interfaces, methods over both.
package main

import (
	"fmt"
	"slices"
	"strings"
)

type tree []tree

func (t tree) size() (n int) {
	for _, c := range t {
		n += c.size()
	}
	return n + 1
}

type step func(int) (int, step)

type graph map[string]*vertex

type vertex struct {
	name  string
	out   []*edge
	owner graph
}

type edge struct {
	from, to *vertex
	filter   predicate
}

type predicate func(*edge) bool

func (p predicate) and(q predicate) predicate {
	return func(e *edge) bool { return (p == nil || p(e)) && (q == nil || q(e)) }
}

func (g graph) link(names string, p predicate) graph {
	a, b, _ := strings.Cut(names, "-")
	for _, n := range []string{a, b} {
		if g[n] == nil {
			g[n] = &vertex{name: n, owner: g}
		}
	}
	e := &edge{g[a], g[b], p}
	g[a].out = append(g[a].out, e)
	return g
}

func (v *vertex) reach(seen ...*vertex) []*vertex {
	if slices.Contains(seen, v) {
		return seen
	}
	seen = append(seen, v)
	for _, e := range v.out {
		if predicate(nil).and(e.filter)(e) {
			seen = e.to.reach(seen...)
		}
	}
	return seen
}

func (v vertex) String() string { return fmt.Sprint(v.name, len(v.owner)) }

type ping chan pong
type pong chan<- ping

type expr interface{ visit(visitor) }
type visitor interface {
	num(num)
	sum(sum)
}
type num int
type sum [2]expr
type printer struct{ strings.Builder }

func (n num) visit(v visitor)     { v.num(n) }
func (s sum) visit(v visitor)     { v.sum(s) }
func (p *printer) num(n num)      { fmt.Fprint(p, int(n)) }
func (p *printer) sum(s sum)      { s[0].visit(p); p.WriteByte('+'); s[1].visit(p) }
func isEven(n int) bool           { return n == 0 || isOdd(n-1) }
func isOdd(n int) bool            { return n != 0 && isEven(n-1) }
func countdown(n int) (int, step) { return n - 1, map[bool]step{true: countdown}[n > 1] }

func main() {
	fmt.Println(tree{nil, {nil, {}}, nil}.size(), isEven(100), isOdd(7))
	for n, s := 3, step(countdown); s != nil; {
		n, s = s(n)
		fmt.Print(n, " ")
	}
	g := graph{}.link("a-b", nil).link("b-c", func(e *edge) bool { return e.from.name < e.to.name }).link("c-a", nil).link("a-d", func(*edge) bool { return false })
	fmt.Println(g["a"].reach(), g["d"].reach())
	p := make(ping, 1)
	p <- make(pong)
	fmt.Printf("%T %T\n", p, <-p)
	out := &printer{}
	sum{num(1), sum{num(2), num(3)}}.visit(out)
	fmt.Println(out)
}
