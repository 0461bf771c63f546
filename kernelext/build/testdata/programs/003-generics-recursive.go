// Generic types that mention themselves: trees, constraints on oneself.
package main

import (
	"fmt"
	"strings"
)

type tree[T any] struct {
	left, right *tree[T]
	value       T
}

func (t *tree[T]) insert(v T, less func(a, b T) bool) *tree[T] {
	switch {
	case t == nil:
		return &tree[T]{value: v}
	case less(v, t.value):
		t.left = t.left.insert(v, less)
	default:
		t.right = t.right.insert(v, less)
	}
	return t
}

func (t *tree[T]) walk(visit func(depth int, v T)) {
	var down func(t *tree[T], depth int)
	down = func(t *tree[T], depth int) {
		if t != nil {
			down(t.left, depth+1)
			visit(depth, t.value)
			down(t.right, depth+1)
		}
	}
	down(t, 0)
}

type ordered[T any] interface{ Less(T) bool }

type version struct{ major, minor int }

func (v version) Less(w version) bool {
	return v.major < w.major || v.major == w.major && v.minor < w.minor
}

func largest[T ordered[T]](first T, rest ...T) T {
	for _, x := range rest {
		if first.Less(x) {
			first = x
		}
	}
	return first
}

type node[K comparable] struct{ children map[K]*node[K] }

func main() {
	var t *tree[string]
	for _, w := range strings.Fields("the quick brown fox jumps over the lazy dog") {
		t = t.insert(w, func(a, b string) bool { return a < b })
	}
	t.walk(func(depth int, v string) { fmt.Printf("%s%s\n", strings.Repeat(". ", depth), v) })
	fmt.Println(largest(version{1, 2}, version{2, 0}, version{1, 9}))
	n := node[byte]{map[byte]*node[byte]{'a': {}}}
	fmt.Printf("%T %d %v\n", n, len(n.children), n.children['a'].children == nil)
}
