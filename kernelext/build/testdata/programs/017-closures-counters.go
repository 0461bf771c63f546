// Closures share variables; functions returned, stored and called later.
package main

import (
	"fmt"
	"slices"
)

func counter() (up func() int, down func() int, reset func()) {
	n := 0
	return func() int { n++; return n }, func() int { n--; return n }, func() { n = 0 }
}

func memo[K comparable, V any](f func(K) V) func(K) V {
	seen := map[K]V{}
	return func(k K) V {
		if v, ok := seen[k]; ok {
			return v
		}
		v := f(k)
		seen[k] = v
		return v
	}
}

type handler func(string) string

func (h handler) with(prefix string) handler {
	return func(s string) string { return prefix + h(s) }
}

func curry(a int) func(int) func(int) int {
	return func(b int) func(int) int {
		a := a * 10
		return func(c int) int { return a + b*c }
	}
}

func main() {
	up, down, reset := counter()
	other, _, _ := counter()
	fmt.Println(up(), up(), down(), other(), up())
	reset()
	fmt.Println(up(), other())

	calls := 0
	var fib func(int) int
	fib = memo(func(n int) int {
		calls++
		if n < 2 {
			return n
		}
		return fib(n-1) + fib(n-2)
	})
	fmt.Println(fib(50), calls)
	echo := handler(func(s string) string { return s + "!" })
	fmt.Println(echo.with("<").with("=")("go"))
	fmt.Println(curry(1)(2)(3), func() int { return curry(2)(0)(9) }())

	var steps []func()
	x := 1
	for i := range 3 {
		steps = append(steps, func() { x = x*10 + i })
	}
	slices.Reverse(steps)
	for _, s := range steps {
		s()
	}
	fmt.Println(x)
}
