// sync: Once and its panics, OnceValue(s), Pool, Map, RWMutex, WaitGroup.Go.
package main

import (
	"errors"
	"fmt"
	"slices"
	"sync"
)

type config struct{ loads int }

var load = sync.OnceValues(func() (*config, error) {
	fmt.Println("loading")
	return &config{1}, errors.New("partly")
})

type registry[K comparable, V any] struct {
	mu sync.RWMutex
	m  map[K]V
}

func (r *registry[K, V]) getOr(k K, make func() V) (v V, made bool) {
	r.mu.RLock()
	v, ok := r.m[k]
	r.mu.RUnlock()
	if ok {
		return v, false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if v, ok = r.m[k]; !ok {
		v, made = make(), true
		r.m[k] = v
	}
	return
}

func main() {
	var wg sync.WaitGroup
	for range 5 {
		wg.Go(func() { load() })
	}
	wg.Wait()
	fmt.Println(load())
	var once sync.Once
	for range 2 {
		func() {
			defer func() { fmt.Println("recovered", recover()) }()
			once.Do(func() { panic("once") })
		}()
	}
	bad := sync.OnceFunc(func() { panic(errors.ErrUnsupported) })
	func() {
		defer func() { fmt.Println("again", recover()) }()
		bad()
	}()
	r := registry[string, []int]{m: map[string][]int{}}
	_, made := r.getOr("a", func() []int { return []int{1} })
	_, again := r.getOr("a", nil)
	fmt.Println(made, again, r.mu.TryRLock(), r.mu.TryLock())
	var m sync.Map
	for i := range 4 {
		wg.Go(func() { m.LoadOrStore(i%2, "v") })
	}
	wg.Wait()
	m.Store("z", 1)
	old, loaded := m.Swap("z", 2)
	var keys []string
	m.Range(func(k, v any) bool { keys = append(keys, fmt.Sprint(k, v)); return true })
	slices.Sort(keys)
	fmt.Println(old, loaded, keys, m.CompareAndSwap("z", 2, 3), m.CompareAndDelete("z", 2))
	p := sync.Pool{New: func() any { return new([8]byte) }}
	fmt.Println(len(p.Get().(*[8]byte)))
}
