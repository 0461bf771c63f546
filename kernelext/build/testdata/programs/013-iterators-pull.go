// iter.Pull and Pull2: next, stop, stopping early, panics through next.
package main

import (
	"fmt"
	"iter"
	"maps"
	"slices"
)

func zip[A, B any](a iter.Seq[A], b iter.Seq[B]) iter.Seq2[A, B] {
	return func(yield func(A, B) bool) {
		nextA, stopA := iter.Pull(a)
		defer stopA()
		nextB, stopB := iter.Pull(b)
		defer stopB()
		for {
			x, okA := nextA()
			y, okB := nextB()
			if !okA || !okB || !yield(x, y) {
				return
			}
		}
	}
}

func fibonacci(yield func(int) bool) {
	defer fmt.Println("fibonacci ends")
	for a, b := 0, 1; yield(a); a, b = b, a+b {
	}
}

func broken(yield func(int) bool) {
	yield(1)
	panic("broken iterator")
}

func main() {
	for n, w := range zip(fibonacci, slices.Values([]string{"zero", "one", "one", "two"})) {
		fmt.Println(n, w)
	}
	next, stop := iter.Pull2(maps.All(map[string]int{"only": 1}))
	fmt.Println(next())
	fmt.Println(next())
	stop()
	fmt.Println(next())

	pull, halt := iter.Pull(broken)
	fmt.Println(pull())
	func() {
		defer func() { fmt.Println("recovered:", recover()) }()
		pull()
	}()
	fmt.Println(pull())
	halt()

	merged := func(a, b iter.Seq[int]) (out []int) {
		for x, y := range zip(a, b) {
			out = append(out, min(x, y), max(x, y))
		}
		return
	}
	fmt.Println(merged(slices.Values([]int{3, 1}), slices.Values([]int{2, 4, 9})))
}
