// Generic functions that make closures, local generic instances, goroutines of generics, type lists as keys.
package main

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
)

type event[T any] struct {
	topic string
	body  T
}

type bus struct {
	mu       sync.Mutex
	handlers map[reflect.Type][]any
}

func subscribe[T any](b *bus, f func(event[T])) (cancel func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.handlers == nil {
		b.handlers = map[reflect.Type][]any{}
	}
	t := reflect.TypeFor[event[T]]()
	b.handlers[t] = append(b.handlers[t], f)
	i := len(b.handlers[t]) - 1
	return func() { b.handlers[t][i] = func(event[T]) {} }
}

func publish[T any](b *bus, topic string, body T) (n int) {
	for _, h := range b.handlers[reflect.TypeFor[event[T]]()] {
		h.(func(event[T]))(event[T]{topic, body})
		n++
	}
	return
}

func parallel[In, Out any](in []In, f func(In) Out) []Out {
	out := make([]Out, len(in))
	var wg sync.WaitGroup
	for i, x := range in {
		wg.Go(func() { out[i] = f(x) })
	}
	wg.Wait()
	return out
}

func memo[K comparable, V any](f func(func(K) V, K) V) func(K) V {
	seen := map[K]V{}
	var self func(K) V
	self = func(k K) V {
		if v, ok := seen[k]; ok {
			return v
		}
		seen[k] = f(self, k)
		return seen[k]
	}
	return self
}

func by[T any, K cmp.Ordered](key func(T) K) func(T, T) int {
	return func(a, b T) int { return cmp.Compare(key(a), key(b)) }
}

func group[K comparable, T any](s iter.Seq[T], key func(T) K) map[K][]T {
	m := make(map[K][]T)
	for t := range s {
		m[key(t)] = append(m[key(t)], t)
	}
	return m
}

func main() {
	b := &bus{}
	var got []string
	cancel := subscribe(b, func(e event[int]) { got = append(got, fmt.Sprintf("%T:%v", e, e)) })
	subscribe(b, func(e event[[]string]) { got = append(got, strings.Join(e.body, e.topic)) })
	fmt.Println(publish(b, "t", 1), publish(b, "+", []string{"a", "b"}), publish(b, "u", "nobody"))
	cancel()
	fmt.Println(publish(b, "t", 2), got)
	fib := memo(func(self func(int) uint64, n int) uint64 {
		if n < 2 {
			return uint64(n)
		}
		return self(n-1) + self(n-2)
	})
	fmt.Println(parallel([]int{1, 2, 3}, func(n int) string { return strings.Repeat("#", n) }), fib(90))
	ws := strings.Fields("pear fig apple kiwi date plum")
	slices.SortFunc(ws, by(func(s string) string { return s[1:] }))
	g := group(slices.Values(ws), func(s string) int { return len(s) })
	fmt.Println(ws, slices.Sorted(maps.Keys(g)), g[4])
}
