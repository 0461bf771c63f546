// Immutable structures that share: a persistent list, a treap map with versions, lenses, a rope, structural equality.
package main

import (
	"cmp"
	"fmt"
	"iter"
	"strings"
)

type treap[K cmp.Ordered, V any] struct{ root *branch[K, V] }

type branch[K cmp.Ordered, V any] struct {
	k           K
	v           V
	size        int
	left, right *branch[K, V]
}

func (b *branch[K, V]) len() int {
	if b == nil {
		return 0
	}
	return b.size
}

func join[K cmp.Ordered, V any](l *branch[K, V], k K, v V, r *branch[K, V]) *branch[K, V] {
	if r.len() > 2*l.len()+1 {
		return fresh(fresh(l, k, v, r.left), r.k, r.v, r.right)
	}
	if l.len() > 2*r.len()+1 {
		return fresh(l.left, l.k, l.v, fresh(l.right, k, v, r))
	}
	return fresh(l, k, v, r)
}

func fresh[K cmp.Ordered, V any](l *branch[K, V], k K, v V, r *branch[K, V]) *branch[K, V] {
	return &branch[K, V]{k, v, l.len() + r.len() + 1, l, r}
}

func (b *branch[K, V]) with(k K, v V) *branch[K, V] {
	if b == nil {
		return fresh(nil, k, v, nil)
	}
	switch c := cmp.Compare(k, b.k); {
	case c < 0:
		return join(b.left.with(k, v), b.k, b.v, b.right)
	case c > 0:
		return join(b.left, b.k, b.v, b.right.with(k, v))
	}
	return fresh(b.left, k, v, b.right)
}

func (t treap[K, V]) With(k K, v V) treap[K, V] { return treap[K, V]{t.root.with(k, v)} }

func (t treap[K, V]) Get(k K) (v V, ok bool) {
	for b := t.root; b != nil; {
		switch {
		case k < b.k:
			b = b.left
		case k > b.k:
			b = b.right
		default:
			return b.v, true
		}
	}
	return
}

func (t treap[K, V]) All() iter.Seq2[K, V] {
	return func(yield func(K, V) bool) { t.root.walk(yield) }
}

func (b *branch[K, V]) walk(yield func(K, V) bool) bool {
	return b == nil || b.left.walk(yield) && yield(b.k, b.v) && b.right.walk(yield)
}

type lens[S, A any] struct {
	get func(S) A
	set func(S, A) S
}

func (l lens[S, A]) over(s S, f func(A) A) S { return l.set(s, f(l.get(s))) }

func focus[S, A, B any](l lens[S, A], m lens[A, B]) lens[S, B] {
	return lens[S, B]{
		func(s S) B { return m.get(l.get(s)) },
		func(s S, b B) S { return l.set(s, m.set(l.get(s), b)) },
	}
}

type address struct{ street, town string }

type person struct {
	name string
	home address
}

type rope interface {
	len() int
	write(*strings.Builder)
}

type leaf string
type concat struct{ a, b rope }

func (l leaf) len() int                   { return len(l) }
func (c concat) len() int                 { return c.a.len() + c.b.len() }
func (l leaf) write(b *strings.Builder)   { b.WriteString(string(l)) }
func (c concat) write(b *strings.Builder) { c.a.write(b); c.b.write(b) }

func main() {
	var versions []treap[string, int]
	t := treap[string, int]{}
	for i, w := range strings.Fields("m c x a e z b q") {
		t = t.With(w, i)
		versions = append(versions, t)
	}
	again := t.With("q", 100)
	for k, v := range again.All() {
		if k == "x" {
			break
		}
		fmt.Print(k, v, " ")
	}
	fmt.Println(t.root.len(), versions[2].root.len())
	old, _ := t.Get("q")
	_, ok := versions[2].Get("q")
	fmt.Println(old, ok, again.root.left == t.root.left, again == t)
	home := lens[person, address]{func(p person) address { return p.home }, func(p person, a address) person { p.home = a; return p }}
	town := lens[address, string]{func(a address) string { return a.town }, func(a address, s string) address { a.town = s; return a }}
	p := person{"Ann", address{"High St", "Ulm"}}
	q := focus(home, town).over(p, strings.ToUpper)
	fmt.Printf("%+v %+v %t\n", p, q, p == person{"Ann", address{"High St", "Ulm"}})
	var r rope = leaf("ab")
	for range 4 {
		r = concat{r, r}
	}
	var b strings.Builder
	concat{r, leaf("!")}.write(&b)
	fmt.Println(r.len(), b.String(), r == concat{r.(concat).a, r.(concat).b})
}
