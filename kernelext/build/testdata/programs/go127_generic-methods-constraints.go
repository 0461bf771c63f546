//go:build go1.27

// Generic methods with constraints, in generic functions, closures, recursion, go and defer.
package main

import (
	"cmp"
	"fmt"
	"slices"
)

type set[T comparable] map[T]bool

func (s set[T]) sorted[K cmp.Ordered](key func(T) K) (all []T) {
	for x := range s {
		all = append(all, x)
	}
	slices.SortFunc(all, func(a, b T) int { return cmp.Compare(key(a), key(b)) })
	return
}

func (s set[T]) each[R comparable](f func(T) R) set[R] {
	r := set[R]{}
	for x, in := range s {
		r[f(x)] = in
	}
	return r
}

type scale[F any] struct{ from F }

type into[F, T any] interface{ convert(F) T }

func (s scale[F]) to[T into[F, T]]() (t T) { return t.convert(s.from) } // the receiver's type is in the constraint

type metres float64

func (metres) convert(f float64) metres { return metres(f * 0.3048) }

type tree[T any] struct {
	left, right *tree[T]
	value       T
}

func (t *tree[T]) walk[A any](a A, visit func(A, T, int) A, depth int) A {
	if t == nil {
		return a
	}
	return t.right.walk(visit(t.left.walk(a, visit, depth+1), t.value, depth), visit, depth+1)
}

func ends[T comparable, K cmp.Ordered](s set[T], key func(T) K) (first, last T) {
	defer func(sorted func(func(T) K) []T) { first = sorted(key)[0] }(s.sorted)
	sorted := s.sorted[K]
	return first, sorted(key)[len(s)-1]
}

func main() {
	s := set[string]{"pear": true, "fig": true, "banana": true}
	fmt.Println(s.sorted(func(x string) int { return len(x) }), s.sorted(func(x string) string { return x }))
	fmt.Println(s.each(func(x string) byte { return x[1] }).sorted(func(b byte) int { return -int(b) }))
	fmt.Println(ends(s, func(x string) string { return x[1:] }))
	fmt.Printf("%.3f\n", scale[float64]{10}.to[metres]())
	t := &tree[int]{&tree[int]{nil, nil, 1}, &tree[int]{&tree[int]{nil, nil, 3}, nil, 4}, 2}
	fmt.Println(t.walk("", func(a string, n, depth int) string { return fmt.Sprint(a, " ", n, "@", depth) }, 0))
	halves := make(chan []float64)
	go func() {
		halves <- t.walk(nil, func(a []float64, n, _ int) []float64 { return append(a, float64(n)/2) }, 0)
	}()
	fmt.Println(<-halves)
}
