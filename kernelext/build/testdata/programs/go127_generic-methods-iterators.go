//go:build go1.27

// Generic methods make chains of iterators, options and builders that functions had to nest.
package main

import (
	"fmt"
	"iter"
	"slices"
	"strings"
)

type stream[T any] iter.Seq[T]

func from[T any](xs ...T) stream[T] { return stream[T](slices.Values(xs)) }

func (s stream[T]) apply[U any](f func(T) U) stream[U] {
	return func(yield func(U) bool) {
		for x := range s {
			if !yield(f(x)) {
				return
			}
		}
	}
}

func (s stream[T]) where(keep func(T) bool) stream[T] {
	return func(yield func(T) bool) {
		s(func(x T) bool { return !keep(x) || yield(x) })
	}
}

func (s stream[T]) with[U any](t stream[U]) iter.Seq2[T, U] {
	return func(yield func(T, U) bool) {
		next, stop := iter.Pull(iter.Seq[U](t))
		defer stop()
		for x := range s {
			if y, ok := next(); !ok || !yield(x, y) {
				return
			}
		}
	}
}

type option[T any] struct {
	value T
	ok    bool
}

func some[T any](x T) option[T] { return option[T]{x, true} }

func (o option[T]) then[U any](f func(T) option[U]) (none option[U]) {
	if o.ok {
		return f(o.value)
	}
	return
}

func main() {
	upper := from("go", "gopher", "kernel").apply(strings.ToUpper)
	lengths := upper.where(func(s string) bool { return s[0] == 'G' }).apply(func(s string) int { return len(s) })
	fmt.Println(slices.Collect(iter.Seq[int](lengths)))
	for s, n := range upper.with(lengths.apply(func(n int) float64 { return float64(n) / 4 })) {
		fmt.Println(s, n)
	}
	for x := range upper.apply[any](func(s string) any { return s[1:] }) {
		fmt.Printf("%v ", x)
		break
	}
	half := func(n int) (none option[float64]) {
		if n%2 != 0 {
			return
		}
		return some(float64(n) / 2)
	}
	text := func(f float64) option[string] { return some(fmt.Sprintf("%.1f", f)) }
	fmt.Printf("%+v %+v\n", some(6).then(half).then(text), some(5).then(half).then(text))
}
