// Anonymous structs: tables of cases, identity, conversion, embedded, in maps and channels.
package main

import (
	"encoding/json"
	"fmt"
)

var config struct {
	Net struct {
		Host string
		Port int
	}
	Limits []struct {
		Name string
		Max  int
	}
}

type point struct{ X, Y int }

func bounds(ps ...struct{ X, Y int }) (r struct{ Min, Max point }) {
	r.Min, r.Max = ps[0], ps[0]
	for _, p := range ps[1:] {
		r.Min.X, r.Min.Y = min(r.Min.X, p.X), min(r.Min.Y, p.Y)
		r.Max.X, r.Max.Y = max(r.Max.X, p.X), max(r.Max.Y, p.Y)
	}
	return
}

func main() {
	config.Net.Host = "h"
	config.Limits = append(config.Limits, struct {
		Name string
		Max  int
	}{"cpu", 2})
	config.Limits[0].Max++
	fmt.Printf("%+v\n", config)
	for _, c := range []struct {
		name string
		f    func(a, b int) int
		want int
	}{
		{"add", func(a, b int) int { return a + b }, 9},
		{name: "sub", f: func(a, b int) int { return a - b }, want: 0},
	} {
		got := c.f(6, 3)
		fmt.Printf("%s %d %t\n", c.name, got, got == c.want)
	}
	p := point{3, 1}
	var q struct{ X, Y int } = p
	q.X = -1
	p = q
	fmt.Println(p == q, bounds(p, point{5, 5}, q), any(p) == any(q), any(struct{ X, Y int }(p)) == any(q))
	seen := map[struct{ a, b string }]int{{"x", "y"}: 1}
	seen[struct{ a, b string }{"x", "y"}]++
	ch := make(chan struct {
		id  int
		err error
	}, 1)
	ch <- struct {
		id  int
		err error
	}{id: 4}
	r := <-ch
	fmt.Println(seen, r.id, r.err)
	var in struct {
		A int `json:"a"`
		B []struct{ C *string }
	}
	json.Unmarshal([]byte(`{"a":1,"B":[{"C":"deep"},{}]}`), &in)
	fmt.Printf("%d %s %v %T\n", in.A, *in.B[0].C, in.B[1].C, in)
	fmt.Printf("%#v %T\n", q, struct {
		point
		error
	}{})
}
