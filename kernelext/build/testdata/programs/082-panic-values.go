// Panics with values of all kinds, in goroutines, in String methods, in deferred calls, Goexit.
package main

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
)

type code int

func (c code) Error() string { return fmt.Sprint("code ", int(c)) }

type wrong struct{ what any }

func protect(f func()) (out string) {
	defer func() {
		r := recover()
		out = fmt.Sprintf("%T(%v)", r, r)
	}()
	f()
	return "fine"
}

func exits(order *[]string) {
	var wg sync.WaitGroup
	wg.Go(func() {
		defer func() { *order = append(*order, fmt.Sprint("recover ", recover())) }()
		defer func() { *order = append(*order, "deferred") }()
		func() { runtime.Goexit() }()
		*order = append(*order, "never")
	})
	wg.Wait()
}

func collect(n int) error {
	errs := make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			defer func() {
				switch r := recover().(type) {
				case nil:
				case error:
					errs[i] = r
				default:
					errs[i] = fmt.Errorf("goroutine %d: %v", i, r)
				}
			}()
			switch i {
			case 1:
				panic(code(7))
			case 2:
				panic(wrong{"bad"})
			case 3:
				_ = []int{}[i]
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

func main() {
	for _, v := range []any{1, "s", nil, code(3), &wrong{1}, errors.New("e"), []int{1}, func() {}} {
		if _, isFunc := v.(func()); !isFunc {
			fmt.Println(protect(func() { panic(v) }))
		}
	}
	fmt.Println(protect(func() {}))
	var order []string
	exits(&order)
	fmt.Println(order)
	err := collect(5)
	var c code
	fmt.Println(err, errors.As(err, &c), c)
	var pe *runtime.PanicNilError
	fmt.Println(errors.As(func() (err error) {
		defer func() { err, _ = recover().(error) }()
		panic(nil)
	}(), &pe))
}
