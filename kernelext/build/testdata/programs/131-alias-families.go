// Aliases with parameters in methods, constraints, embedded fields and across generic instantiations; identical types.
package main

import (
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
)

type (
	pairOf[A, B any] = struct {
		a A
		b B
	}
	swapped[A, B any]             = pairOf[B, A]
	multimap[K comparable, V any] = map[K]seqOf[V]
	seqOf[T any]                  = []T
	fallible[T any]               = func() (T, error)
	stringly                      = multimap[string, string]
	selfPair[T any]               = pairOf[T, *T]
	plain                         = wrapper[int]
	orErr[T any]                  = either[T, error]
)

type wrapper[T any] struct{ seqOf[T] }

type either[L, R any] struct {
	left  *L
	right *R
}

func double(w plain) (out plain) {
	for _, x := range w.seqOf {
		out.seqOf = append(out.seqOf, 2*x)
	}
	return
}

func run[T any](f fallible[T]) (e orErr[T]) {
	v, err := f()
	if err != nil {
		return orErr[T]{right: &err}
	}
	return either[T, error]{&v, nil}
}

func (e either[L, R]) match(l func(L), r func(R)) {
	if e.left != nil {
		l(*e.left)
	} else {
		r(*e.right)
	}
}

func invert[K, V comparable](m multimap[K, V]) multimap[V, K] {
	out := make(multimap[V, K])
	for k, vs := range m {
		for _, v := range vs {
			out[v] = append(out[v], k)
		}
	}
	return out
}

func flip[A, B any](p pairOf[A, B]) swapped[A, B] { return swapped[A, B]{p.b, p.a} }

func each[M ~multimap[K, V], K comparable, V any](m M, less func(K, K) int) iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for _, k := range slices.SortedFunc(maps.Keys(m), less) {
			for _, v := range m[k] {
				if !yield(k, v) {
					return
				}
			}
		}
	}
}

type named map[string][]int

func main() {
	var s stringly = map[string][]string{"x": {"1", "2"}, "y": {"1"}}
	inv := invert(s)
	slices.Sort(inv["1"])
	fmt.Printf("%T %v\n", inv, inv)
	p := pairOf[int, string]{1, "one"}
	fmt.Printf("%v %T %t\n", flip(p), flip(p), flip(flip(p)) == p)
	fmt.Println(double(plain{[]int{1, 2}}), wrapper[string]{seqOf[string]{"s"}})
	for _, f := range []fallible[float64]{func() (float64, error) { return 1.5, nil }, func() (float64, error) { return 0, errors.New("bad") }} {
		run(f).match(func(v float64) { fmt.Println("left", v) }, func(err error) { fmt.Println("right", err) })
	}
	for k, v := range each(named{"b": {3}, "a": {1, 2}}, func(x, y string) int { return -1 * len(x+y) * map[bool]int{true: 1, false: -1}[x < y] }) {
		fmt.Print(k, v, " ")
		if v == 1 {
			continue
		}
	}
	n := 5
	sp := selfPair[int]{n, &n}
	*sp.b++
	fmt.Printf("%d %d %T %T\n", sp.a, *sp.b, orErr[int]{}, any(plain{}) == any(n))
}
