// Methods of generic types, their method values and expressions.
package main

import "fmt"

type stack[T any] struct{ items []T }

func (s *stack[T]) push(xs ...T) *stack[T] { s.items = append(s.items, xs...); return s }

func (s *stack[T]) pop() (x T, ok bool) {
	if len(s.items) == 0 {
		return x, false
	}
	last := len(s.items) - 1
	x, s.items = s.items[last], s.items[:last]
	return x, true
}

func (s stack[_]) Len() int { return len(s.items) }

type pair[K comparable, V any] struct {
	Key K
	Val V
}

func (p pair[K, V]) String() string { return fmt.Sprintf("<%v=%v>", p.Key, p.Val) }

func (p *pair[K, V]) set(v V) { p.Val = v }

func main() {
	var s stack[string]
	s.push("a", "b").push("c")
	pop := s.pop
	x, ok := pop()
	fmt.Println(x, ok, s.Len())
	length := stack[string].Len
	push := (*stack[string]).push
	fmt.Println(length(s), push(&s, "z").Len())
	fmt.Printf("%T %T %T\n", length, push, pop)

	p := pair[string, []int]{"k", []int{1}}
	set := p.set
	set([]int{7, 8})
	fmt.Println(p, &p, []pair[int, bool]{{1, true}})
	fmt.Printf("%T %#v\n", p, pair[int, *int]{Key: 3})

	var t stack[pair[rune, stack[int]]]
	t.push(pair[rune, stack[int]]{'x', stack[int]{[]int{4}}})
	top, _ := t.pop()
	_, ok = t.pop()
	fmt.Printf("%T %v %v %t\n", t, top.Key, top.Val.items, ok)
}
