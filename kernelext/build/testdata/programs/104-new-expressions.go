// new of an expression, pointers to literals, types that mention themselves in their constraint, errors.AsType.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

type adder[A adder[A]] interface{ add(A) A }

type number int

func (n number) add(m number) number { return n + m }

type vector [2]int

func (v vector) add(w vector) vector { return vector{v[0] + w[0], v[1] + w[1]} }

func sum[A adder[A]](first A, rest ...A) A {
	for _, r := range rest {
		first = first.add(r)
	}
	return first
}

type person struct {
	Name string
	Age  *int     `json:",omitempty"`
	Tall *bool    `json:"tall"`
	Rate *float64 `json:"-"`
}

func years(n int) int { return n + 1 }

func main() {
	p := person{"Ann", new(years(41)), new(true), new(1.5)}
	b, err := json.Marshal(p)
	fmt.Println(string(b), err, *p.Rate)
	x := 3
	q := new(x)
	*q++
	fmt.Printf("%d %d %T %T %T\n", x, *q, new("s"), new(int8(1)), new([]int{1}))
	fmt.Println(**new(new(years(x))), *new(struct{ A, B int }{1, 2}), len(*new(map[string]int{"a": 1})))
	fmt.Println(sum(number(1), 2, 3), sum(vector{1, 2}, vector{3, 4}))
	_, err = os.Open("/nowhere/at/all")
	if e, ok := errors.AsType[*fs.PathError](fmt.Errorf("reading: %w", err)); ok {
		fmt.Println(e.Op, e.Path, errors.Is(e, fs.ErrNotExist))
	}
	_, ok := errors.AsType[*json.SyntaxError](err)
	fmt.Println(ok)
}
