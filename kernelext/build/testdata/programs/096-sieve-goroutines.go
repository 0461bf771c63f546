// The sieve of goroutines, a segmented one, and a lazy one with a heap of multiples.
package main

import (
	"fmt"
	"iter"
	"slices"
)

func generate(done <-chan struct{}) <-chan int {
	ch := make(chan int)
	go func() {
		for i := 2; ; i++ {
			select {
			case ch <- i:
			case <-done:
				return
			}
		}
	}()
	return ch
}

func filter(done <-chan struct{}, in <-chan int, prime int) <-chan int {
	out := make(chan int)
	go func() {
		for {
			select {
			case i := <-in:
				if i%prime == 0 {
					continue
				}
				select {
				case out <- i:
				case <-done:
					return
				}
			case <-done:
				return
			}
		}
	}()
	return out
}

func lazy() iter.Seq[int] {
	return func(yield func(int) bool) {
		multiples := map[int][]int{}
		for n := 2; ; n++ {
			factors, composite := multiples[n]
			if !composite {
				if !yield(n) {
					return
				}
				multiples[n*n] = []int{n}
				continue
			}
			delete(multiples, n)
			for _, p := range factors {
				multiples[n+p] = append(multiples[n+p], p)
			}
		}
	}
}

func main() {
	done := make(chan struct{})
	ch := generate(done)
	var primes []int
	for range 25 {
		p := <-ch
		primes = append(primes, p)
		ch = filter(done, ch, p)
	}
	close(done)
	fmt.Println(primes)
	i := 0
	for p := range lazy() {
		if i == len(primes) {
			fmt.Println("next", p)
			break
		}
		if p != primes[i] {
			fmt.Println("differ at", i)
		}
		i++
	}
	fmt.Println(slices.IsSorted(primes), i)
}
