//go:build go1.27

// The generic method N of math/rand/v2's Rand, for every integer type and for durations.
package main

import (
	"fmt"
	"math/rand/v2"
	"time"
)

type die uint8

func roll[T ~int | ~uint8 | ~int64](r *rand.Rand, n T, times int) (all []T) {
	for range times {
		all = append(all, r.N(n)+1)
	}
	return
}

func main() {
	r := rand.New(rand.NewPCG(1, 2))
	fmt.Println(r.N(10), r.N(int8(100)), r.N(uint64(1)<<63), r.N[uint16](500))
	fmt.Printf("%T %v\n", r.N(time.Hour), r.N(time.Minute).Truncate(time.Second))
	fmt.Println(roll(r, 6, 10), roll(r, die(6), 5), roll(r, time.Duration(3), 3))

	a, b := rand.New(rand.NewPCG(7, 7)), rand.New(rand.NewPCG(7, 7))
	same := true
	for n := 1; n < 1000; n++ {
		same = same && a.N(n) == b.IntN(n) && a.N(int32(n)) == b.Int32N(int32(n)) && a.N(uint64(n)) == b.Uint64N(uint64(n))
	}
	fmt.Println(same)

	pick := rand.New(rand.NewChaCha8([32]byte{1})).N[time.Duration]
	for range 3 {
		d := pick(10 * time.Millisecond)
		fmt.Print(d >= 0 && d < 10*time.Millisecond, " ")
	}
	fmt.Println()
	draw := (*rand.Rand).N[die]
	counts := [6]int{}
	for range 600 {
		counts[draw(r, 6)]++
	}
	fmt.Println(counts)
	func() {
		defer func() { fmt.Println(recover()) }()
		r.N(0)
	}()
}
