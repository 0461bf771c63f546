// A generic pipeline of stages that ends early without leaving a goroutine behind.
package main

import (
	"fmt"
	"sync"
)

type stage[T any] func(done <-chan struct{}, in <-chan T) <-chan T

var running sync.WaitGroup

func source[T any](done <-chan struct{}, vs ...T) <-chan T {
	out := make(chan T)
	running.Go(func() {
		defer close(out)
		for _, v := range vs {
			select {
			case out <- v:
			case <-done:
				return
			}
		}
	})
	return out
}

func each[T any](f func(T) (T, bool)) stage[T] {
	return func(done <-chan struct{}, in <-chan T) <-chan T {
		out := make(chan T)
		running.Go(func() {
			defer close(out)
			for v := range in {
				v, keep := f(v)
				if !keep {
					continue
				}
				select {
				case out <- v:
				case <-done:
					return
				}
			}
		})
		return out
	}
}

func main() {
	square := each(func(i int) (int, bool) { return i * i, true })
	odd := each(func(i int) (int, bool) { return i, i%2 == 1 })
	for _, limit := range []int{2, 100} {
		done := make(chan struct{})
		out := source(done, 1, 2, 3, 4, 5, 6, 7, 8, 9)
		for _, s := range []stage[int]{square, odd, square} {
			out = s(done, out)
		}
		var got []int
		for v := range out {
			if got = append(got, v); len(got) == limit {
				break
			}
		}
		close(done)
		running.Wait()
		fmt.Println(got)
	}
}
