// container/heap with an updatable queue: Dijkstra's shortest paths.
package main

import (
	"container/heap"
	"fmt"
	"math"
	"strings"
)

type item struct {
	node  string
	dist  int
	index int
}

type frontier []*item

func (f frontier) Len() int           { return len(f) }
func (f frontier) Less(i, j int) bool { return f[i].dist < f[j].dist }
func (f frontier) Swap(i, j int) {
	f[i], f[j] = f[j], f[i]
	f[i].index, f[j].index = i, j
}
func (f *frontier) Push(x any) {
	it := x.(*item)
	it.index = len(*f)
	*f = append(*f, it)
}
func (f *frontier) Pop() any {
	old := *f
	it := old[len(old)-1]
	*f, old[len(old)-1] = old[:len(old)-1], nil
	return it
}

type graph map[string]map[string]int

func (g graph) shortest(from, to string) (path []string, dist int) {
	items, prev, f := map[string]*item{}, map[string]string{}, &frontier{}
	for n := range g {
		items[n] = &item{node: n, dist: math.MaxInt}
	}
	items[from].dist = 0
	heap.Push(f, items[from])
	for f.Len() > 0 {
		at := heap.Pop(f).(*item)
		for next, w := range g[at.node] {
			n := items[next]
			if d := at.dist + w; d < n.dist {
				fresh := n.dist == math.MaxInt
				n.dist, prev[next] = d, at.node
				if fresh {
					heap.Push(f, n)
				} else {
					heap.Fix(f, n.index)
				}
			}
		}
	}
	for n := to; n != from; n = prev[n] {
		path = append([]string{n}, path...)
	}
	return append([]string{from}, path...), items[to].dist
}

func main() {
	g := graph{"a": {"b": 7, "c": 9, "f": 14}, "b": {"c": 10, "d": 15}, "c": {"d": 11, "f": 2}, "d": {"e": 6}, "f": {"e": 9}, "e": {}}
	path, dist := g.shortest("a", "e")
	fmt.Println(strings.Join(path, " -> "), dist)
}
