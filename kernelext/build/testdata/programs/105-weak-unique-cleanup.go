// unique handles, weak pointers that a collection empties, cleanups that run after it.
package main

import (
	"fmt"
	"runtime"
	"strings"
	"unique"
	"weak"
)

type blob struct {
	name string
	data [64]byte
}

type cache[K comparable, V any] struct{ entries map[K]weak.Pointer[V] }

func (c *cache[K, V]) put(k K, v *V) {
	if c.entries == nil {
		c.entries = map[K]weak.Pointer[V]{}
	}
	c.entries[k] = weak.Make(v)
}

func (c *cache[K, V]) get(k K) (*V, bool) {
	v := c.entries[k].Value()
	return v, v != nil
}

var kept *blob

//go:noinline
func fill(c *cache[string, blob], gone chan<- string) {
	kept = &blob{name: "kept"}
	lost := &blob{name: "lost"}
	runtime.AddCleanup(lost, func(s string) { gone <- s }, "cleaned "+lost.name)
	c.put("kept", kept)
	c.put("lost", lost)
	c.put("nil", nil)
}

func main() {
	a, b := unique.Make(strings.Repeat("ab", 2)), unique.Make("ab"+"ab")
	fmt.Println(a == b, a.Value(), a == unique.Make("other"))
	type point struct{ x, y int }
	places := map[unique.Handle[point]]string{unique.Make(point{1, 2}): "here"}
	fmt.Printf("%q %T\n", places[unique.Make(point{1, 2})], unique.Make(point{}).Value())
	var c cache[string, blob]
	gone := make(chan string, 1)
	fill(&c, gone)
	runtime.GC()
	fmt.Println(<-gone)
	for _, k := range []string{"kept", "lost", "nil", "never"} {
		v, ok := c.get(k)
		fmt.Println(k, ok, v == kept)
	}
	fmt.Println(weak.Make(kept) == weak.Make(kept), kept.name)
	stop := runtime.AddCleanup(kept, func(int) { panic("stopped") }, 1)
	stop.Stop()
	runtime.KeepAlive(kept)
}
