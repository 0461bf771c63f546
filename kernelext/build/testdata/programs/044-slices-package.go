// package slices: sorting, searching, deleting, comparing, iterating.
package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

type fruit struct {
	name string
	n    int
}

func main() {
	fs := []fruit{{"pear", 3}, {"fig", 9}, {"apple", 3}, {"kiwi", 1}}
	slices.SortFunc(fs, func(a, b fruit) int {
		return cmp.Or(-cmp.Compare(a.n, b.n), strings.Compare(a.name, b.name))
	})
	fmt.Println(fs)
	i, ok := slices.BinarySearchFunc(fs, 3, func(f fruit, n int) int { return n - f.n })
	fmt.Println(i, ok, slices.IndexFunc(fs, func(f fruit) bool { return f.name == "kiwi" }), slices.Contains(fs, fruit{"fig", 9}))
	xs := []int{1, 1, 2, 3, 3, 3, 4}
	ys := slices.Clone(xs)
	ys = slices.Compact(ys)
	ys = slices.Insert(ys, 1, 10, 11)
	ys = slices.Delete(ys, 3, 5)
	ys = slices.Replace(ys, 0, 1, 7, 8)
	fmt.Println(xs, ys, slices.Max(ys), slices.Equal(xs, ys), slices.Compare(xs, ys))
	fmt.Println(slices.Repeat([]string{"ab", "c"}, 2), slices.Concat(xs[:1], ys[:1], nil), slices.Grow([]int{}, 10) != nil)
	slices.Reverse(xs)
	fmt.Println(xs, slices.IsSorted(xs), slices.IsSortedFunc(xs, func(a, b int) int { return b - a }))
	tail := slices.DeleteFunc(xs[2:], func(x int) bool { return x == 3 })
	fmt.Println(tail, xs)
	fmt.Println(slices.Sorted(slices.Values([]string{"b", "a"})), slices.SortedFunc(slices.Values(ys), func(a, b int) int { return cmp.Compare(b, a) }))
	for i, v := range slices.Backward(ys) {
		fmt.Print(i, v, " ")
	}
	for c := range slices.Chunk([]rune("abcde"), 2) {
		fmt.Print(string(c), "|")
	}
	fmt.Println(slices.MinFunc(fs, func(a, b fruit) int { return cmp.Compare(len(a.name), len(b.name)) }))
	defer func() { fmt.Println(recover()) }()
	slices.Insert(xs, 99, 1)
}
