//go:build go1.27

// The error of panic(nil) reads as the other errors of the runtime do.
package main

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
)

func caught(f func()) (err error) {
	defer func() { err, _ = recover().(error) }()
	f()
	return
}

func main() {
	for _, f := range []func(){
		func() { panic(nil) },
		func() { var e error; panic(e) },
		func() { _ = []int{}[len("x")] },
		func() { defer panic(nil); panic("first") },
	} {
		err := caught(f)
		_, isRuntime := errors.AsType[runtime.Error](err)
		_, isNil := errors.AsType[*runtime.PanicNilError](err)
		fmt.Println(err, isRuntime, isNil, strings.HasPrefix(err.Error(), "runtime error: "))
	}
	fmt.Println(new(runtime.PanicNilError), fmt.Errorf("wrapped: %w", caught(func() { panic(nil) })))
}
