// fmt on types that answer some verbs, embed others that do, panic, are nil, contain themselves or each other.
package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

type money int64

func (m money) Format(f fmt.State, verb rune) {
	width, ok := f.Width()
	prec, has := f.Precision()
	switch verb {
	case 'v', 's':
		s := fmt.Sprintf("%d.%02d", m/100, m%100)
		if f.Flag('+') && m >= 0 {
			s = "+" + s
		}
		io.WriteString(f, strings.Repeat(" ", max(0, width-len(s)))+s)
	default:
		fmt.Fprintf(f, fmt.FormatString(f, verb), int64(m))
	}
	_, _ = ok, prec+map[bool]int{true: 1}[has]
}

type angle float64

func (a angle) String() string   { return fmt.Sprintf("%.1f°", float64(a)) }
func (a angle) GoString() string { return fmt.Sprintf("angle(%g)", float64(a)) }

type place struct {
	angle
	Name  string
	extra any
}

type pointy struct{ n int }

func (p *pointy) String() string { return fmt.Sprint("pointy ", p.n) }

type explosive struct{}

func (explosive) Error() string { panic(errors.New("boom")) }

type node struct {
	val  int
	next *node
	m    map[string]*node
}

type inner struct {
	I any
	E error
	F func()
	C chan<- int
	P *int
	A [2]bool
	S []struct{ X, y int }
}

type secretive struct{ money }

type stringMap map[angle][]money

func main() {
	fmt.Printf("%v|%+v|%8s|%d|%x|%6d\n", money(1234), money(5), money(-5), money(9), money(255), money(7))
	p := place{1.5, "north", angle(2)}
	fmt.Println(p, &p, []angle{1, 2}, map[string]angle{"a": 3})
	fmt.Printf("%+v %#v %s\n", p, p, p)
	fmt.Printf("%#v %v\n", struct{ A angle }{4}, struct {
		a angle
		b money
		c time.Duration
	}{4, 5, 6})
	fmt.Println(pointy{1}, &pointy{2}, []any{&pointy{3}, pointy{4}}, (*pointy)(nil) == nil)
	fmt.Printf("%v %v %s\n", (*pointy)(nil), error(nil), explosive{})
	n := node{1, &node{val: 2}, map[string]*node{"x": nil}}
	fmt.Printf("%+v %#v\n", *n.next, *n.next)
	fmt.Printf("%+v\n", inner{I: inner{}.A, E: io.EOF, S: []struct{ X, y int }{{1, 2}}})
	fmt.Printf("%#v\n", inner{I: map[string]any{"k": []byte("ab"), "a": nil}, S: []struct{ X, y int }{}, A: [2]bool{1: true}})
	fmt.Printf("%v %d %s\n", secretive{12}, secretive{12}, stringMap{2: {1, 2}, 1: nil})
	fmt.Printf("%T %T %T %T\n", stringMap{}, inner{}.S, (*node).String2, struct{ money }{})
	fmt.Printf("%[2]*[1]d|%-*d|%.[3]*[4]f|%[5]q|%!|%z|%d\n", 1, 4, 2, 3.14159, 'x', 5)
	fmt.Printf("%v %v %q %x % X %08.3f %+d %e %t %U %c %p\n", 'a', "s", []string{"a b", "c"}, "hi", []byte{1, 255}, -3.14159, 7, 12345.678, false, 'é', 0x1F600, nil)
	fmt.Printf("%6.2f|%-8q|%+q|%x|%#x|%#o|%#b|%O\n", 3.14159, "a", "é", -255, "hi", 8, 5, 8)
	fmt.Printf("%v %+v %v\n", &[]int{1}, &map[string]int{"a": 1}, &[1]*int{nil})
	fmt.Printf("%s %v %d\n", []byte("bytes"), []byte("by"), []byte("b"))
	fmt.Printf("%s %d %v\n", 5, "five", struct{}{})
}

func (n *node) String2() string { return "" }
