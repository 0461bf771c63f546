// Untyped constants: exact arithmetic, conversion, defaults, limits.
package main

import (
	"fmt"
	"math"
)

const (
	huge  = 1 << 200
	back  = huge >> 198
	third = 1.0 / 3
	whole = third * 3
	ratio = 5 / 2
	exact = 5.0 / 2
	mixed = 'a' + 1.0
	cplx  = (1 + 2i) * (1 - 2i)
	text  = "len" + "gth"
	size  = len(text) * 2
	truth = huge > 1<<100 && text < "m"
)

type meter float64

type tiny int8

const (
	mile    meter = 1609.344
	minTiny tiny  = -1 << 7
	maxUint       = ^uint64(0)
	mask          = ^0x0F & 0xFF
)

func main() {
	fmt.Println(back, whole == 1, ratio, exact, mixed, cplx, size, truth)
	fmt.Printf("%T %T %T %T %T\n", back, whole, mixed, cplx, text)
	fmt.Println(mile*2, minTiny, maxUint, mask, -7/2, -7%3, 7&^5, 1<<3|1)
	var f32 float32 = 0.1
	var f64 float64 = 0.1
	fmt.Println(float64(f32) == f64, f32 == 0.1, float32(f64) == f32)
	fmt.Println(math.MaxInt64, uint64(math.MaxUint64), math.Pi*1e20, math.MinInt8)
	var s uint = 3
	var whole2 int = 1.0 << s
	fmt.Println(1<<s == 8, whole2, uint8(1)<<7>>s, int8(-128)>>s, byte(255)+byte(s))
	var shifted int64 = 1 << s << 40
	fmt.Println(shifted, 'x'-'a', "abc"[1]-'a', len([10]int{}), len([...]string{5: "x"}))
	const big = 1e3
	arr := [big / 100]int{9: 1}
	fmt.Println(len(arr), 0b1010_1010, 0o17, 0x1p-2, 1_000_000, 0x_FF, '\x41', '\u00e9', '\'')
	fmt.Println(real(cplx), imag(3i), complex(1, back), uint32(1)<<31, float32(16777216.0)+1)
}
