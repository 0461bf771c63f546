// A doubly linked generic list with iterators both ways and removal.
package main

import (
	"fmt"
	"iter"
	"slices"
)

type element[T any] struct {
	next, prev *element[T]
	list       *linked[T]
	Value      T
}

type linked[T any] struct {
	root element[T]
	size int
}

func newLinked[T any](values ...T) *linked[T] {
	l := new(linked[T])
	l.root.next, l.root.prev = &l.root, &l.root
	for _, v := range values {
		l.after(l.root.prev, v)
	}
	return l
}

func (l *linked[T]) after(at *element[T], v T) *element[T] {
	e := &element[T]{next: at.next, prev: at, list: l, Value: v}
	at.next.prev, at.next = e, e
	l.size++
	return e
}

func (e *element[T]) remove() T {
	e.prev.next, e.next.prev = e.next, e.prev
	e.next, e.prev = nil, nil
	e.list.size--
	return e.Value
}

func (l *linked[T]) forward() iter.Seq[*element[T]] {
	return func(yield func(*element[T]) bool) {
		for e := l.root.next; e != &l.root; {
			next := e.next
			if !yield(e) {
				return
			}
			e = next
		}
	}
}

func (l *linked[T]) backward(yield func(T) bool) {
	for e := l.root.prev; e != &l.root && yield(e.Value); e = e.prev {
	}
}

func main() {
	l := newLinked(1, 2, 3, 4, 5, 6)
	for e := range l.forward() {
		if e.Value%2 == 0 {
			fmt.Print("-", e.remove(), " ")
		}
	}
	l.after(l.root.next, 99)
	fmt.Println(l.size, slices.Collect(l.backward))
}
