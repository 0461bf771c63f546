//go:build go1.27

// big.Int.Divide: quotient and remainder with four ways to round.
package main

import (
	"fmt"
	"math/big"
)

func main() {
	modes := []struct {
		name string
		mode big.RoundingMode
	}{{"trunc", big.Trunc}, {"floor", big.Floor}, {"round", big.Round}, {"ceil", big.Ceil}}
	for _, m := range modes {
		fmt.Print(m.name, " ", m.mode, ":")
		for _, c := range [][2]int64{{7, 2}, {-7, 2}, {7, -2}, {-7, -2}, {5, 2}, {8, 3}, {-8, 3}, {6, 3}, {0, 5}} {
			x, y := big.NewInt(c[0]), big.NewInt(c[1])
			q, r := new(big.Int).Divide(x, y, new(big.Int), m.mode)
			sum := new(big.Int).Add(new(big.Int).Mul(q, y), r)
			fmt.Print(" ", q, ",", r)
			if sum.Cmp(x) != 0 {
				fmt.Print("!")
			}
		}
		fmt.Println()
	}
	huge, _ := new(big.Int).SetString("123456789012345678901234567890", 10)
	var r big.Int
	q, s := huge.Divide(huge, big.NewInt(-1_000_000_007), &r, big.Floor) // z may be x
	fmt.Println(q == huge, s == &r, q, &r)
	var none *big.Int
	q, s = none.Divide(big.NewInt(9), big.NewInt(4), &r, big.Ceil) // only the remainder
	fmt.Println(q, s)
	q, s = new(big.Int).Divide(big.NewInt(9), big.NewInt(4), nil, big.Ceil)
	fmt.Println(q, s)
	for _, mode := range []big.RoundingMode{big.Floor, big.AwayFromZero} {
		func() {
			defer func() { fmt.Println("panics:", recover() != nil) }()
			fmt.Println(new(big.Int).Divide(big.NewInt(1), big.NewInt(int64(mode-big.Floor)), &r, mode))
		}()
	}
}
