// defer in loops, on results, with method values and arguments; recover only where it counts.
package main

import (
	"errors"
	"fmt"
	"strings"
)

type tracer struct {
	b     *strings.Builder
	depth int
}

func (t *tracer) enter(name string) func(*error) {
	fmt.Fprintf(t.b, "%s>%s ", strings.Repeat(".", t.depth), name)
	t.depth++
	return func(err *error) {
		t.depth--
		fmt.Fprintf(t.b, "%s<%s:%v ", strings.Repeat(".", t.depth), name, *err)
	}
}

type resource struct {
	name string
	log  *[]string
}

func (r resource) Close() error {
	*r.log = append(*r.log, r.name)
	if r.name == "bad" {
		return errors.New("cannot close " + r.name)
	}
	return nil
}

func use(log *[]string, names ...string) (err error) {
	for _, n := range names {
		r := resource{n, log}
		defer func() { err = errors.Join(err, r.Close()) }()
	}
	r := resource{"value", log}
	defer r.Close()
	r.name = "changed after"
	return errors.New("body")
}

func work(t *tracer, n int) (err error) {
	defer t.enter(fmt.Sprint("work", n))(&err)
	if n == 0 {
		return errors.New("bottom")
	}
	if err := work(t, n-1); err != nil {
		return fmt.Errorf("%d", n)
	}
	return nil
}

func helper() any { return recover() }

func layered() (s string) {
	defer func() { s += fmt.Sprint("|", recover()) }()
	defer func() { func() { s += fmt.Sprint("nested:", recover()) }() }()
	defer func() { s += fmt.Sprint("direct helper:", helper(), " ") }()
	defer func() {
		defer func() { s += fmt.Sprint("inner ", recover(), " ") }()
		panic("second")
	}()
	panic("first")
}

func modify() (n int) {
	defer func() { n *= 2 }()
	defer func(m int) { n += m }(n)
	n = 5
	return n + 1
}

func conditional(f func()) (r string) {
	defer func() {
		if v := recover(); v != nil {
			r = fmt.Sprint(v)
		}
	}()
	defer f()
	return "ok"
}

func main() {
	var log []string
	fmt.Printf("%q %v\n", use(&log, "a", "bad", "c").Error(), log)
	t := &tracer{b: &strings.Builder{}}
	fmt.Println(work(t, 2), t.b)
	fmt.Println(layered())
	fmt.Println(modify(), conditional(func() {}), conditional(func() { panic("deferred f") }), conditional(nil))
	for i := range 3 {
		defer func() { fmt.Print(i, " ") }()
		defer fmt.Print("i", i, " ")
	}
}
