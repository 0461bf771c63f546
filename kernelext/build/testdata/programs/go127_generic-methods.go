//go:build go1.27

// Generic methods: on plain and generic types, inferred and explicit, as values and expressions.
package main

import (
	"fmt"
	"strconv"
	"strings"
)

type printer struct{ prefix string }

func (p printer) join[T any](sep string, xs ...T) string {
	parts := make([]string, len(xs))
	for i, x := range xs {
		parts[i] = fmt.Sprintf("%T:%v", x, x)
	}
	return p.prefix + strings.Join(parts, sep)
}

type counter int

func (c *counter) add[N ~int | ~int8 | ~float64](n N) N { *c += counter(n); return n * 2 }

func (c counter) zero[_ any]() counter { return c - c }

type list[E any] []E

func (l list[E]) convert[F any](f func(E) F) (r list[F]) {
	for _, x := range l {
		r = append(r, f(x))
	}
	return
}

func (l list[E]) fold[A any](a A, f func(A, E) A) A {
	for _, x := range l {
		a = f(a, x)
	}
	return a
}

func (l list[E]) pairs[K comparable, V any](f func(E) (K, V)) map[K]V {
	m := map[K]V{}
	for _, x := range l {
		k, v := f(x)
		m[k] = v
	}
	return m
}

func main() {
	p := printer{"> "}
	fmt.Println(p.join(", ", 1, 2), p.join[any]("|", 1, "a", nil), p.join[error]("-"))
	var c counter
	fmt.Println(c.add(3), c.add(int8(4)), c.add(1.5), (&c).add[float64](2))
	fmt.Println(c, c.zero[string]())

	words := list[string]{"7", "eight", "9"}
	fmt.Println(words.convert(strings.ToUpper).convert(func(s string) int { return len(s) }))
	fmt.Println(words.fold(0, func(n int, s string) int { return n*10 + len(s) }), words.fold("", func(a, s string) string { return s + a }))
	fmt.Println(words.pairs(func(s string) (rune, error) { _, err := strconv.Atoi(s); return rune(s[0]), err }))

	value := p.join[float64]                                         // a method value
	expression := printer.join[bool]                                 // a method expression
	var inferred func(printer, string, ...int) string = printer.join // and one whose argument the type gives
	fmt.Println(value(" ", 1, 2.5), expression(printer{"? "}, " ", true), inferred(p, "/", 6, 7))
	grow := (*counter).add[int]
	fmt.Println(grow(&c, 10))
	fmt.Println(c)
	lengths := list[string].convert[int]
	fmt.Printf("%T %v\n", lengths, lengths(words, func(s string) int { return len(s) }))
}
