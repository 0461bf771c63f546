// sync/atomic's types: counters, pointers, values, compare-and-swap stacks, bit operations.
package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

type node[T any] struct {
	value T
	next  *node[T]
}

type stack[T any] struct {
	top  atomic.Pointer[node[T]]
	size atomic.Int64
}

func (s *stack[T]) push(v T) {
	n := &node[T]{value: v}
	for {
		n.next = s.top.Load()
		if s.top.CompareAndSwap(n.next, n) {
			s.size.Add(1)
			return
		}
	}
}

func (s *stack[T]) pop() (v T, ok bool) {
	for {
		n := s.top.Load()
		if n == nil {
			return v, false
		}
		if s.top.CompareAndSwap(n, n.next) {
			s.size.Add(-1)
			return n.value, true
		}
	}
}

type settings struct {
	verbose bool
	names   []string
}

func main() {
	var s stack[int]
	var wg sync.WaitGroup
	var popped, sum atomic.Uint64
	for i := range 8 {
		wg.Go(func() {
			for j := range 100 {
				s.push(i*100 + j)
				if v, ok := s.pop(); ok {
					popped.Add(1)
					sum.Add(uint64(v))
				}
			}
		})
	}
	wg.Wait()
	fmt.Println(popped.Load(), sum.Load(), s.size.Load())
	var current atomic.Pointer[settings]
	old := current.Swap(&settings{true, []string{"a"}})
	fmt.Println(old, *current.Load())
	var v atomic.Value
	v.Store([]int{1})
	defer func() { fmt.Println(v.Load().([]int), recover()) }()
	v.Store("x")
}
