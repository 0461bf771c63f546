//go:build go1.27

// maphash.Hasher and ComparableHasher: hash tables and filters with an equality of one's own.
package main

import (
	"fmt"
	"hash/maphash"
	"slices"
	"strings"
)

type table[K, V any, H maphash.Hasher[K]] struct {
	hasher  H
	seed    maphash.Seed
	buckets [8][]entry[K, V]
	n       int
}

type entry[K, V any] struct {
	key   K
	value V
}

func newTable[K, V any, H maphash.Hasher[K]](h H) *table[K, V, H] {
	return &table[K, V, H]{hasher: h, seed: maphash.MakeSeed()}
}

func (t *table[K, V, H]) at(k K) *V {
	var h maphash.Hash
	h.SetSeed(t.seed)
	t.hasher.Hash(&h, k)
	b := &t.buckets[h.Sum64()%8]
	for i := range *b {
		if t.hasher.Equal((*b)[i].key, k) {
			return &(*b)[i].value
		}
	}
	*b = append(*b, entry[K, V]{key: k})
	t.n++
	return &(*b)[len(*b)-1].value
}

type folded struct{}

func (folded) Hash(h *maphash.Hash, s string) { h.WriteString(strings.ToLower(s)) }
func (folded) Equal(a, b string) bool         { return strings.ToLower(a) == strings.ToLower(b) }

type sequence struct{ maphash.ComparableHasher[int] } // slices are no keys of maps

func (s sequence) Hash(h *maphash.Hash, xs []int) {
	for _, x := range xs {
		s.ComparableHasher.Hash(h, x)
	}
}
func (sequence) Equal(a, b []int) bool { return slices.Equal(a, b) }

type point struct{ x, y any }

func main() {
	words := newTable[string, int](folded{})
	for w := range strings.FieldsSeq("Go go GO gopher Gopher x") {
		*words.at(w)++
	}
	fmt.Println(words.n, *words.at("gO"), *words.at("GOPHER"), *words.at("X"))
	sums := newTable[[]int, string](sequence{})
	*sums.at([]int{1, 2}) = "one, two"
	*sums.at([]int{}) += "empty"
	fmt.Println(*sums.at(append([]int(nil), 1, 2)), *sums.at(nil), sums.n)
	points := newTable[point, bool](maphash.ComparableHasher[point]{})
	*points.at(point{1, "a"}) = true
	fmt.Println(*points.at(point{1, "a"}), *points.at(point{1.0, "a"}), points.n)
	var h maphash.Hasher[float64] = maphash.ComparableHasher[float64]{}
	zero := 0.0
	fmt.Println(h.Equal(zero, -zero), h.Equal(zero/zero, zero/zero))
	func() {
		defer func() { fmt.Println("panics:", recover() != nil) }()
		points.at(point{x: []int{}})
	}()
}
