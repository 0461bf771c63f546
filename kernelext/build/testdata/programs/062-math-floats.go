// Floats and complex numbers: NaN, infinities, zeros, rounding, printing, polar form.
package main

import (
	"fmt"
	"math"
	"math/cmplx"
)

func kahan(xs ...float64) float64 {
	sum, lost := 0.0, 0.0
	for _, x := range xs {
		y := x - lost
		t := sum + y
		lost = t - sum - y
		sum = t
	}
	return sum
}

func fft(xs []complex128) []complex128 {
	n := len(xs)
	if n == 1 {
		return xs
	}
	var even, odd []complex128
	for i, x := range xs {
		if i%2 == 0 {
			even = append(even, x)
		} else {
			odd = append(odd, x)
		}
	}
	e, o := fft(even), fft(odd)
	out := make([]complex128, n)
	for k := range n / 2 {
		t := cmplx.Rect(1, -2*math.Pi*float64(k)/float64(n)) * o[k]
		out[k], out[k+n/2] = e[k]+t, e[k]-t
	}
	return out
}

func main() {
	zero, nan, inf := 0.0, math.NaN(), math.Inf(1)
	negative := math.Copysign(zero, -1)
	fmt.Println(1/zero, -1/zero, zero/zero, 1/negative, zero == negative, nan == nan, nan != nan, nan < inf)
	fmt.Println(max(nan, 1), min(negative, zero), math.Max(inf, nan), math.Signbit(negative), inf-inf)
	fmt.Println(math.Floor(-1.5), math.Trunc(-1.5), math.Round(2.5), math.RoundToEven(2.5), math.Mod(-7, 3), math.Remainder(7, 4))
	fmt.Println(int(-2.9*(zero+1)), int64(float32(zero+16777217)), uint8(int(300.7+zero)), math.Float64bits(1), math.Float32frombits(0x7f800000))
	a, b := 0.1, 0.2
	fmt.Println(a+b, a+b == 0.3, float32(a)+float32(b), kahan(1, 1e100, 1, -1e100), math.Nextafter(1, 2))
	frac, exp := math.Frexp(10)
	whole, part := math.Modf(-3.25)
	fmt.Println(frac, exp, whole, part, math.Hypot(3, 4), math.Cbrt(27), math.Log2(8), math.Pow(2, -2))
	c := complex(3, -4)
	fmt.Println(c, real(c)*imag(c), cmplx.Abs(c), cmplx.Conj(c), c*c/c == c, c == complex(3, -4), -c)
	var c64 complex64 = complex(1, 2)
	c64 *= 2i
	fmt.Printf("%T %v %.1f %+v %g\n", c64, c64, c, 1i*1i, cmplx.Sqrt(-1))
	for _, x := range fft([]complex128{1, 2, 3, 4}) {
		fmt.Printf("%.2f ", x+0)
	}
	fmt.Printf("\n%e %8.3f|%-8.2f|%+g %x %G %05.1f %6.2f%%\n", 123456.789, math.Pi, math.E, 1.0, 0.5, 1e-10, 2.25, 99.5)
}
