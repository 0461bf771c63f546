// defer: order, when arguments are evaluated, named results, loops, methods.
package main

import "fmt"

type tracer struct{ depth int }

func (t *tracer) enter(name string) *tracer {
	fmt.Printf("%*senter %s\n", t.depth*2, "", name)
	t.depth++
	return t
}

func (t *tracer) leave(name string) {
	t.depth--
	fmt.Printf("%*sleave %s\n", t.depth*2, "", name)
}

var tr tracer

func b() { defer tr.enter("b").leave("b") }

func a() {
	defer tr.enter("a").leave("a")
	b()
	defer func() { b() }()
}

func named() (n int, s string) {
	defer func() { n *= 2; s += "!" }()
	defer func(old int) { s += fmt.Sprint(old) }(n)
	n = 3
	return n + 1, "r"
}

func early(stop bool) (out []int) {
	defer func() { out = append(out, 3) }()
	if stop {
		return []int{1}
	}
	defer func() { out = append(out, 2) }()
	return nil
}

func main() {
	a()
	fmt.Println(named())
	fmt.Println(early(true), early(false))
	for i := range 3 {
		defer fmt.Println("main defers", i)
	}
	x := 1
	defer fmt.Println("argument", x)
	defer func() { fmt.Println("closure", x) }()
	x = 2
	f := func() { fmt.Println("first f") }
	defer f()
	f = func() { fmt.Println("second f") }
	f()
}
