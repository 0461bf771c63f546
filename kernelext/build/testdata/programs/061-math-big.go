// math/big: integers, rationals, floats; factorials, e, modular powers.
package main

import (
	"fmt"
	"math/big"
)

func factorial(n int64) *big.Int {
	if n < 2 {
		return big.NewInt(1)
	}
	return new(big.Int).Mul(big.NewInt(n), factorial(n-1))
}

func euler(terms int) *big.Rat {
	sum, term := new(big.Rat), big.NewRat(1, 1)
	for i := range int64(terms) {
		sum.Add(sum, term)
		term.Quo(term, new(big.Rat).SetInt64(i+1))
	}
	return sum
}

func sqrt2(bits uint) *big.Float {
	x := new(big.Float).SetPrec(bits).SetInt64(1)
	two := big.NewFloat(2)
	for range 10 {
		y := new(big.Float).SetPrec(bits).Quo(two, x)
		x.Add(x, y).Quo(x, two)
	}
	return x
}

func main() {
	f := factorial(30)
	fmt.Println(f, f.BitLen(), f.Cmp(big.NewInt(1)), len(f.Text(36)))
	m := new(big.Int).Exp(big.NewInt(3), big.NewInt(200), big.NewInt(1_000_007))
	inv := new(big.Int).ModInverse(m, big.NewInt(1_000_007))
	fmt.Println(m, inv, new(big.Int).Mod(new(big.Int).Mul(m, inv), big.NewInt(1_000_007)))
	q, r := new(big.Int).QuoRem(big.NewInt(-7), big.NewInt(2), new(big.Int))
	d, e := new(big.Int).DivMod(big.NewInt(-7), big.NewInt(2), new(big.Int))
	fmt.Println(q, r, d, e, new(big.Int).GCD(nil, nil, big.NewInt(84), big.NewInt(36)))
	n, ok := new(big.Int).SetString("ff_ff", 0)
	fmt.Println(n == nil, ok)
	n, _ = new(big.Int).SetString("-deadbeef", 16)
	fmt.Printf("%d %x %#X %08b %v\n", n, n, n, big.NewInt(5), n.Sign())
	fmt.Println(euler(20).FloatString(17), euler(4), big.NewRat(6, -4), big.NewRat(1, 3).Cmp(big.NewRat(2, 6)))
	fmt.Println(sqrt2(200).Text('f', 50), big.NewFloat(1.5).String())
	fmt.Println(new(big.Int).Lsh(big.NewInt(1), 100), new(big.Int).Sqrt(big.NewInt(99)), big.NewInt(97).ProbablyPrime(5))
	fl, acc := new(big.Float).SetInt(f).Float64()
	fmt.Println(fl, acc, f.IsInt64(), fmt.Sprint([]*big.Int{big.NewInt(1), nil}))
}
