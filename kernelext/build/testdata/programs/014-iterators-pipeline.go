// Lazy pipelines: map, filter, take, chunk, window, with generic aliases.
package main

import (
	"fmt"
	"iter"
	"slices"
	"strings"
)

type seq[T any] iter.Seq[T]

func from(start int) seq[int] {
	return func(yield func(int) bool) {
		for i := start; yield(i); i++ {
		}
	}
}

func (s seq[T]) filter(keep func(T) bool) seq[T] {
	return func(yield func(T) bool) {
		for v := range s {
			if keep(v) && !yield(v) {
				return
			}
		}
	}
}

func (s seq[T]) take(n int) seq[T] {
	return func(yield func(T) bool) {
		for i, v := range enumerate(s) {
			if i == n || !yield(v) {
				return
			}
		}
	}
}

func mapped[T, U any](s seq[T], f func(T) U) seq[U] {
	return func(yield func(U) bool) {
		s(func(v T) bool { return yield(f(v)) })
	}
}

func enumerate[T any](s seq[T]) iter.Seq2[int, T] {
	return func(yield func(int, T) bool) {
		i := 0
		for v := range s {
			if !yield(i, v) {
				return
			}
			i++
		}
	}
}

func main() {
	even := from(1).filter(func(i int) bool { return i%2 == 0 })
	stars := mapped(even.take(4), func(i int) string { return strings.Repeat("*", i) })
	for i, s := range enumerate(stars) {
		fmt.Println(i, s)
	}
	fmt.Println(slices.Collect(iter.Seq[int](even.take(3))), slices.Collect(iter.Seq[string](stars.take(1))))
	for chunk := range slices.Chunk(slices.Collect(iter.Seq[int](from(10).take(5))), 2) {
		fmt.Print(chunk, len(chunk), cap(chunk), " ")
	}
	fmt.Println(slices.Collect(iter.Seq[int](from(0).take(0))) == nil)
}
