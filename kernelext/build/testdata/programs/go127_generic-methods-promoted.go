//go:build go1.27

// Generic methods through embedding, pointers and aliases; interfaces do not see them.
package main

import (
	"fmt"
	"reflect"
)

type base struct{ name string }

func (b base) tag[T any](x T) string { return fmt.Sprintf("%s<%T %v>", b.name, x, x) }

func (b *base) rename[S ~string](s S) *base { b.name = string(s); return b }

type outer struct {
	middle
	n int
}

type middle struct{ *base }

type box[T any] struct{ value T }

func (b box[T]) with[U any](u U) pair[T, U] { return pair[T, U]{b.value, u} }

func (b *box[T]) set[P *T](p P) { b.value = *p }

type pair[A, B any] struct {
	a A
	b B
}

type crate struct {
	box[string]
	label alias
}

type alias = box[int]

type title string

type tagger interface{ tag(int) string }

type plain struct{ outer }

func (p plain) tag(n int) string { return fmt.Sprint("plain ", p.outer.tag(n)) } // hides the generic one

func main() {
	o := outer{middle{&base{"o"}}, 1}
	fmt.Println(o.tag(2), o.middle.tag("x"), outer.tag[int8](o, 3))
	fmt.Println(o.rename(title("new")).rename("newer").tag(o.n), (*outer).tag[[]int](&o, nil))

	c := crate{box[string]{"in"}, alias{5}}
	fmt.Printf("%+v %+v\n", c.with(1.5), c.label.with(c).a)
	text, seven := "changed", 7
	c.set(&text)
	c.label.set(&seven)
	set := c.box.set[*string] // bound to the box, by pointer
	fmt.Printf("%+v\n", c)
	text = "again"
	set(&text)
	fmt.Println(c.value, c.label.value)

	_, generic := any(o).(tagger)
	hidden, ok := any(plain{o}).(tagger)
	fmt.Println(generic, ok, hidden.tag(9), reflect.TypeOf(&c).NumMethod())
}
