// Constraints with pointer methods, method sets through embedding, instantiated method values in maps.
package main

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
)

type setter[T any] interface {
	*T
	Set(string) error
}

type integer int

func (i *integer) Set(s string) error {
	n, err := strconv.Atoi(s)
	*i = integer(n)
	return err
}

type words struct{ all []string }

func (w *words) Set(s string) error { w.all = strings.Fields(s); return nil }

func parseAll[T any, P setter[T]](in ...string) (out []T, err error) {
	for _, s := range in {
		var v T
		if err = P(&v).Set(s); err != nil {
			return out, fmt.Errorf("%T: %w", v, err)
		}
		out = append(out, v)
	}
	return
}

type numeric interface{ ~int | ~float64 }

type registry[K comparable, V any] struct {
	items map[K]V
	order []K
}

func (r *registry[K, V]) add(k K, v V) *registry[K, V] {
	if r.items == nil {
		r.items = map[K]V{}
	}
	if _, ok := r.items[k]; !ok {
		r.order = append(r.order, k)
	}
	r.items[k] = v
	return r
}

func (r registry[K, V]) each(f func(K, V)) {
	for _, k := range r.order {
		f(k, r.items[k])
	}
}

type sorted[K comparable, V numeric] struct {
	*registry[K, V]
	label string
}

func (s sorted[K, V]) Len() int           { return len(s.order) }
func (s sorted[K, V]) Less(i, j int) bool { return s.items[s.order[i]] < s.items[s.order[j]] }
func (s sorted[K, V]) Swap(i, j int)      { s.order[i], s.order[j] = s.order[j], s.order[i] }

type summer[T numeric] func(...T) T

func (f summer[T]) over(t ...T) summer[T] { return func(u ...T) T { return f(append(t, u...)...) } }

func add[T numeric](ts ...T) (sum T) {
	for _, t := range ts {
		sum += t
	}
	return
}

func main() {
	fmt.Println(parseAll[integer]("1", "22"))
	fmt.Println(parseAll[words]("a b", "c"))
	_, err := parseAll[integer]("3", "x")
	fmt.Println(err)
	s := sorted[string, float64]{&registry[string, float64]{}, "costs"}
	s.add("c", 3).add("a", 1.5).add("b", 2).add("c", .5)
	sort.Sort(sort.Reverse(s))
	s.each(func(k string, v float64) { fmt.Print(k, "=", v, " ") })
	fmt.Printf("%s %T\n", s.label, s)
	ops := map[string]func(...int) int{"add": add[int], "five": summer[int](add[int]).over(2, 3), "value": summer[int].over(add, 10)}
	fmt.Println(ops["add"](1, 2), ops["five"](1), ops["value"](), add(1.5, 2))
	f := (*registry[int, string]).add
	f(f(new(registry[int, string]), 1, "x"), 2, "y").each(func(i int, s string) { fmt.Print(i, s, ";") })
	fmt.Println(sorted[int, integer].Len(sorted[int, integer]{registry: &registry[int, integer]{order: []int{1}}}))
}
