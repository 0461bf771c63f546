// Generic structs that embed generic and plain ones; promoted methods.
package main

import (
	"fmt"
	"sync"
)

type base[T any] struct{ ID T }

func (b base[T]) Name() string { return fmt.Sprintf("base %v", b.ID) }

func (b *base[T]) Rename(id T) { b.ID = id }

type user[T any] struct {
	base[T]
	*log
	Tags []T
}

type log struct{ lines []string }

func (l *log) add(s string) { l.lines = append(l.lines, s) }

type admin struct {
	user[string]
	level int
}

func (a admin) Name() string { return "admin over " + a.user.Name() }

type namer interface{ Name() string }

type renamer[T any] interface {
	namer
	Rename(T)
}

type guarded[K comparable, V any] struct {
	sync.Mutex
	values map[K]V
}

func (g *guarded[K, V]) update(k K, f func(V) V) {
	g.Lock()
	defer g.Unlock()
	g.values[k] = f(g.values[k])
}

func main() {
	u := user[int]{base: base[int]{1}, log: &log{}}
	u.Rename(42)
	u.add("renamed")
	a := admin{user[string]{base[string]{"root"}, u.log, nil}, 3}
	a.add("made")
	for _, n := range []namer{u, &u, a, &a, a.user} {
		fmt.Printf("%T: %s\n", n, n.Name())
	}
	var r renamer[string] = &a
	r.Rename("toor")
	fmt.Println(a.ID, a.base.ID, u.lines, a.Name())
	g := guarded[string, []int]{values: map[string][]int{}}
	for i := range 3 {
		g.update("k", func(old []int) []int { return append(old, i*i) })
	}
	fmt.Println(g.values)
}
