// The three shapes of iterator, variables assigned rather than declared, values discarded.
package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

type point struct{ x, y int }

type path []point

func (p path) All(yield func(int, point) bool) {
	for i, q := range p {
		if !yield(i, q) {
			return
		}
	}
}

func (p path) Steps(yield func() bool) {
	for range p {
		if !yield() {
			return
		}
	}
}

func (p path) Points(yield func(point) bool) {
	p.All(func(_ int, q point) bool { return yield(q) })
}

func main() {
	p := path{{1, 2}, {3, 4}, {5, 6}}
	steps := 0
	for range p.Steps {
		steps++
	}
	var at struct {
		index int
		point
	}
	for at.index, at.point = range p.All {
		if at.x == 3 {
			break
		}
	}
	fmt.Println(steps, at)
	var trail [3]point
	i := 0
	for trail[i%3] = range p.Points {
		i++
	}
	fmt.Println(trail, i)
	for i := range p.All {
		fmt.Print(i, " ")
	}
	fmt.Println()
	m := map[string]int{"b": 2, "a": 1, "c": 3}
	for _, k := range slices.Backward(slices.Sorted(maps.Keys(m))) {
		fmt.Print(k, m[k], " ")
	}
	for part := range strings.SplitSeq("x,y,z", ",") {
		fmt.Print(part, ";")
	}
	for line := range strings.Lines("one\ntwo") {
		fmt.Printf("%q", line)
	}
	fmt.Println()
}
