// Rate limiting without clocks: a token bucket driven by ticks that the program sends.
package main

import (
	"fmt"
	"sync"
)

type bucket struct {
	tokens chan struct{}
	ticks  chan int
	done   chan struct{}
}

func newBucket(size, perTick int) *bucket {
	b := &bucket{make(chan struct{}, size), make(chan int), make(chan struct{})}
	go func() {
		defer close(b.done)
		for n := range b.ticks {
			for range n * perTick {
				select {
				case b.tokens <- struct{}{}:
				default:
				}
			}
		}
	}()
	return b
}

func (b *bucket) tick(n int) { b.ticks <- n; b.ticks <- 0 }

func (b *bucket) take(n int) (granted int) {
	for range n {
		select {
		case <-b.tokens:
			granted++
		default:
			return
		}
	}
	return
}

func (b *bucket) wait(n int) {
	for range n {
		<-b.tokens
	}
}

func main() {
	b := newBucket(5, 2)
	fmt.Println(b.take(1))
	b.tick(1)
	fmt.Println(b.take(5))
	b.tick(9)
	fmt.Println(b.take(3), b.take(3))
	var wg sync.WaitGroup
	served := 0
	wg.Go(func() {
		for range 4 {
			b.wait(3)
			served++
		}
	})
	finished := make(chan struct{})
	go func() { wg.Wait(); close(finished) }()
	for ticking := true; ticking; {
		select {
		case <-finished:
			ticking = false
		default:
			b.tick(1)
		}
	}
	close(b.ticks)
	<-b.done
	fmt.Println(len(b.tokens) <= 5, cap(b.tokens), served)
}
