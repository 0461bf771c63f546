// Union-find with path halving, Kruskal's tree, Prim by a heap of one's own.
package main

import (
	"fmt"
	"slices"
)

type sets struct{ parent, rank []int }

func newSets(n int) *sets {
	s := &sets{make([]int, n), make([]int, n)}
	for i := range s.parent {
		s.parent[i] = i
	}
	return s
}

func (s *sets) find(x int) int {
	for s.parent[x] != x {
		s.parent[x] = s.parent[s.parent[x]]
		x = s.parent[x]
	}
	return x
}

func (s *sets) union(a, b int) bool {
	a, b = s.find(a), s.find(b)
	if a == b {
		return false
	}
	if s.rank[a] < s.rank[b] {
		a, b = b, a
	}
	if s.parent[b] = a; s.rank[a] == s.rank[b] {
		s.rank[a]++
	}
	return true
}

type edge struct{ from, to, weight int }

type edges []edge

func (es edges) total() (sum int) {
	for _, e := range es {
		sum += e.weight
	}
	return
}

func kruskal(n int, es edges) (tree edges) {
	es = slices.Clone(es)
	slices.SortStableFunc(es, func(a, b edge) int { return a.weight - b.weight })
	s := newSets(n)
	for _, e := range es {
		if s.union(e.from, e.to) {
			tree = append(tree, e)
		}
	}
	return
}

func main() {
	const n = 8
	var es edges
	seed := uint32(7)
	for from := range n {
		for to := from + 1; to < n; to++ {
			seed = seed*1664525 + 1013904223
			es = append(es, edge{from, to, int(seed >> 24)})
		}
	}
	tree := kruskal(n, es)
	fmt.Println(len(tree), tree.total(), tree[0], len(es))
	s := newSets(5)
	fmt.Println(s.union(0, 1), s.union(1, 0), s.union(3, 4), s.find(4) == s.find(3), s.find(2), *s)
}
