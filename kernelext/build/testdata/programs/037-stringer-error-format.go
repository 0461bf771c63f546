// Types that print themselves: String, Error, GoString, Format, and who wins.
package main

import (
	"errors"
	"fmt"
)

type onValue struct{ n int }

func (v onValue) String() string { return fmt.Sprintf("<%d>", v.n) }

type onPointer struct{ n int }

func (p *onPointer) String() string { return fmt.Sprintf("&<%d>", p.n) }

type both struct{}

func (both) String() string { return "string" }
func (both) Error() string  { return "error" }

type goish []int

func (g goish) GoString() string { return fmt.Sprintf("goish(%d)", len(g)) }

type formatted float64

func (f formatted) Format(s fmt.State, verb rune) {
	w, hasW := s.Width()
	p, hasP := s.Precision()
	fmt.Fprintf(s, "{%c %d %t %d %t", verb, w, hasW, p, hasP)
	for _, flag := range "+-# 0" {
		if s.Flag(int(flag)) {
			fmt.Fprintf(s, " %c", flag)
		}
	}
	fmt.Fprint(s, "}")
}

type panicky struct{ inner error }

func (p panicky) String() string { return p.inner.Error() }

type holder struct {
	A onValue
	b onValue
	P *onPointer
	Q onPointer
}

func main() {
	fmt.Println(onValue{1}, &onValue{2}, onPointer{3}, &onPointer{4}, []onValue{{5}}, map[onValue]onPointer{{6}: {7}})
	fmt.Println(both{}, []any{both{}}, struct{ error }{both{}})
	fmt.Printf("%v %+v %#v %s %d\n", goish{1}, goish{1}, goish{1, 2}, goish{3}, onValue{8})
	fmt.Printf("%v %+8.2f %#x %-5d % 05s\n", formatted(1), formatted(2), formatted(3), formatted(4), formatted(5))
	fmt.Println(panicky{errors.New("fine")}, panicky{})
	fmt.Printf("%v\n", (*onValue)(nil))
	h := holder{A: onValue{9}, b: onValue{10}, Q: onPointer{11}}
	fmt.Printf("%v|%+v\n", h, h)
	fmt.Printf("%#v\n%q %x %X\n", h.A, onValue{12}, onValue{13}, both{})
}
