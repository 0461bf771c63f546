// container/list and container/ring: moving, removing while walking, linking.
package main

import (
	"container/list"
	"container/ring"
	"fmt"
)

type lru struct {
	capacity int
	order    *list.List
	at       map[string]*list.Element
}

type entry struct {
	key string
	val int
}

func (c *lru) get(k string) (int, bool) {
	if e, ok := c.at[k]; ok {
		c.order.MoveToFront(e)
		return e.Value.(entry).val, true
	}
	return 0, false
}

func (c *lru) put(k string, v int) {
	if e, ok := c.at[k]; ok {
		e.Value = entry{k, v}
		c.order.MoveToFront(e)
		return
	}
	c.at[k] = c.order.PushFront(entry{k, v})
	if c.order.Len() > c.capacity {
		old := c.order.Remove(c.order.Back()).(entry)
		delete(c.at, old.key)
	}
}

func show(l *list.List) {
	for e := l.Front(); e != nil; e = e.Next() {
		fmt.Print(e.Value, " ")
	}
	fmt.Println(l.Len())
}

func main() {
	c := &lru{2, list.New(), map[string]*list.Element{}}
	c.put("a", 1)
	c.put("b", 2)
	c.get("a")
	c.put("c", 3)
	fmt.Println(c.get("b"))
	show(c.order)
	l := list.New()
	for i := range 6 {
		l.PushBack(i)
	}
	for e, next := l.Front(), (*list.Element)(nil); e != nil; e = next {
		if next = e.Next(); e.Value.(int)%2 == 0 {
			l.Remove(e)
		}
	}
	l.InsertBefore("x", l.Back())
	l.PushFrontList(l)
	show(l)
	r := ring.New(4)
	for i := 1; i <= r.Len(); i, r = i+1, r.Next() {
		r.Value = i * i
	}
	gone := r.Unlink(2)
	r.Do(func(v any) { fmt.Print(v, " ") })
	fmt.Println(gone.Len(), r.Move(-1).Value)
}
