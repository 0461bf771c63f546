// Each iteration has its own variables: closures, pointers, defers, goroutines.
package main

import (
	"fmt"
	"sync"
)

func deferred() {
	for i := 0; i < 3; i++ {
		defer fmt.Print("d", i, " ")
		defer func() { fmt.Print("c", i, " ") }()
	}
}

func main() {
	var fs []func() int
	for i := 0; i < 6; i++ {
		fs = append(fs, func() int { i *= 10; return i })
		i++
	}
	for _, f := range fs {
		fmt.Print(f(), ",", f(), " ")
	}
	fmt.Println()

	var ps []*int
	for i, j := 0, 10; i < j; i, j = i+1, j-3 {
		ps = append(ps, &i, &j)
	}
	for _, p := range ps {
		fmt.Print(*p, " ")
	}
	fmt.Println()
	deferred()
	fmt.Println()

	results := make([]string, 4)
	var wg sync.WaitGroup
	for i, name := range []string{"a", "b", "c", "d"} {
		wg.Go(func() { results[i] = fmt.Sprint(name, i) })
	}
	wg.Wait()
	fmt.Println(results)

	m := map[int]func() int{}
	for i := range 4 {
		m[i] = func() int { return i * i }
	}
	fmt.Println(m[0](), m[3]())

	var late func() int
	for i := 0; ; i++ {
		if i == 2 {
			late = func() int { return i }
		}
		if i == 5 {
			break
		}
	}
	fmt.Println(late())
}
