//go:build go1.27

// Keys of struct literals that name the fields of embedded structs, at any depth.
package main

import (
	"fmt"
	"image"
	"net/url"
)

type animal struct {
	Name string
	legs int
	habitat
}

type habitat struct{ place, Food string }

type generic[T any] struct{ Value, other T }

type pet struct {
	animal
	generic[[]int]
	Owner string
	legs  string // hides animal's
}

type short = habitat

type aliased struct {
	short
	deep struct{ animal }
}

type holder[T any] struct {
	generic[T]
	*url.URL // a pointer's fields are no keys
	n        int
}

func say[T any](s string, x T) T { fmt.Print(s, " "); return x }

func make2[T any](a, b T) holder[T] { return holder[T]{other: b, n: 2, Value: a} }

func main() {
	p := pet{Name: "Rex", place: "house", Owner: "Ann", legs: "four", Value: []int{1, 2}}
	fmt.Printf("%+v\n", p)
	q := &pet{animal: animal{Name: "Tom", Food: "mice"}, other: []int{}} // one of an embedded struct, or the struct
	fmt.Printf("%+v %t\n", *q, p.habitat == habitat{place: "house"})

	fmt.Printf("%+v\n", []aliased{{Food: "hay"}, {short: short{"sea", "krill"}}})
	fmt.Printf("%+v\n", map[string]*animal{"x": {legs: 8, Food: "flies"}}["x"].habitat)
	fmt.Printf("%+v\n", make2("a", "b").generic)
	local := struct {
		image.Point
		image.Config
		label string
	}{label: "l", X: 3, Width: 4, Height: 5}
	fmt.Printf("%+v %v\n", local, local.Add(image.Pt(1, 1)))

	r := pet{legs: say("first", "x"), Food: say("second", "y"), Value: say("third", []int(nil)), Name: say("fourth", "z")}
	fmt.Printf("%q %v\n", r.Food+r.Name+r.legs, r.generic.Value == nil)
	type cell struct{ generic[func() int] }
	count := 0
	c := [...]cell{2: {Value: func() int { count++; return count }}}
	fmt.Println(c[2].Value()+c[2].Value(), c[0].Value == nil)
}
