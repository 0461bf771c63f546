// Loops over functions with goto, labels across three levels, select and switch inside, returns of several results.
package main

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
)

var trace strings.Builder

func counted(name string, n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		defer fmt.Fprintf(&trace, "%s. ", name)
		for i := range n {
			if !yield(i) {
				fmt.Fprintf(&trace, "%s@%d ", name, i)
				return
			}
		}
	}
}

func find(want int) (a, b int, err error) {
	defer func() { b *= 10 }()
	for a = range counted("x", 4) {
		for b := range counted("y", 4) {
			if a*b == want {
				return a, b, nil
			}
			if b > a+1 {
				break
			}
		}
	}
	err = errors.New("none")
	return
}

func jumps() (log []string) {
	tries := 0
again:
	tries++
outer:
	for i := range counted("i", 5) {
		for j := range counted("j", 5) {
			for k := range counted("k", 5) {
				switch {
				case k == 1 && j == 0:
					log = append(log, fmt.Sprint("next j", i))
					break
				case i+j+k == 3 && tries == 1:
					log = append(log, fmt.Sprint("goto ", i, j, k))
					goto again
				case i == 1 && k == 2:
					continue outer
				case i == 2:
					log = append(log, "break outer")
					break outer
				}
				if k == 3 {
					break
				}
				c := make(chan int, 1)
				select {
				case c <- k:
					if j == 2 {
						goto done
					}
				default:
				}
			}
		}
	}
done:
	return append(log, fmt.Sprint("tries ", tries))
}

func deferred() (s string) {
	for i := range counted("d", 3) {
		defer func() { s += fmt.Sprint("d", i) }()
	}
	return "returned "
}

func zip[A, B any](a iter.Seq[A], b iter.Seq[B]) iter.Seq2[A, B] {
	return func(yield func(A, B) bool) {
		next, stop := iter.Pull(b)
		defer stop()
		for x := range a {
			y, ok := next()
			if !ok || !yield(x, y) {
				return
			}
		}
	}
}

func main() {
	fmt.Println(find(6))
	fmt.Println(find(99))
	fmt.Println(trace.String())
	trace.Reset()
	fmt.Println(jumps(), strings.Count(trace.String(), "."), strings.Count(trace.String(), "@"))
	fmt.Println(deferred())
	trace.Reset()
	for a, b := range zip(counted("a", 9), counted("b", 2)) {
		fmt.Print(a, b, " ")
	}
	fmt.Println(trace.String())
	var saved []func() int
	for i := range slices.Values([]int{1, 2, 3}) {
		i *= i
		saved = append(saved, func() int { i++; return i })
	}
	fmt.Println(saved[0](), saved[0](), saved[2]())
	func() {
		defer func() { fmt.Println("recovered", recover(), strings.HasSuffix(trace.String(), "p. ")) }()
		for i := range counted("p", 3) {
			if i == 1 {
				panic(fmt.Sprint("at ", i))
			}
		}
	}()
}
