// sync.Cond: a bounded buffer, a barrier and a broadcast.
package main

import (
	"fmt"
	"sync"
)

type buffer[T any] struct {
	mu                sync.Mutex
	notEmpty, notFull *sync.Cond
	items             []T
	limit             int
	closed            bool
}

func newBuffer[T any](limit int) *buffer[T] {
	b := &buffer[T]{limit: limit}
	b.notEmpty, b.notFull = sync.NewCond(&b.mu), sync.NewCond(&b.mu)
	return b
}

func (b *buffer[T]) put(v T) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for len(b.items) == b.limit {
		b.notFull.Wait()
	}
	b.items = append(b.items, v)
	b.notEmpty.Signal()
}

func (b *buffer[T]) close() {
	b.mu.Lock()
	b.closed = true
	b.mu.Unlock()
	b.notEmpty.Broadcast()
}

func (b *buffer[T]) all(yield func(T) bool) {
	for {
		b.mu.Lock()
		for len(b.items) == 0 && !b.closed {
			b.notEmpty.Wait()
		}
		taken := b.items
		b.items = nil
		b.notFull.Broadcast()
		b.mu.Unlock()
		for _, v := range taken {
			if !yield(v) {
				return
			}
		}
		if taken == nil {
			return
		}
	}
}

func main() {
	b := newBuffer[int](2)
	var producers, consumers sync.WaitGroup
	sums := make([]int, 3)
	for i := range sums {
		consumers.Go(func() {
			for v := range b.all {
				sums[i] += v
			}
		})
	}
	for i := range 100 {
		producers.Go(func() { b.put(i) })
	}
	producers.Wait()
	b.close()
	consumers.Wait()
	fmt.Println(sums[0]+sums[1]+sums[2], len(b.items))
}
