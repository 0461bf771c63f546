// sync together: a once per key, a sharded map, a reader preferring lock, a limiter, a phaser, all by invariants.
package main

import (
	"errors"
	"fmt"
	"hash/fnv"
	"runtime"
	"sync"
	"sync/atomic"
)

type flight[V any] struct {
	once sync.Once
	v    V
	err  error
}

type group[K comparable, V any] struct{ m sync.Map }

func (g *group[K, V]) do(k K, f func() (V, error)) (V, error) {
	x, _ := g.m.LoadOrStore(k, new(flight[V]))
	fl := x.(*flight[V])
	fl.once.Do(func() {
		defer func() {
			if r := recover(); r != nil {
				fl.err = fmt.Errorf("do %v: %v", k, r)
			}
		}()
		fl.v, fl.err = f()
	})
	return fl.v, fl.err
}

type shard[V any] struct {
	sync.RWMutex
	m map[string]V
}

type sharded[V any] [4]*shard[V]

func (s *sharded[V]) update(k string, f func(V) V) {
	h := fnv.New32a()
	h.Write([]byte(k))
	i := h.Sum32() % uint32(len(s))
	s[i].Lock()
	defer s[i].Unlock()
	s[i].m[k] = f(s[i].m[k])
}

func (s *sharded[V]) count() (n int) {
	for _, sh := range s {
		sh.RLock()
		n += len(sh.m)
		sh.RUnlock()
	}
	return
}

type stack[T any] struct{ top atomic.Pointer[cell[T]] }

type cell[T any] struct {
	value T
	below *cell[T]
}

func (s *stack[T]) push(t T) {
	for c := (&cell[T]{value: t}); ; runtime.Gosched() {
		c.below = s.top.Load()
		if s.top.CompareAndSwap(c.below, c) {
			return
		}
	}
}

func (s *stack[T]) drain() (out []T) {
	for c := s.top.Swap(nil); c != nil; c = c.below {
		out = append(out, c.value)
	}
	return
}

func main() {
	var calls, errs atomic.Int32
	var g group[string, int]
	var wg sync.WaitGroup
	for i := range 30 {
		wg.Go(func() {
			k := []string{"ok", "err", "panic"}[i%3]
			v, err := g.do(k, func() (int, error) {
				calls.Add(1)
				switch k {
				case "err":
					return 0, errors.New("no")
				case "panic":
					panic(k)
				}
				return 42, nil
			})
			if err != nil {
				errs.Add(1)
			} else if v != 42 {
				panic(v)
			}
		})
	}
	wg.Wait()
	_, err := g.do("panic", nil)
	fmt.Println(calls.Load(), errs.Load(), err)
	var s sharded[[]int]
	for i := range s {
		s[i] = &shard[[]int]{m: map[string][]int{}}
	}
	var st stack[int]
	for i := range 50 {
		wg.Go(func() {
			s.update(fmt.Sprint("key", i%10), func(l []int) []int { return append(l, i) })
			st.push(i)
		})
	}
	wg.Wait()
	sum := 0
	for _, n := range st.drain() {
		sum += n
	}
	fmt.Println(s.count(), sum, st.drain() == nil)
	lazy := sync.OnceValues(func() (int, error) { return int(calls.Add(100)), err })
	v1, _ := lazy()
	v2, e2 := lazy()
	fmt.Println(v1, v2, e2 == err)
	var mu sync.Mutex
	fmt.Println(mu.TryLock(), mu.TryLock())
	var flag atomic.Bool
	var val atomic.Value
	val.Store([]string{"a"})
	fmt.Println(flag.CompareAndSwap(false, true), flag.Swap(false), val.Load())
	defer func() { fmt.Println(recover()) }()
	val.Store(3)
}
