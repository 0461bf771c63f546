// Bit sets and packed structures: math/bits, masks by iota, methods on arrays, iteration over bits.
package main

import (
	"fmt"
	"iter"
	"math/bits"
	"strings"
)

type set[E ~uint8] [4]uint64

func (s *set[E]) add(es ...E) *set[E] {
	for _, e := range es {
		s[e>>6] |= 1 << (e & 63)
	}
	return s
}

func (s set[E]) has(e E) bool { return s[e/64]>>(e%64)&1 == 1 }

func (s set[E]) len() (n int) {
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

func (s set[E]) minus(t set[E]) set[E] {
	for i := range s {
		s[i] &^= t[i]
	}
	return s
}

func (s set[E]) all() iter.Seq2[int, E] {
	return func(yield func(int, E) bool) {
		n := 0
		for i, w := range s {
			for ; w != 0; w &= w - 1 {
				if !yield(n, E(i*64+bits.TrailingZeros64(w))) {
					return
				}
				n++
			}
		}
	}
}

type mode uint16

const (
	read mode = 1 << iota
	write
	_
	run
	all  = read | write | run
	high = ^mode(0) ^ all
)

func (m mode) String() string {
	var b strings.Builder
	for i, c := range "rw?x" {
		if m&(1<<i) != 0 {
			b.WriteRune(c)
		} else {
			b.WriteByte('-')
		}
	}
	return b.String()
}

type digit byte

func gray(n uint) uint { return n ^ n>>1 }

func main() {
	var s set[digit]
	s.add(1, 64, 200, 255, 1)
	t := s.minus(*new(set[digit]).add(64, 3))
	fmt.Println(s.len(), t.len(), s.has(64), t.has(64), s == t, map[set[digit]]string{t: "t"}[s.minus(set[digit]{1: 1})])
	for i, e := range s.all() {
		if i == 3 {
			break
		}
		fmt.Print(i, ":", e, " ")
	}
	fmt.Printf("%T %x\n", s, t)
	fmt.Println(all, read|run, all&^write, uint16(high), mode(8))
	for n := range uint(5) {
		fmt.Printf("%03b ", gray(n))
	}
	hi, lo := bits.Mul64(1<<63, 6)
	q, r := bits.Div64(hi, lo, 1<<62)
	sum, carry := bits.Add64(1<<63, 1<<63, 1)
	fmt.Println(hi, lo, q, r, sum, carry, bits.Len(1000), bits.Reverse8(0b1101), bits.RotateLeft8(0x81, 1), bits.LeadingZeros16(1))
	x, y := int8(-128), uint8(200)
	x, y = -x, y<<1
	fmt.Println(x, y, x/-1, -5>>1, -5/2, -5%3, 7&^5, ^0, uint32(1)<<31>>31)
}
