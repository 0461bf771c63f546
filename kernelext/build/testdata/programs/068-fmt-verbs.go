// fmt: %T %#v %+v %v on nested values of every kind.
package main

import (
	"fmt"
	"os"
)

type point struct{ X, y int }

type shape interface{ area() int }

type (
	ids    []int
	lookup map[string]point
	code   rune
	fn     func(int, ...string) error
	pair   [2]point
)

func (p point) area() int { return p.X * p.y }

type everything struct {
	B     bool
	U     uint8
	Bytes []byte
	IDs   ids
	M     lookup
	S     shape
	Nil   shape
	E     error
	F     fn
	P     *point
	Arr   pair
	Anon  struct {
		A any `tag:"x"`
		b []any
	}
	Ch chan<- int
	C  complex64
	R  code
}

func main() {
	e := everything{Bytes: []byte("hi"), IDs: ids{1}, M: lookup{"k": {1, 2}}, S: point{3, 4}, R: 'x'}
	e.Anon.A = map[point]bool{{1, 1}: true}
	e.Anon.b = []any{nil, 1.5, "s", 'r', []string(nil), struct{}{}, [0]int{}}
	for _, format := range []string{"%v\n", "%+v\n", "%#v\n", "%T\n"} {
		fmt.Printf(format, e)
	}
	for _, v := range []any{nil, ids(nil), lookup(nil), fn(nil), (*point)(nil), &point{1, 2}, &ids{1}, &lookup{}, &pair{}, [3]bool{1: true}, []any{ids{1}}} {
		fmt.Printf("%T|%v|%+v|%#v\n", v, v, v, v)
	}
	fmt.Printf("%T %T %T %T\n", fmt.Printf, func(shape) (a, b int) { return }, make(map[chan int]interface{ shape }), []*everything{})
	fmt.Printf("%T %T %T\n", os.Stdout, struct {
		point
		n int
	}{}, new(interface{ area() int }))
	type local struct{ p *point }
	fmt.Printf("%T %+v %#v\n", local{}, local{}, []local{{}})
}
