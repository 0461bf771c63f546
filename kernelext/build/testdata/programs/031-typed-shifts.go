// Integer overflow, signed and unsigned shifts, division and bit tricks.
package main

import (
	"fmt"
	"math/bits"
)

func parity(x uint64) (p uint) {
	for ; x != 0; x &= x - 1 {
		p ^= 1
	}
	return
}

func isqrt(n uint32) (root uint32) {
	for bit := uint32(1) << 30; bit != 0; bit >>= 2 {
		if n >= root+bit {
			n -= root + bit
			root = root>>1 + bit
		} else {
			root >>= 1
		}
	}
	return
}

func gray(n uint) uint { return n ^ n>>1 }

func subsets(mask uint) (out []uint) {
	for sub := mask; ; sub = (sub - 1) & mask {
		if out = append(out, sub); sub == 0 {
			return
		}
	}
}

func main() {
	var i8 int8 = 127
	i8++
	var u8 uint8
	u8--
	fmt.Println(i8, u8, -i8, i8/-1, ^uint16(1<<15)<<1, int32(-1)>>31, uint32(1<<31)>>31)
	n := 70
	fmt.Println(1<<n, uint64(1)<<n, int64(-8)>>n, -7/2, -7%2, 7%-2, -7&3, -7|1, 6^-1)
	x := int64(-9e18)
	fmt.Println(x-9e18, uint8(x), int16(x>>48), uint32(i8), uint64(int32(x>>62)))
	fmt.Println(parity(0b10110), isqrt(1<<31), gray(6), subsets(0b1010))
	fmt.Println(bits.OnesCount8(0xF1), bits.LeadingZeros16(1), bits.TrailingZeros(8), bits.Len(255))
	fmt.Printf("%08b %016b %x\n", bits.Reverse8(0b1101), bits.RotateLeft16(1, -1), bits.ReverseBytes32(0x01020304))
	hi, lo := bits.Mul64(1<<63, 6)
	sum, carry := bits.Add64(^uint64(0), 1, 1)
	q, r := bits.Div64(1, 0, 3)
	fmt.Println(hi, lo, sum, carry, q, r)
	a, b := 5, 9
	a ^= b
	b ^= a
	a ^= b
	a, b = b&^1, a<<1|1
	fmt.Println(a, b, a&-a, b&(b-1))
}
