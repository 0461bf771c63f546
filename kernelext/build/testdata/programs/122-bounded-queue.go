// A bounded queue by condition variables, a priority mailbox, a read-write cache: invariants are printed, not orders.
package main

import (
	"container/heap"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
)

type queue[T any] struct {
	mu       sync.Mutex
	notEmpty *sync.Cond
	notFull  *sync.Cond
	items    []T
	limit    int
	closed   bool
	most     int
}

func newQueue[T any](limit int) *queue[T] {
	q := &queue[T]{limit: limit}
	q.notEmpty, q.notFull = sync.NewCond(&q.mu), sync.NewCond(&q.mu)
	return q
}

func (q *queue[T]) put(t T) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.items) == q.limit {
		q.notFull.Wait()
	}
	q.items = append(q.items, t)
	q.most = max(q.most, len(q.items))
	q.notEmpty.Signal()
}

func (q *queue[T]) take() (t T, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.items) == 0 && !q.closed {
		q.notEmpty.Wait()
	}
	if len(q.items) == 0 {
		return t, false
	}
	t = q.items[0]
	q.items = slices.Delete(q.items, 0, 1)
	q.notFull.Signal()
	return t, true
}

func (q *queue[T]) close() {
	q.mu.Lock()
	q.closed = true
	q.mu.Unlock()
	q.notEmpty.Broadcast()
}

type letters []string

func (l letters) Len() int           { return len(l) }
func (l letters) Less(i, j int) bool { return len(l[i]) < len(l[j]) }
func (l letters) Swap(i, j int)      { l[i], l[j] = l[j], l[i] }
func (l *letters) Push(x any)        { *l = append(*l, x.(string)) }
func (l *letters) Pop() any {
	last := len(*l) - 1
	defer func() { *l = (*l)[:last] }()
	return (*l)[last]
}

func main() {
	q := newQueue[int](3)
	var makers, takers sync.WaitGroup
	var sum, taken atomic.Int64
	for w := range 4 {
		makers.Go(func() {
			for i := range 25 {
				q.put(w*25 + i)
			}
		})
		takers.Go(func() {
			for n, ok := q.take(); ok; n, ok = q.take() {
				sum.Add(int64(n))
				taken.Add(1)
			}
		})
	}
	makers.Wait()
	q.close()
	takers.Wait()
	_, ok := q.take()
	fmt.Println(sum.Load(), taken.Load(), q.most <= 3, ok)
	var l letters
	for _, s := range []string{"ccc", "a", "bb", ""} {
		heap.Push(&l, s)
	}
	for l.Len() > 0 {
		fmt.Printf("%q ", heap.Pop(&l))
	}
	fmt.Println(len(l), cap(l) >= 4)
}
