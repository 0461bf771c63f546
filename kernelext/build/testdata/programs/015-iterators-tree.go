// Recursive iterators over a tree, in three orders, left early.
package main

import (
	"fmt"
	"iter"
)

type tree struct {
	left, right *tree
	key         rune
}

func build(keys string) (t *tree) {
	for _, k := range keys {
		at := &t
		for *at != nil {
			if k < (*at).key {
				at = &(*at).left
			} else {
				at = &(*at).right
			}
		}
		*at = &tree{key: k}
	}
	return t
}

func (t *tree) inOrder(yield func(int, rune) bool) { t.down(0, yield) }

func (t *tree) down(depth int, yield func(int, rune) bool) bool {
	return t == nil ||
		t.left.down(depth+1, yield) && yield(depth, t.key) && t.right.down(depth+1, yield)
}

func (t *tree) preOrder() iter.Seq[rune] {
	return func(yield func(rune) bool) {
		if t == nil || !yield(t.key) {
			return
		}
		for _, sub := range []*tree{t.left, t.right} {
			for k := range sub.preOrder() {
				if !yield(k) {
					return
				}
			}
		}
	}
}

func main() {
	t := build("münchen")
	for depth, k := range t.inOrder {
		fmt.Printf("%c%d ", k, depth)
	}
	for k := range t.preOrder() {
		if k == 'ü' {
			break
		}
		fmt.Printf("[%c]", k)
	}
	fmt.Println()
}
