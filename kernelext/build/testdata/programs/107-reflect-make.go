// Reflection that makes things: functions, structs, maps, channels, select, iteration.
package main

import (
	"fmt"
	"reflect"
	"strings"
)

type op func(int, int) int

type greeter interface{ Greet(name string) string }

type polite struct{ Prefix string }

func (p polite) Greet(name string) string { return p.Prefix + " " + name }

func (p *polite) SetPrefix(s string) { p.Prefix = s }

// swapper makes a function of any type that returns its arguments in reverse.
func swapper[F any]() (f F) {
	v := reflect.ValueOf(&f).Elem()
	v.Set(reflect.MakeFunc(v.Type(), func(in []reflect.Value) []reflect.Value { return []reflect.Value{in[1], in[0]} }))
	return f
}

func main() {
	fmt.Println(swapper[func(int, int) (int, int)]()(1, 2))
	fmt.Println(swapper[func(string, polite) (polite, string)]()("a", polite{"b"}))
	t := reflect.StructOf([]reflect.StructField{
		{Name: "A", Type: reflect.TypeFor[int](), Tag: `json:"a"`},
		{Name: "B", Type: reflect.TypeFor[[]polite]()},
	})
	v := reflect.New(t).Elem()
	v.Field(0).SetInt(7)
	v.Field(1).Set(reflect.Append(v.Field(1), reflect.ValueOf(polite{"x"})))
	fmt.Printf("%v %+v %T\n", t, v.Interface(), v.Interface())
	m := reflect.MakeMap(reflect.MapOf(reflect.TypeFor[string](), t))
	m.SetMapIndex(reflect.ValueOf("k"), v)
	fmt.Println(m.Len(), m.MapIndex(reflect.ValueOf("k")).Field(0), m.MapIndex(reflect.ValueOf("none")).IsValid())
	c := reflect.MakeChan(reflect.ChanOf(reflect.BothDir, reflect.TypeFor[op]()), 1)
	c.Send(reflect.ValueOf(op(func(a, b int) int { return a * b })))
	chosen, f, ok := reflect.Select([]reflect.SelectCase{{Dir: reflect.SelectRecv, Chan: c}})
	fmt.Println(chosen, f.Call([]reflect.Value{reflect.ValueOf(6), reflect.ValueOf(7)})[0], ok, f.Type())
	var g greeter = &polite{"hi"}
	pv := reflect.ValueOf(g)
	pv.MethodByName("SetPrefix").Call([]reflect.Value{reflect.ValueOf("hello")})
	for i := range pv.NumMethod() {
		fmt.Print(pv.Type().Method(i).Name, pv.Type().Method(i).Type, " ")
	}
	fmt.Println(g.Greet("you"), pv.Type().Implements(reflect.TypeFor[greeter]()), reflect.TypeFor[polite]().NumMethod())
	for i, x := range reflect.ValueOf([]string{"p", "q"}).Seq2() {
		fmt.Print(i, x, " ")
	}
	fmt.Println(strings.Repeat("=", int(reflect.ValueOf(3).Int())), reflect.Zero(t).IsZero())
}
