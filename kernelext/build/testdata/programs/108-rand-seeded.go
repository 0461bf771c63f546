// math/rand/v2 from given seeds: sources, permutations, shuffles, sampling, own sources.
package main

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
)

type counter uint64

func (c *counter) Uint64() uint64 {
	*c++
	return uint64(*c) * 0x9e3779b97f4a7c15
}

func pick[K cmp.Ordered](r *rand.Rand, weights map[K]int) K {
	total := 0
	for _, w := range weights {
		total += w
	}
	n := r.IntN(total)
	for _, k := range slices.Sorted(maps.Keys(weights)) {
		if n -= weights[k]; n < 0 {
			return k
		}
	}
	panic("unreachable")
}

func reservoir[T any](r *rand.Rand, items []T, k int) []T {
	kept := slices.Clone(items[:k])
	for i := k; i < len(items); i++ {
		if j := r.IntN(i + 1); j < k {
			kept[j] = items[i]
		}
	}
	return kept
}

func main() {
	r := rand.New(rand.NewPCG(1, 2))
	fmt.Println(r.IntN(100), r.IntN(100), r.Perm(6), r.Uint32(), r.Float64() < 1)
	s := strings.Split("abcdefgh", "")
	r.Shuffle(len(s), func(i, j int) { s[i], s[j] = s[j], s[i] })
	again := rand.New(rand.NewPCG(1, 2))
	fmt.Println(s, again.IntN(100), rand.N[int64](1))
	counts := map[string]int{}
	for range 1000 {
		counts[pick(r, map[string]int{"a": 1, "b": 3, "c": 6})]++
	}
	fmt.Println(counts, reservoir(r, []rune("abcdefghij"), 3))
	chacha := rand.New(rand.NewChaCha8([32]byte{1}))
	own := rand.New(new(counter))
	fmt.Println(chacha.IntN(1000), own.IntN(1000), own.Int32N(9), own.NormFloat64() > -10)
	defer func() { fmt.Println(recover()) }()
	r.IntN(0)
}
