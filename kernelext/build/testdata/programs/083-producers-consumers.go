// Producers and consumers: fan-in, fan-out, closing once, results summed.
package main

import (
	"fmt"
	"slices"
	"sync"
)

type message struct {
	from, seq int
}

func produce(id, n int) <-chan message {
	out := make(chan message)
	go func() {
		defer close(out)
		for i := range n {
			out <- message{id, i}
		}
	}()
	return out
}

func fanIn[T any](ins ...<-chan T) <-chan T {
	out := make(chan T, len(ins))
	var wg sync.WaitGroup
	for _, in := range ins {
		wg.Go(func() {
			for v := range in {
				out <- v
			}
		})
	}
	go func() {
		wg.Wait()
		close(out)
	}()
	return out
}

func fanOut[T any](in <-chan T, n int) []<-chan T {
	outs := make([]<-chan T, n)
	for i := range outs {
		ch := make(chan T)
		outs[i] = ch
		go func() {
			defer close(ch)
			for v := range in {
				ch <- v
			}
		}()
	}
	return outs
}

func inOrder(ms []message) bool {
	last := map[int]int{}
	for _, m := range ms {
		if m.seq != last[m.from] {
			return false
		}
		last[m.from]++
	}
	return true
}

func main() {
	var all []message
	for m := range fanIn(produce(1, 30), produce(2, 20), produce(3, 0)) {
		all = append(all, m)
	}
	fmt.Println(len(all), inOrder(all))
	counts := make([]int, 0, 60)
	for m := range fanIn(fanOut(produce(9, 60), 4)...) {
		counts = append(counts, m.seq)
	}
	slices.Sort(counts)
	fmt.Println(len(counts), counts[0], counts[59], len(slices.Compact(counts)))
}
