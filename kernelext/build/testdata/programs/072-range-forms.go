// range over integers, strings, arrays, pointers to arrays, channels, maps, functions.
package main

import (
	"fmt"
	"slices"
)

type count uint8

type letters string

func calls(n *int) []int { *n++; return []int{1, 2, 3} }

func main() {
	for i := range 3 {
		i *= 2
		fmt.Print(i, " ")
	}
	for i := range count(3) {
		fmt.Printf("%T%d ", i, i)
	}
	const n = 2
	for range n {
		fmt.Print("x")
	}
	var i int8
	for i = range 100 {
		if i == 50 {
			break
		}
	}
	for range -5 {
		fmt.Print("never")
	}
	fmt.Println(i)
	for i, r := range letters("añ") {
		fmt.Print(i, string(r), " ")
	}
	arr := [3]int{1, 2, 3}
	for i, v := range arr {
		arr[2] = 10
		fmt.Print(v, arr[i], " ")
	}
	for i, v := range &arr {
		arr[2] = 20
		fmt.Print(i, v, " ")
	}
	for i := range (*[4]string)(nil) {
		fmt.Print(i)
	}
	fmt.Println()
	times := 0
	for range calls(&times) {
	}
	ch := make(chan int, 3)
	for i := range cap(ch) {
		ch <- i * i
	}
	close(ch)
	for v := range ch {
		fmt.Print(v, " ")
	}
	fmt.Println(times)
	m := map[string][]int{"a": {1}, "b": {2, 3}}
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	sum := 0
	for _, k := range keys {
		for _, sum = range m[k] {
		}
	}
	var at [2]struct{ k, v int }
	for at[0].k, at[1].v = range []int{5, 6} {
	}
	fmt.Println(keys, sum, at)
}
