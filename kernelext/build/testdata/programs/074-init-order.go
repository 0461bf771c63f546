// Package variables are initialised by need, through functions and methods; several init functions.
package main

import "fmt"

var trace []string

func note[T any](name string, v T) T {
	trace = append(trace, fmt.Sprint(name, "=", v))
	return v
}

var a = note("a", b+c)

var b = note("b", f())

var c = note("c", 1)

func f() int { return d * 2 }

var d = note("d", 20)

var late = func() int { return note("late", 100) }()

var e, _, g = three()

func three() (int, string, int) { return note("e", h.get()), "", h.n }

type holder struct{ n int }

func (h *holder) get() int { h.n++; return h.n + late }

var h = &holder{note("h", 5)}

var _ = note("blank", "_")

var table = [...]func() int{f, func() int { return a }, h.get}

var recursive func(int) int = func(n int) int {
	if n == 0 {
		return c
	}
	return odd(n - 1)
}

func odd(n int) int { return 10 * even(n) }

func even(n int) int {
	if n == 0 {
		return 1
	}
	return odd(n - 1)
}

func init() { note("init", 1) }

func init() {
	note("init", 2)
	c = 50
}

func main() {
	for _, s := range trace {
		fmt.Print(s, " ")
	}
	fmt.Println()
	fmt.Println(a, b, c, d, e, g, late, recursive(2), recursive(0))
	for _, f := range table {
		fmt.Print(f(), " ")
	}
	fmt.Println()
}

func init() { note("init", 3) }
