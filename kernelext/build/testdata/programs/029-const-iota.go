// iota: skipped, repeated, typed, in expressions, shifts, several per line.
package main

import (
	"fmt"
	"strings"
)

type weekday uint8

const (
	monday weekday = iota + 1
	tuesday
	_
	thursday
	friday = weekday(iota * 10)
	saturday
)

const (
	_  = iota
	kb = 1 << (10 * iota)
	mb
	gb
)

const (
	a, b = iota, iota * iota
	c, d
	_, _
	e, f
)

type flags uint

const (
	read flags = 1 << iota
	write
	execute
	all = read | write | execute
)

func (f flags) String() string {
	var parts []string
	for i, name := range [...]string{"read", "write", "execute"} {
		if f&(1<<i) != 0 {
			parts = append(parts, name)
		}
	}
	return strings.Join(parts, "|")
}

const (
	first  = "x"
	second // repeats "x"
	third  = iota
	fourth = len(first) + iota
	fifth
)

func main() {
	fmt.Println(monday, tuesday, thursday, friday, saturday)
	fmt.Println(kb, mb, gb, a, b, c, d, e, f)
	fmt.Println(all, read|execute, all&^write, flags(0) == 0)
	fmt.Printf("%T %T %d %x %v\n", friday, all, all, all, []flags{write})
	fmt.Println(first, second, third, fourth, fifth)
	const local, inner = iota, "i" + second
	fmt.Println(local, inner)
}
