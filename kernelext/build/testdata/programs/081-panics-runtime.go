// Runtime panics recovered and printed, each with its full text and its type.
package main

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
)

type shape interface{ area() float64 }

type square struct{ side float64 }

func (s square) area() float64 { return s.side * s.side }

type circle struct{}

type twoMethods interface {
	shape
	Name() string
}

func attempt(name string, f func()) {
	defer func() {
		r := recover()
		err, isRuntime := r.(runtime.Error)
		var e runtime.Error
		fmt.Printf("%s: %v runtime=%t as=%t", name, r, isRuntime, isRuntime && errors.As(fmt.Errorf("w: %w", err), &e))
		if te, ok := r.(*runtime.TypeAssertionError); ok {
			fmt.Print(" assertion ", len(te.Error()) > 0)
		}
		fmt.Println()
	}()
	f()
}

func main() {
	var m map[string][]int
	var s []int
	var arr [3]int
	var p *square
	var sh shape
	var x any = circle{}
	zero, five, minus := 0, 5, -1
	attempt("nil map", func() { m["a"] = nil })
	attempt("index", func() { _ = s[five] })
	attempt("negative", func() { _ = arr[minus] })
	attempt("slice", func() { _ = arr[five:] })
	attempt("slice order", func() { _ = arr[2:zero] })
	attempt("slice cap", func() { _ = s[:five:five] })
	attempt("string", func() { _ = "abc"[five] })
	attempt("substring", func() { _ = "abc"[five:] })
	attempt("to array", func() { _ = [2]int(s) })
	attempt("divide", func() { fmt.Println(five / zero) })
	attempt("nil pointer", func() { p.side++ })
	attempt("nil interface", func() { sh.area() })
	attempt("nil function", func() { var f func(); f() })
	attempt("assert type", func() { _ = x.(square) })
	attempt("assert nil", func() { _ = any(nil).(int) })
	attempt("assert interface", func() { _ = x.(shape) })
	attempt("missing method", func() { sh = square{1}; _ = sh.(twoMethods) })
	attempt("close nil", func() { var c chan int; close(c) })
	attempt("close twice", func() { c := make(chan int); close(c); close(c) })
	attempt("send closed", func() { c := make(chan int); close(c); c <- 1 })
	attempt("shift", func() { fmt.Println(1 << minus) })
	attempt("make", func() { _ = make([]int, five, zero) })
	attempt("repeat", func() { strings.Repeat("x", minus) })
	attempt("uncomparable", func() { _ = any(s) == any(s) })
}
