// package maps and the map type: sorted output, deletion while ranging, NaN keys, nil maps.
package main

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

type index map[string][]int

func (ix index) add(words ...string) index {
	for i, w := range words {
		ix[w] = append(ix[w], i)
	}
	return ix
}

func invert[K, V comparable](m map[K]V) map[V]K {
	return maps.Collect(func(yield func(V, K) bool) {
		for k, v := range m {
			if !yield(v, k) {
				return
			}
		}
	})
}

func main() {
	ix := index{}.add(strings.Fields("to be or not to be")...)
	fmt.Println(ix, len(ix))
	for _, k := range slices.Sorted(maps.Keys(ix)) {
		fmt.Print(k, len(ix[k]), " ")
	}
	fmt.Println(invert(map[string]int{"one": 1, "two": 2}))
	m := map[int]bool{}
	for i := range 20 {
		m[i] = i%3 == 0
	}
	for k, keep := range m {
		if !keep {
			delete(m, k)
		}
	}
	maps.DeleteFunc(m, func(k int, _ bool) bool { return k > 12 })
	fmt.Println(m, maps.Equal(m, maps.Clone(m)))
	nan := map[float64]int{math.NaN(): 1, math.Inf(1): 2, math.Copysign(0, -1): 3}
	nan[math.NaN()] = 4
	_, ok := nan[math.NaN()]
	fmt.Println(len(nan), ok, nan[0])
	clear(nan)
	fmt.Println(len(nan))
	var none map[string]struct{ n int }
	delete(none, "x")
	fmt.Println(none["a"].n, len(none), none == nil, maps.Clone(none) == nil)
	nested := map[string]map[string]int{"a": {"x": 1}, "b": nil}
	nested["a"]["y"]++
	nested["b"] = maps.Collect(maps.All(nested["a"]))
	nested["b"]["x"] += 10
	fmt.Println(nested, slices.Max(slices.Collect(maps.Values(nested["b"]))))
	type key struct {
		s string
		n [2]int
	}
	fmt.Printf("%v %#v\n", map[key]int{{"b", [2]int{1}}: 1, {"a", [2]int{2}}: 2}, map[bool]string{true: "t", false: "f"})
}
