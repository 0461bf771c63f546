//notebook: statements the body of main shadows names that declarations at the top level would change for its functions, too

// Shadowing: packages, types, functions, results, if-else chains, closures, labels.
package main

import (
	"errors"
	"fmt"
	str "strings"
)

var x = "package"

type T struct{ x int }

func f() string { return x }

func shadow(x int) (err error) {
	if x, err := half(x); err != nil {
		return err
	} else if y := x * 2; y > 10 {
		return fmt.Errorf("%d of %d", x, y)
	} else {
		x := fmt.Sprint(x, y)
		_, err = errors.New(x), errors.New("inner")
	}
	return
}

func half(n int) (half int, err error) {
	if n%2 != 0 {
		return n, errors.New("odd")
	}
	half = n / 2
	return
}

func main() {
	fmt.Println(x, f())
	x := x + "+local"
	{
		x := x + "+block"
		x += "!"
		fmt.Println(x, f())
	}
	for x := range 2 {
		x := x * 10
		defer func() { fmt.Println("deferred", x) }()
	}
	fmt.Println(x, shadow(3), shadow(20), shadow(4))
	type T string
	var t T = "local T"
	fmt.Printf("%T %v\n", t, t)
	f := func() string { return "local " + f() }
	fmt.Println(f())
	fmt := fmt.Sprintf
	println := func(s string) { _ = s; x += "printed" }
	println(fmt("%d", 1))
	a, b := 1, 2
	{
		b, c := a+10, b+20
		a, b = b, c
	}
	x, y := x+str.ToUpper("y"), a
	errors := errors.New("shadows a package")
	str.NewReplacer()
	switch x := any(a).(type) {
	case int:
		x++
		a = x
	}
	defer func(s string) { panicIf(s != "11 2 11 packageshadows") }(fmt("%d %d %d ", a-1, b, y) + "package" + errors.Error()[:7])
}

func panicIf(bad bool) {
	fmt.Println("bad:", bad, x)
}
