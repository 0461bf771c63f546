// Church numerals, folds, zippers, continuations, trampolines: functions that make functions that make functions.
package main

import (
	"fmt"
	"slices"
	"strings"
)

type church[T any] func(func(T) T) func(T) T

func zero[T any](func(T) T) func(T) T { return func(t T) T { return t } }

func (n church[T]) succ() church[T] {
	return func(f func(T) T) func(T) T { return func(t T) T { return f(n(f)(t)) } }
}

func (n church[T]) plus(m church[T]) church[T] {
	return func(f func(T) T) func(T) T { return func(t T) T { return m(f)(n(f)(t)) } }
}

func number[T any](n int) church[T] {
	c := church[T](zero[T])
	for range n {
		c = c.succ()
	}
	return c
}

type list[T any] func(cons func(T, list[T]), empty func())

func none[T any]() list[T] { return func(_ func(T, list[T]), empty func()) { empty() } }

func cons[T any](head T, tail list[T]) list[T] {
	return func(c func(T, list[T]), _ func()) { c(head, tail) }
}

func fold[T, A any](l list[T], a A, f func(A, T) A) (r A) {
	l(func(h T, t list[T]) { r = fold(t, f(a, h), f) }, func() { r = a })
	return
}

type bounce[T any] func() (T, bounce[T])

func trampoline[T any](b bounce[T]) (t T) {
	for b != nil {
		t, b = b()
	}
	return
}

func even(n int) bounce[bool] {
	return func() (bool, bounce[bool]) {
		if n == 0 {
			return true, nil
		}
		return false, func() (bool, bounce[bool]) {
			if n == 1 {
				return false, nil
			}
			return true, even(n - 2)
		}
	}
}

func compose[A, B, C any](f func(A) B, g func(B) C) func(A) C { return func(a A) C { return g(f(a)) } }

func curry[A, B, C any](f func(A, B) C) func(A) func(B) C {
	return func(a A) func(B) C { return func(b B) C { return f(a, b) } }
}

func withCPS(n int, k func(int)) {
	if n < 2 {
		k(n)
		return
	}
	withCPS(n-1, func(a int) { withCPS(n-2, func(b int) { k(a + b) }) })
}

func main() {
	three := number[int](3)
	fmt.Println(three.plus(three.succ())(func(n int) int { return n + 1 })(0), number[string](4)(func(s string) string { return s + s })("ab"))
	l := cons(1, cons(2, cons(3, none[int]())))
	fmt.Println(fold(l, 0, func(a, b int) int { return a*10 + b }), fold(l, "", func(s string, n int) string { return fmt.Sprint(n, s) }))
	fmt.Println(trampoline(even(100001)), trampoline(even(100000)))
	words := compose(strings.Fields, func(s []string) int { return len(s) })
	shout := compose(compose(strings.TrimSpace, strings.ToUpper), func(s string) string { return curry(strings.Repeat)("-")(3) + s })
	fmt.Println(words(" a b c "), shout(" x "))
	withCPS(15, func(n int) { fmt.Println("fib", n) })
	fs := []func(int) int{func(n int) int { return n + 1 }, func(n int) int { return n * 2 }}
	slices.Reverse(fs)
	all := fs[0]
	for _, f := range fs[1:] {
		all = compose(all, f)
	}
	fmt.Println(all(5), func(f func(func(int) int, int) int) int { return f(all, 1) }(func(f func(int) int, n int) int { return f(f(n)) }))
}
