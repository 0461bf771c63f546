//go:build go1.27

//notebook: split go.dev/issue/81627: the compiler fails on an imported function in such a literal
//notebook: statements the same
// Generic functions without type arguments wherever a function type is at hand: literals, conversions, channels.
package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

func double[T int | string | float64](x T) T { return x + x }

func show[T any](x T) string { return fmt.Sprintf("%T(%v)", x, x) }

func order[S ~[]E, E cmp.Ordered](a, b S) int { return slices.Compare(a, b) }

func apply[F, T any](x F, f func(F) T) T { return f(x) }

type table struct {
	ints    func(int) int
	compare func(a, b []byte) int
	nested  []func(bool) string
}

type step func(float64) float64

type steps[T any] struct{ all []func(T) T }

type kit struct{ n int }

func (k kit) show[T any](x T) string { return fmt.Sprint(k.n, show(x)) }

var early = call(late{}) // the result's type comes from a method that is declared only afterwards

func call[T any](x interface{ m() T }) T { return x.m() }

type late struct{}

func (late) m() int { return 42 }

func find[S ~[]E, E comparable](s S, x E) int { return slices.Index(s, x) }

func generic[F func(int) int](x int) int {
	return []F{double}[0](x) + F(double)(x) + map[int]F{1: double}[1](x)
}

func main() {
	t := table{double, order, []func(bool) string{show, kit{1}.show[bool]}}
	fmt.Println(t.ints(21), t.compare([]byte("a"), []byte("b")), t.nested[0](true), t.nested[1](false))
	named := table{compare: order, ints: double}
	fmt.Println(named.ints(4), named.nested == nil)
	fmt.Println([...]step{2: double}[2](1.5), map[string]step{"x": double}["x"](4), step(double)(0.25))
	fmt.Println((func([]int) int)(slices.Max)([]int{1, 3, 2}), (func(rune) string)(kit{5}.show)('r'))
	c := make(chan func(rune) string, 2)
	c <- show
	select {
	case c <- show:
	default:
	}
	fmt.Println((<-c)('a'), (<-c)('b'))
	fmt.Println(steps[string]{[]func(string) string{double, strings.ToUpper}}.all[0]("ab"), generic[func(int) int](5))
	fmt.Println(apply(3, func(n int) step { return step(double) })(1), early)
	pairs := []struct {
		name string
		f    func([]float64, float64) int
	}{{"index", find}, {name: "none", f: func([]float64, float64) int { return -1 }}}
	for _, p := range pairs {
		fmt.Print(p.name, " ", p.f([]float64{1, 2}, 2), "; ")
	}
	fmt.Println()
}
