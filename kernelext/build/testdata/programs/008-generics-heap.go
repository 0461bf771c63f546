// A generic priority queue on container/heap, and one of its own.
package main

import (
	"cmp"
	"container/heap"
	"fmt"
)

type items[T any] struct {
	all  []T
	less func(a, b T) bool
}

func (h *items[T]) Len() int           { return len(h.all) }
func (h *items[T]) Less(i, j int) bool { return h.less(h.all[i], h.all[j]) }
func (h *items[T]) Swap(i, j int)      { h.all[i], h.all[j] = h.all[j], h.all[i] }
func (h *items[T]) Push(x any)         { h.all = append(h.all, x.(T)) }
func (h *items[T]) Pop() any {
	last := h.all[len(h.all)-1]
	h.all = h.all[:len(h.all)-1]
	return last
}

type queue[T any] struct{ h items[T] }

func newQueue[T any](less func(a, b T) bool, xs ...T) *queue[T] {
	q := &queue[T]{items[T]{xs, less}}
	heap.Init(&q.h)
	return q
}

func (q *queue[T]) push(x T)    { heap.Push(&q.h, x) }
func (q *queue[T]) pop() T      { return heap.Pop(&q.h).(T) }
func (q *queue[T]) empty() bool { return q.h.Len() == 0 }

func (q *queue[T]) drain(yield func(int, T) bool) {
	for i := 0; !q.empty() && yield(i, q.pop()); i++ {
	}
}

type job struct {
	name     string
	priority int
}

func main() {
	q := newQueue(cmp.Less[int], 5, 2, 8)
	q.push(1)
	for i, x := range q.drain {
		if i == 3 {
			break
		}
		fmt.Print(x, " ")
	}
	fmt.Println(q.empty())
	jobs := newQueue(func(a, b job) bool { return a.priority > b.priority }, job{"low", 1}, job{"high", 9})
	jobs.push(job{"middle", 5})
	for i, j := range jobs.drain {
		fmt.Printf("%d %+v\n", i, j)
	}
	var _ heap.Interface = &jobs.h
	fmt.Printf("%T %d\n", jobs, jobs.h.Len())
}
