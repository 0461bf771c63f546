// A generic LRU cache with an intrusive list, callbacks, statistics and iteration.
package main

import (
	"fmt"
	"iter"
	"strings"
)

type entry[K comparable, V any] struct {
	key        K
	value      V
	prev, next *entry[K, V]
}

type stats struct{ hits, misses, evicted int }

type cache[K comparable, V any] struct {
	stats
	capacity int
	entries  map[K]*entry[K, V]
	root     entry[K, V]
	onEvict  func(K, V)
}

func newCache[K comparable, V any](capacity int, onEvict func(K, V)) *cache[K, V] {
	c := &cache[K, V]{capacity: capacity, entries: make(map[K]*entry[K, V]), onEvict: onEvict}
	c.root.prev, c.root.next = &c.root, &c.root
	return c
}

func (c *cache[K, V]) unlink(e *entry[K, V]) { e.prev.next, e.next.prev = e.next, e.prev }

func (c *cache[K, V]) front(e *entry[K, V]) {
	e.prev, e.next = &c.root, c.root.next
	e.prev.next, e.next.prev = e, e
}

func (c *cache[K, V]) get(k K, load func(K) V) V {
	if e, ok := c.entries[k]; ok {
		c.hits++
		c.unlink(e)
		c.front(e)
		return e.value
	}
	c.misses++
	e := &entry[K, V]{key: k, value: load(k)}
	c.entries[k] = e
	c.front(e)
	if len(c.entries) > c.capacity {
		old := c.root.prev
		c.unlink(old)
		delete(c.entries, old.key)
		c.evicted++
		c.onEvict(old.key, old.value)
	}
	return e.value
}

func (c *cache[K, V]) all() iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for e := c.root.next; e != &c.root && yield(e.key, e.value); e = e.next {
		}
	}
}

func main() {
	c := newCache(2, func(k string, v int) { fmt.Print("-", k, v, " ") })
	for w := range strings.FieldsSeq("aa b aa ccc b aa aa") {
		fmt.Print(c.get(w, func(s string) int { return len(s) }), " ")
	}
	fmt.Printf("%+v\n", c.stats)
	for k, v := range c.all() {
		fmt.Println(k, v)
	}
}
