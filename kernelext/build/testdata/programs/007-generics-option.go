// Option and result types: zero values, chaining, errors.
package main

import (
	"errors"
	"fmt"
	"strconv"
)

type option[T any] struct {
	value T
	set   bool
}

func some[T any](v T) option[T] { return option[T]{v, true} }

func none[T any]() option[T] { return option[T]{} }

func (o option[T]) or(other T) T {
	if o.set {
		return o.value
	}
	return other
}

func (o option[T]) String() string {
	return map[bool]string{true: fmt.Sprintf("some(%v)", o.value), false: "none"}[o.set]
}

type result[T any] struct {
	T   T
	err error
}

func try[T any](v T, err error) result[T] { return result[T]{v, err} }

func then[T, U any](r result[T], f func(T) (U, error)) result[U] {
	if r.err != nil {
		return result[U]{err: fmt.Errorf("after %T: %w", r.T, r.err)}
	}
	return try(f(r.T))
}

var errOdd = errors.New("odd")

func half(n int) (int, error) {
	if n%2 != 0 {
		return 0, errOdd
	}
	return n / 2, nil
}

func first[T any](xs []T, keep func(T) bool) option[T] {
	for _, x := range xs {
		if keep(x) {
			return some(x)
		}
	}
	return none[T]()
}

func main() {
	fmt.Println(some(3), none[string](), none[float64]().or(2.5), some(some("in")))
	fmt.Println(first([]int{1, 4, 6}, func(i int) bool { return i > 3 }), first([]string{}, func(string) bool { return true }))
	for _, s := range []string{"12", "6", "x"} {
		r := then(then(try(strconv.Atoi(s)), half), half)
		fmt.Println(r.T, r.err, errors.Is(r.err, errOdd), errors.Is(r.err, strconv.ErrSyntax))
	}
	fmt.Printf("%T %+v\n", try(1, nil), then(try('a', nil), func(r rune) (string, error) { return string(r), nil }))
}
