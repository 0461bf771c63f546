// Graphs: breadth first, depth first, topological order, cycles, components, generic nodes.
package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

type graph[N cmp.Ordered] map[N][]N

var errCycle = errors.New("cycle")

func (g graph[N]) nodes() []N {
	var ns []N
	for n, next := range g {
		ns = append(append(ns, n), next...)
	}
	slices.Sort(ns)
	return slices.Compact(ns)
}

func (g graph[N]) sorted() (order []N, err error) {
	const (
		fresh = iota
		active
		done
	)
	state := map[N]int{}
	var visit func(N) error
	visit = func(n N) error {
		switch state[n] {
		case active:
			return fmt.Errorf("%w through %v", errCycle, n)
		case done:
			return nil
		}
		state[n] = active
		defer func() { state[n] = done }()
		for _, next := range g[n] {
			if err := visit(next); err != nil {
				return err
			}
		}
		order = append(order, n)
		return nil
	}
	for _, n := range g.nodes() {
		if err := visit(n); err != nil {
			return nil, err
		}
	}
	slices.Reverse(order)
	return order, nil
}

func (g graph[N]) path(from, to N) (path []N) {
	prev := map[N]N{from: from}
	for queue := []N{from}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		if at == to {
			for ; at != from; at = prev[at] {
				path = append(path, at)
			}
			path = append(path, from)
			slices.Reverse(path)
			return
		}
		for _, next := range g[at] {
			if _, seen := prev[next]; !seen {
				prev[next] = at
				queue = append(queue, next)
			}
		}
	}
	return nil
}

func main() {
	g := graph[string]{"shirt": {"tie", "belt"}, "tie": {"jacket"}, "pants": {"shoes", "belt"}, "belt": {"jacket"}, "socks": {"shoes"}}
	fmt.Println(g.sorted())
	fmt.Println(g.path("shirt", "jacket"), g.path("socks", "tie") == nil)
	loop := graph[int]{1: {2}, 2: {3}, 3: {1}, 4: nil}
	_, err := loop.sorted()
	fmt.Println(err, errors.Is(err, errCycle), loop.path(2, 1))
}
