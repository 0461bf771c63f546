// Constraints: unions, approximation, methods with type sets, comparable.
package main

import (
	"cmp"
	"fmt"
	"strings"
)

type integer interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64
}

type float interface{ ~float32 | ~float64 }

type number interface{ integer | float }

type named interface {
	~string
	fmt.Stringer
}

type celsius float64

type city string

func (c city) String() string { return "city of " + strings.ToUpper(string(c)) }

func sum[T number](xs ...T) (total T) {
	for _, x := range xs {
		total += x
	}
	return
}

func convert[To, From number](xs []From) []To {
	out := make([]To, 0, len(xs))
	for _, x := range xs {
		out = append(out, To(x))
	}
	return out
}

func describe[T named](ts ...T) string {
	var b strings.Builder
	for _, t := range ts {
		fmt.Fprintf(&b, "%s (%d bytes);", t.String(), len(string(t)))
	}
	return b.String()
}

func index[T comparable](xs []T, x T) int {
	for i := range xs {
		if xs[i] == x {
			return i
		}
	}
	return -1
}

func clamp[T cmp.Ordered](x, low, high T) T { return min(max(x, low), high) }

func main() {
	fmt.Println(sum(1, 2, 3), sum[int8](100, 27, 1), sum(celsius(1.5), 2.25))
	fmt.Printf("%T %v\n", sum[celsius](), convert[int8]([]float64{1.9, -2.9, 64}))
	fmt.Println(describe(city("oslo"), city("københavn")))
	fmt.Println(index([]any{1, "a", 2.5, city("a")}, any(city("a"))), index([][2]int{{1, 2}, {3, 4}}, [2]int{3, 4}))
	fmt.Println(clamp(7, 1, 5), clamp("m", "n", "z"), clamp(-0.5, 0, 1))
}
