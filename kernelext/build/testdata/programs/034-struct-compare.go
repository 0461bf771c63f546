// Comparing structs, arrays, interfaces; keys of maps; uncomparable values panic.
package main

import "fmt"

type point struct {
	x, y int
	_    string
}

type shape struct {
	points [2]point
	label  any
}

type base interface{ id() int }

type one struct{ n int }

func (o one) id() int { return o.n }

type two one

func (t *two) id() int { return t.n }

func compare(a, b any) (s string) {
	defer func() {
		if r := recover(); r != nil {
			s = fmt.Sprint("panic: ", r)
		}
	}()
	return fmt.Sprint(a == b)
}

func main() {
	p, q := point{1, 2, "a"}, point{1, 2, "b"}
	fmt.Println(p == q, shape{[2]point{p, q}, 1} == shape{[2]point{q, p}, 1}, shape{label: 1} == shape{label: int8(1)})
	fmt.Println(compare(p, q), compare(1, 1.0), compare([]int{1}, []int{1}), compare(nil, (*int)(nil)))
	fmt.Println(compare(shape{label: []int{}}, shape{label: []int{}}), compare(shape{label: func() {}}, shape{label: 1}))
	visits := map[[2]int]string{{0, 1}: "a", {1, 0}: "b"}
	visits[[...]int{0, 1}] += "!"
	byStruct := map[point]int{{x: 1}: 1}
	byStruct[point{x: 1, y: 0}]++
	byAny := map[any]string{1: "int", "1": "string", 1.0: "float", [1]int{1}: "array", one{1}: "one", nil: "nil", true: "bool"}
	fmt.Println(visits, byStruct[point{1, 0, ""}], len(byStruct), byAny[1], byAny[[1]int{1}], byAny[one{1}], byAny[nil], byAny[int8(1)] == "")
	var b1, b2 base = one{3}, one{3}
	t := &two{3}
	var b3 base = t
	fmt.Println(b1 == b2, b1 == b3, b3 == base(t), b3 == base(&two{3}), b1 == one{3}, b1.id() == b3.id())
	fmt.Println(func() (r any) {
		defer func() { r = recover() }()
		return map[any]int{[]int{}: 1}[1]
	}())
	anon := struct {
		a int
		b string
	}{1, "x"}
	type local struct {
		a int
		b string
	}
	fmt.Println(anon == local{1, "x"}, local(anon), struct{}{} == struct{}{}, [0]int{} == [0]int{})
}
