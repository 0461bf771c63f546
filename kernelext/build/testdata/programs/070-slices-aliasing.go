// Slices: aliasing, growth, three-index slices, copy, conversion to arrays, nil and empty.
package main

import "fmt"

func grow(s []int) []int { return append(s, 99) }

func window(s []int, k int) (out [][]int) {
	for i := 0; i+k <= len(s); i++ {
		out = append(out, s[i:i+k:i+k])
	}
	return
}

func split(s []string, i int) (a, b []string) { return s[:i:i], s[i:] }

func main() {
	a := make([]int, 3, 4)
	b := grow(a)
	c := append(a, 5)
	fmt.Println(a, b, c, len(a), cap(b))
	c = append(c, 6)
	c[0] = 1
	fmt.Println(a, b, c)
	s := []string{"x", "y", "z"}
	l, r := split(s, 1)
	l = append(l, "new")
	r = append(r[:0], "Y")
	fmt.Println(s, l, r, len(r), cap(r))
	w := window([]int{1, 2, 3, 4}, 2)
	w[0] = append(w[0], 100)
	w[1][0] = 20
	fmt.Println(w)
	arr := [5]int{1, 2, 3, 4, 5}
	view := arr[1:4]
	other := arr
	view[0] = 200
	p := (*[2]int)(view)
	p[1] = 300
	copied := [3]int(view)
	copied[2] = 400
	fmt.Println(arr, other, copied, view, cap(view))
	fmt.Println(copy(arr[1:], arr[:]), arr, copy(view, []int{7}), copy(make([]byte, 2), "xyz"))
	var none []int
	empty := []int{}
	fmt.Println(none == nil, empty == nil, len(none[0:]), none[:0] == nil, append(none, empty...) == nil, append([]int(nil), none...) == nil)
	grid := [][]rune{[]rune("ab"), []rune("cd")}
	shallow := append([][]rune(nil), grid...)
	shallow[0][0] = 'X'
	shallow[1] = []rune("new")
	fmt.Printf("%c %c\n", grid, shallow)
	for i, v := range arr {
		arr[4-i] = v
	}
	fmt.Println(arr)
	q := []int{1, 2, 3}
	for i, v := range q {
		q = append(q, v*10)
		q[i]++
	}
	fmt.Println(q)
	q = append(q[:1], q[2:]...)
	clear(q[:2])
	fmt.Println(q, q[len(q):], append(q[:0:0], q[3:]...))
	m := [...]string{2: "c", 0: "a", 4: "e"}
	fmt.Printf("%q %d %v\n", m, len(m), m[:2:3])
}
