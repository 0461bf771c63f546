// Exact arithmetic at work: rational continued fractions, digits of pi, modular square roots, big text.
package main

import (
	"fmt"
	"iter"
	"math/big"
	"math/cmplx"
	"strings"
)

func piDigits() iter.Seq[int64] {
	return func(yield func(int64) bool) {
		q, r, t, k, n, l := big.NewInt(1), new(big.Int), big.NewInt(1), int64(1), big.NewInt(3), int64(3)
		mul := func(a *big.Int, b int64) *big.Int { return new(big.Int).Mul(a, big.NewInt(b)) }
		for {
			tn := new(big.Int).Mul(t, n)
			left := new(big.Int).Sub(new(big.Int).Add(mul(q, 4), r), t)
			if left.Cmp(tn) < 0 {
				if !yield(n.Int64()) {
					return
				}
				nr := mul(new(big.Int).Sub(r, tn), 10)
				n.Sub(new(big.Int).Quo(mul(new(big.Int).Add(mul(q, 3), r), 10), t), mul(n, 10))
				q, r = mul(q, 10), nr
				continue
			}
			nr := mul(new(big.Int).Add(mul(q, 2), r), l)
			nn := new(big.Int).Quo(new(big.Int).Add(mul(q, 7*k+2), mul(r, l)), mul(t, l))
			q, t, r, n, l, k = mul(q, k), mul(t, l), nr, nn, l+2, k+1
		}
	}
}

func convergents(terms ...int64) (out []string) {
	for i := range terms {
		x := new(big.Rat).SetInt64(terms[i])
		for j := i - 1; j >= 0; j-- {
			x.Add(new(big.Rat).SetInt64(terms[j]), x.Inv(x))
		}
		out = append(out, x.RatString())
	}
	return
}

type polynomial []complex128

func (p polynomial) at(x complex128) (y complex128) {
	for _, c := range p {
		y = y*x + c
	}
	return
}

func (p polynomial) roots() []complex128 {
	zs := make([]complex128, len(p)-1)
	for i := range zs {
		zs[i] = cmplx.Pow(0.4+0.9i, complex(float64(i), 0))
	}
	for range 200 {
		for i, z := range zs {
			d := p[0]
			for j, w := range zs {
				if i != j {
					d *= z - w
				}
			}
			zs[i] -= p.at(z) / d
		}
	}
	return zs
}

func main() {
	var b strings.Builder
	for d := range piDigits() {
		if fmt.Fprint(&b, d); b.Len() == 40 {
			break
		}
	}
	fmt.Println(b.String(), convergents(3, 7, 15, 1, 292))
	p, _ := new(big.Int).SetString("57896044618658097711785492504343953926634992332820282019728792003956564819949", 10)
	root := new(big.Int).ModSqrt(big.NewInt(5), p)
	fmt.Println(p.ProbablyPrime(10), root == nil, big.Jacobi(big.NewInt(4), p), p.BitLen(), p.TrailingZeroBits())
	x, y := new(big.Int), new(big.Int)
	g := new(big.Int).GCD(x, y, big.NewInt(240), big.NewInt(46))
	fmt.Println(g, x, y, new(big.Int).Binomial(60, 30), new(big.Int).Exp(big.NewInt(3), big.NewInt(100), nil).Text(36))
	f, _, err := big.ParseFloat("1e-30", 10, 200, big.ToNearestEven)
	fmt.Println(new(big.Float).SetPrec(120).Sqrt(big.NewFloat(2)).Text('g', 30), f.Text('e', 5), f.Prec(), err)
	third := big.NewRat(1, 3)
	exact, isExact := third.Float64()
	fmt.Println(third.FloatString(5), exact, isExact, third.Cmp(big.NewRat(2, 6)) == 0, new(big.Rat).SetFloat64(0.125))
	fmt.Printf("%x %08b %+d %s\n", big.NewInt(255), big.NewInt(5), big.NewInt(7), (*big.Int)(nil))
	for _, z := range (polynomial{1, -6, 11, -6}).roots() {
		fmt.Printf("%.3f ", real(z)+0)
	}
	fmt.Printf("%.2f %.2f\n", cmplx.Sqrt(-4), cmplx.Exp(1i*cmplx.Acos(-1)))
}
