// Method values and expressions: when receivers are copied, interfaces, embedded.
package main

import (
	"fmt"
	"sort"
	"strings"
)

type counter struct {
	name string
	n    int
}

func (c counter) show(prefix string) string { return fmt.Sprint(prefix, c.name, c.n) }

func (c *counter) add(ns ...int) *counter {
	for _, n := range ns {
		c.n += n
	}
	return c
}

type shower interface{ show(string) string }

type outer struct {
	*counter
	shower
}

func (o outer) show(p string) string { return "outer:" + o.counter.show(p) }

func each(fs ...func(string) string) {
	for i, f := range fs {
		fmt.Print(f(fmt.Sprint(i, "=")), " ")
	}
	fmt.Println()
}

func main() {
	c := counter{"c", 1}
	byValue, add := c.show, c.add
	add(10)
	c.name = "changed"
	each(byValue, c.show, add(100).show)
	expr, pexpr := counter.show, (*counter).show
	fmt.Println(expr(c, "e:"), pexpr(&c, "p:"), (*counter).add(&c, 1, 2).n)
	var s shower = c
	bound := s.show
	s = &counter{"other", 7}
	each(bound, s.show)
	fmt.Println(shower.show(s, "i:"), interface{ show(string) string }.show(c, "j:"))
	o := outer{&c, s}
	each(o.show, o.counter.show, o.shower.show)
	fmt.Printf("%T %T %T %T\n", expr, pexpr, shower.show, outer.add)
	fmt.Println(strings.Map(func(r rune) rune { return r + 1 }, "HAL"), sort.IntSlice.Len([]int{1, 2}))
	defer c.add(1000).show("evaluated now")
	defer fmt.Println(c.n)
	table := map[string]func(*counter, ...int) *counter{"add": (*counter).add}
	fmt.Println(table["add"](&c, 5).n)
	func() {
		defer func() { fmt.Println(recover()) }()
		var none *counter
		_ = none.show
	}()
}
