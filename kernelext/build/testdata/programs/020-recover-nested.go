// Panic and recover: re-panic, nested recovers, panics in defers, results set.
package main

import (
	"errors"
	"fmt"
)

func safe(f func()) (err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case error:
			err = fmt.Errorf("wrapped: %w", r)
		default:
			err = fmt.Errorf("panicked: %v (%T)", r, r)
		}
	}()
	f()
	return
}

func helper() any { return recover() }

func replaced() {
	defer func() { fmt.Println("outer recovers", recover()) }()
	defer func() { panic("second") }()
	panic("first")
}

func rethrown() {
	defer func() {
		r := recover()
		defer func() { fmt.Println("inner", recover(), "then none:", recover()) }()
		panic(fmt.Sprint("again ", r))
	}()
	panic("once")
}

func indirect() (r any) {
	defer func() {
		func() { r = recover() }() // not called by the deferred function itself
		fmt.Println("indirect recovers", r)
		recover()
	}()
	panic("x")
}

var errBase = errors.New("base")

func main() {
	fmt.Println(safe(func() {}))
	fmt.Println(safe(func() { panic(1.5) }))
	err := safe(func() { panic(fmt.Errorf("e: %w", errBase)) })
	fmt.Println(err, errors.Is(err, errBase))
	fmt.Println(safe(func() {
		defer fmt.Println("still runs")
		defer func() { panic(errBase) }()
		panic("lost")
	}))
	replaced()
	rethrown()
	indirect()
	fmt.Println(safe(func() { defer helper(); panic("to helper") }))
	err = safe(func() { panic(nil) })
	fmt.Println(err, recover())
}
