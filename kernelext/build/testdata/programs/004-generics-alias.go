// Generic type aliases and plain ones, and what %T calls them.
package main

import (
	"fmt"
	"maps"
	"slices"
)

type set[T comparable] = map[T]struct{}

type table[V any] = map[string][]V

type couple[A any] = struct{ First, Second A }

type visitor[T any] = func(T) bool

type ints = []int

type list[T any] struct {
	head T
	tail *list[T]
}

type words = list[string]

func newSet[T comparable](xs ...T) set[T] {
	s := set[T]{}
	for _, x := range xs {
		s[x] = struct{}{}
	}
	return s
}

func union[T comparable](a, b set[T]) set[T] {
	out := maps.Clone(a)
	maps.Copy(out, b)
	return out
}

func each[T any](l *list[T], v visitor[T]) {
	for ; l != nil && v(l.head); l = l.tail {
	}
}

func main() {
	u := union(newSet(1, 2), newSet(2, 3))
	fmt.Println(slices.Sorted(maps.Keys(u)))
	fmt.Printf("%T %T\n", u, table[couple[bool]]{})
	var plain map[int]struct{} = u
	_, ok := plain[3]
	fmt.Println(len(plain), ok)
	c := couple[int]{1, 2}
	d := struct{ First, Second int }{1, 2}
	fmt.Println(c == d, ints{1}, table[int]{"a": {1}, "b": nil})
	w := &words{"a", &words{"b", &words{"c", nil}}}
	each(w, func(s string) bool { fmt.Print(s, " "); return s != "b" })
	fmt.Printf("\n%T\n", w)
}
