//go:build go1.27

// reflect converts strings to and from slices of named bytes and runes, and ranges over what the language ranges over.
package main

import (
	"fmt"
	"reflect"
)

type octet byte

type letter rune

type octets []octet

type text string

type flag bool

func main() {
	for _, c := range []struct {
		from any
		to   reflect.Type
	}{
		{"héé", reflect.TypeFor[[]octet]()}, {text("hé"), reflect.TypeFor[octets]()}, {"hé", reflect.TypeFor[[]letter]()},
		{[]octet("go"), reflect.TypeFor[string]()}, {octets("go"), reflect.TypeFor[text]()}, {[]letter("gö"), reflect.TypeFor[text]()},
		{"x", reflect.TypeFor[[]int8]()}, {[]flag{true}, reflect.TypeFor[string]()},
	} {
		v := reflect.ValueOf(c.from)
		ok := v.CanConvert(c.to)
		fmt.Print(v.Type(), " to ", c.to, " ", ok, v.Type().ConvertibleTo(c.to))
		if ok {
			fmt.Printf(" %v", v.Convert(c.to))
		}
		fmt.Println()
	}
	fmt.Println([]octet("é"), string(octets{'o', 'k'})) // as the language always has

	var none *[3]string // ranging over its indices needs no array
	for i := range none {
		fmt.Print(i, " ")
	}
	for i := range reflect.ValueOf(none).Seq() {
		fmt.Print(i, " ")
	}
	fmt.Println()
	for _, f := range []any{func(func(int) bool) {}, func(func(int) flag) {}, func(func(int, string) bool) {}, func(func(int, string) flag) {}} {
		t := reflect.TypeOf(f)
		fmt.Println(t, t.CanSeq(), t.CanSeq2())
	}
}
