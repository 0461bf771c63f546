// The blank identifier everywhere it may stand.
package main

import (
	"fmt"
	"io"
	_ "strings"
)

var _ io.Writer = (*null)(nil)

var _, second = pair()

const _, third = iota, iota + 3

type _ struct{ hidden int }

type null struct {
	_ int
	n int
	_ [2]string
}

func (_ *null) Write(_ []byte) (_ int, _ error) { return 7, nil }

func (null) Flush() {}

func _() { panic("never called") }

func _(int) {}

func pair() (int, string) { return 1, "two" }

func ignore(_ int, _ string, kept ...bool) (_ int, ok bool) {
	ok = len(kept) > 0
	return
}

func generic[_ any, T any](t T) T { return t }

type tagged[_ any] struct{ v int }

func (t tagged[_]) value() int { return t.v }

func main() {
	_ = second
	_, err := (&null{}).Write(nil)
	n, _ := pair()
	fmt.Println(n, second, third, err, null{n: 3} == null{n: 3})
	for _ = range 2 {
		fmt.Print(".")
	}
	for _, _ = range []int{1} {
		fmt.Print("!")
	}
	for range map[int]int{1: 1} {
		fmt.Println()
	}
	_, ok := ignore(1, "", true)
	var _ = func(_, _ int) int { return 1 }(1, 2)
	fmt.Println(ok, generic[int]("t"), tagged[error]{4}.value())
	switch _ = n; {
	default:
		_, _ = fmt.Println("default")
	}
	ch := make(chan int, 1)
	ch <- 1
	select {
	case _ = <-ch:
	}
	if _, ok := any(n).(string); !ok {
		fmt.Printf("%+v %T\n", null{n: 1}, tagged[int]{})
	}
	var unused int
	_ = unused
}
