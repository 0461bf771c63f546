// Small corners: semicolons, octals, raw strings, comparing channels and functions with nil, conversions of every kind.
package main

import "fmt"
import m "math"
import . "strings"

type (
	celsius    float64
	fahrenheit float64
	text       string
	octets     []byte
	fn         func(int) (text, error)
	pair       struct{ a, b int }
	other      struct{ a, b int }
)

type alias = map[text][]pair

const (
	a, b = iota, -iota
	c, d
	_, _
	e, f
)

func (c celsius) convert() fahrenheit { return fahrenheit(c*9/5 + 32) }

func (fn) method() string { return "method of a function type" }

func three() (int, string, error) { return 1, "two", nil }

func take(n int, s string, errs ...error) string { return fmt.Sprint(n, s, len(errs)) }

func named() (x, y int) {
	x, y = 1, 2
	if x := 5; x > y {
		y = x
	}
	return
}

func _() { panic("never") }

func main() {
	fmt.Println(c, d, e, f, celsius(100).convert(), fahrenheit(celsius(1)) == 1)
	fmt.Print(ToUpper("x"), m.Pi > 3, "\n")
	fmt.Println(0b101, 0o17, 017, 0x1p4, 1_000, 'a', '\x41', '\u00e9', "\U0001F600", `raw\n`, "\a\\\"\101"[1:], 0x.8p1, 1e-2i*1i)
	fmt.Println(text(octets{104, 105}), octets("ü"), []rune(text("é!")), string(rune(233)), text('x'), int(3.99+float32(len(octets("x")))), uint8(int16(300)&0xff))
	p := pair(other{1, 2})
	q := (*other)(&p)
	q.a = 9
	fmt.Println(p, *q == other{9, 2}, struct{ a, b int }(p) == p, alias{"k": {{1, 2}, {b: 3}}}, fn(nil).method(), fn(nil) == nil)
	fmt.Println(take(1, "x"), func(n int, s string, _ error) string { return s }(three()))
	fmt.Println(named())
	var ch, same chan int
	var r <-chan int = ch
	fmt.Println(ch == same, r == ch, make(chan int) == make(chan int), any(ch) == any(r), [...]string{2: "c", 0: "a"}, len([...]int{9: 1}))
	var i any = p
	switch i := i.(type) {
	case nil, error:
		fmt.Println("no")
	case pair, other:
		fmt.Printf("%T %v\n", i, i)
	}
	switch x := 5; {
	case x > 3:
		fmt.Print("big ")
		fallthrough
	case x < 0:
		fmt.Print("fell ")
		if x == 5 {
			break
		}
		fmt.Print("not here")
	default:
	}
	type local struct {
		pair
		*celsius
	}
	t := celsius(1)
	l := local{pair{b: 4}, &t}
	*l.celsius *= 2
	fmt.Println(l.b, *l.celsius, t, l.convert(), l.pair.b)
	x, y := 1, 2
	x, y = y, x+y
	arr := [3]int{1, 2, 3}
	for i, v := range arr {
		arr[2] = 10
		if i == 2 {
			x = v
		}
	}
	func() {
		defer func() { y++ }()
		{
			y := y
			y *= 100
			_ = y
		}
	}()
	if v, ok := any(arr).([3]int); !ok {
		return
	} else if w := v[2]; w > 5 {
		fmt.Println(x, y, w, ok)
	}
	var zero struct{}
	var zeros [0]int
	_, _ = zero, zeros
	fmt.Printf("%v %v %d %s\n", zero, zeros, cap(make([]int, 1, 2)[:2:2]), Repeat("=", 3))
}
