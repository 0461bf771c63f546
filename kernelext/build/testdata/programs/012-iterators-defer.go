// defer, panic and recover inside the body of a range over function.
package main

import (
	"errors"
	"fmt"
)

func three(yield func(string) bool) {
	defer fmt.Println("iterator cleans up")
	for _, s := range []string{"a", "b", "c"} {
		if !yield(s) {
			return
		}
	}
}

func deferred() (n int) {
	for s := range three {
		defer func() { n++; fmt.Println("deferred", s, n) }()
	}
	fmt.Println("loop over")
	return 10
}

func panics() (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("recovered: %v", r)
		}
	}()
	for s := range three {
		if s == "b" {
			panic("at " + s)
		}
	}
	return errors.New("not reached")
}

func swallowing(yield func(int) bool) {
	defer func() { fmt.Println("iterator saw", recover()) }()
	yield(1)
}

func careless(yield func(int) bool) {
	yield(1)
	yield(2)
}

func attempt(name string, f func()) {
	defer func() { fmt.Println(name, "->", recover()) }()
	f()
}

func main() {
	fmt.Println(deferred())
	fmt.Println(panics())
	attempt("swallow", func() {
		for range swallowing {
			panic("body")
		}
	})
	attempt("careless", func() {
		for range careless {
			break
		}
	})
}
