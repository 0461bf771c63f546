//notebook: statements the body of main shadows names that declarations at the top level would change for its functions, too

// The built-in functions: min, max, clear, append, copy, len, cap, new, complex, delete.
package main

import "fmt"

type celsius float64

type names []string

type queue chan int

func sideEffects(log *[]string, name string, v int) int {
	*log = append(*log, name)
	return v
}

func biggest[T ~int | ~string](first T, rest ...T) T {
	for _, r := range rest {
		first = max(first, r)
	}
	return first
}

func reset[M ~map[K]V, K comparable, V any](m M) M {
	clear(m)
	return m
}

func main() {
	fmt.Println(min(3, 1.5, 2), max("b", "abc"), max(celsius(1), 2.5), min('a', 98))
	const c = min(1, 2) + len("const") + max(0x10, 3)
	var arr [c]struct{}
	fmt.Println(c, len(arr), len([2][3]int{}[0]), cap([]int{}[:0:0]))
	var log []string
	m := max(sideEffects(&log, "a", 1), sideEffects(&log, "b", 9), sideEffects(&log, "c", 3))
	fmt.Println(m, log, biggest("x", "zz", "y"), biggest(2))
	ns := names{"a", "b", "c"}
	clear(ns[1:])
	fmt.Printf("%q %v\n", ns, reset(map[string]int{"a": 1}))
	q := make(queue, 3)
	q <- 1
	fmt.Println(len(q), cap(q), len(queue(nil)))
	p := new(int)
	*p += 5
	pp := &p
	**pp *= 2
	fmt.Println(*p, new(names) != nil, *new(string) == "", *new([2]int))
	b := append([]byte("hi "), "there"...)
	n := copy(b[3:], "THE")
	fmt.Println(string(b), n)
	d := map[[1]int]string{{1}: "x", {2}: "y"}
	delete(d, [1]int{1})
	delete(d, [1]int{3})
	fmt.Println(d, len(d), real(complex(1, 2)), imag(complex64(3i)))
	len := func(x string) string { return "my len of " + x }
	fmt.Println(len("x"))
	{
		true, nil, int := false, "nil", 7
		fmt.Println(true, nil, int)
	}
	type string = []byte
	fmt.Println(string("abc"))
	func() {
		defer func() { print := recover(); fmt.Println(print) }()
		n := -1
		_ = make([]int, n)
	}()
}
