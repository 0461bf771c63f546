// Variadic functions, several results passed on, nil variadics, interfaces of any.
package main

import (
	"errors"
	"fmt"
	"strings"
)

func show(prefix string, xs ...any) string {
	return fmt.Sprintf("%s%d%t%v", prefix, len(xs), xs == nil, xs)
}

func forward(xs ...any) string { return show("forwarded", xs...) }

func nested(xs ...any) string { return show("nested", xs) }

func triple() (string, int, error) { return "t", 3, errors.New("e") }

func takes(s string, rest ...any) string { return s + fmt.Sprint(len(rest)) }

func change(xs ...int) { xs[0] = 100 }

func sum[T int | float64](xs ...T) (total T) {
	for _, x := range xs {
		total += x
	}
	return
}

func swap[A, B any](a A, b B) (B, A) { return b, a }

func chain(fs ...func(...int) []int) func(...int) []int {
	return func(xs ...int) []int {
		for _, f := range fs {
			xs = f(xs...)
		}
		return xs
	}
}

type joiner struct{ sep string }

func (j joiner) join(parts ...string) string { return strings.Join(parts, j.sep) }

func main() {
	fmt.Println(show("a"), show("b", nil), show("c", nil...), show("d", []any{1, 2}...), show("e", []any{1, 2}))
	fmt.Println(forward(), forward(1, "x"), nested(1, 2), takes(triple()))
	xs := []int{1, 2}
	change(xs...)
	change(1, 2)
	fmt.Println(xs, sum[int](), sum(1.5, 2), sum(xs...))
	fmt.Println(swap(swap(1, "x")))
	double := func(xs ...int) (out []int) {
		for _, x := range xs {
			out = append(out, x*2)
		}
		return
	}
	fmt.Println(chain(double, double, func(xs ...int) []int { return xs[1:] })(1, 2, 3), len(chain()()))
	join := joiner{"/"}.join
	fmt.Println(join(strings.Split("a b c", " ")...), join(), joiner.join(joiner{"+"}, "x", "y"))
	var f func(...string) (int, error) = func(ss ...string) (n int, _ error) { return len(ss), nil }
	n, err := f("a", "b")
	fmt.Printf("%d %v %T\n", n, err, f)
	defer func(xs ...any) { fmt.Println(append(xs, recover())...) }("deferred", n)
	var none []int
	change(none...)
}
