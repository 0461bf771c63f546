// A test framework of one's own: sub-tests in tables, failures by Goexit, helpers, property checks.
package main

import (
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/quick"
)

type report struct {
	name   string
	parent *report
	failed bool
	lines  []string
	clean  []func()
}

type assertion[T any] func(T) error

func (r *report) path() string {
	if r.parent == nil {
		return r.name
	}
	return r.parent.path() + "/" + r.name
}

func (r *report) Errorf(format string, args ...any) {
	r.lines = append(r.lines, fmt.Sprintf(format, args...))
	for p := r; p != nil; p = p.parent {
		p.failed = true
	}
}

func (r *report) FailNow(reason ...any) {
	r.Errorf("%s", fmt.Sprint(reason...))
	runtime.Goexit()
}

func (r *report) Cleanup(f func()) { r.clean = append(r.clean, f) }

func (r *report) Run(name string, f func(*report)) bool {
	sub := &report{name: name, parent: r}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			for _, c := range slices.Backward(sub.clean) {
				c()
			}
		}()
		defer func() {
			if v := recover(); v != nil {
				sub.Errorf("panic: %v", v)
			}
		}()
		f(sub)
	}()
	<-done
	fmt.Println(map[bool]string{true: "FAIL", false: "ok"}[sub.failed], sub.path(), strings.Join(sub.lines, "; "))
	return !sub.failed
}

func check[T any](r *report, got T, all ...assertion[T]) {
	for _, a := range all {
		if err := a(got); err != nil {
			r.Errorf("%v", err)
		}
	}
}

func equal[T comparable](want T) assertion[T] {
	return func(got T) error {
		if got != want {
			return fmt.Errorf("got %v, want %v", got, want)
		}
		return nil
	}
}

func deep[T any](want T) assertion[T] {
	return func(got T) error {
		if !reflect.DeepEqual(got, want) {
			return fmt.Errorf("got %#v, want %#v", got, want)
		}
		return nil
	}
}

type celsius float64

func main() {
	root := &report{name: "all"}
	root.Run("math", func(r *report) {
		for _, c := range []struct{ a, b, sum int }{{1, 2, 3}, {2, 2, 5}} {
			r.Run(fmt.Sprintf("%d+%d", c.a, c.b), func(r *report) { check(r, c.a+c.b, equal(c.sum)) })
		}
	})
	root.Run("now", func(r *report) {
		r.Cleanup(func() { fmt.Println("cleaned up after", r.failed) })
		defer fmt.Println("deferred")
		r.FailNow("stop ", 1)
		fmt.Println("never")
	})
	root.Run("panics", func(r *report) { check(r, []int{1}[len(r.lines):][0], equal(1)); _ = []int{}[len(r.lines)] })
	fmt.Println(root.Run("deep", func(r *report) {
		check(r, map[string][]celsius{"a": {1}}, deep(map[string][]celsius{"a": {1}}))
	}), root.failed)
	reverses := func(s []int8) bool {
		c := slices.Clone(s)
		slices.Reverse(c)
		slices.Reverse(c)
		return slices.Equal(c, s)
	}
	fmt.Println(quick.Check(reverses, &quick.Config{MaxCount: 50}))
	err := quick.Check(func(b bool) bool { return !b && b }, nil)
	_, ok := err.(*quick.CheckError)
	fmt.Println(ok, testing.Testing())
}
