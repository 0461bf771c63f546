// Inference: from arguments, functions, untyped constants, partial lists.
package main

import (
	"fmt"
	"strconv"
)

func apply[In, Out any](xs []In, f func(In) Out) []Out {
	var out []Out
	for _, x := range xs {
		out = append(out, f(x))
	}
	return out
}

func fold[T, A any](xs []T, start A, f func(A, T) A) A {
	for _, x := range xs {
		start = f(start, x)
	}
	return start
}

func compose[A, B, C any](f func(A) B, g func(B) C) func(A) C {
	return func(a A) C { return g(f(a)) }
}

func identity[T any](x T) T { return x }

func scale[S ~[]E, E ~int | ~float64](s S, k E) S {
	out := make(S, len(s))
	for i, x := range s {
		out[i] = x * k
	}
	return out
}

func mixed[T any](a, b T) string { return fmt.Sprintf("%T", a) }

func zero[T any]() (z T) { return }

func pointer[T any, P interface {
	*T
	fill(int)
}](n int) T {
	var t T
	P(&t).fill(n)
	return t
}

type vector []float64

type grid struct{ cells []int }

func (g *grid) fill(n int) { g.cells = make([]int, n) }

func main() {
	fmt.Println(apply([]int{1, 2}, strconv.Itoa), apply([]string{"a"}, identity), apply([]int{3}, func(i int) bool { return i > 2 }))
	fmt.Println(fold([]string{"x", "yy"}, 0, func(n int, s string) int { return n + len(s) }))
	fmt.Println(compose(strconv.Itoa, func(s string) []byte { return []byte(s) })(65))
	fmt.Printf("%T %v\n", scale(vector{1, 2}, 2.5), scale([]int{1}, 3))
	fmt.Println(mixed(1, 2.5), mixed('a', 1), mixed[any](1, "x"), mixed(2i, 1))
	var f func(string) string = identity
	fmt.Println(f("kept"), zero[*int]() == nil, zero[[2]string](), len(pointer[grid](4).cells))
}
