// Reflection: struct tags, fields, methods, setting, calling, making.
package main

import (
	"fmt"
	"reflect"
	"strings"
)

type address struct {
	Street string `form:"street,required" max:"10"`
	zip    int
}

type person struct {
	Name    string `form:"name"`
	Age     int    `form:"-" json:"age,omitempty"`
	address `form:"addr"`
	Friends []*person `form:"friends" unquoted`
}

func (p person) Greet(greeting string, n int) string {
	return strings.Repeat(greeting+" "+p.Name+"; ", n)
}

func (p *person) Birthday() { p.Age++ }

func fields(t reflect.Type, indent string) {
	for i := range t.NumField() {
		f := t.Field(i)
		form, ok := f.Tag.Lookup("form")
		fmt.Printf("%s%s %v %q %t exported=%t anonymous=%t\n", indent, f.Name, f.Type, form, ok, f.IsExported(), f.Anonymous)
		if f.Type.Kind() == reflect.Struct {
			fields(f.Type, indent+"  ")
		}
	}
}

func main() {
	p := person{Name: "Ann", Age: 41, address: address{"Main", 123}}
	t := reflect.TypeOf(p)
	fields(t, "")
	fmt.Println(t, t.Name(), t.Kind(), t.NumMethod(), reflect.PointerTo(t).NumMethod())
	v := reflect.ValueOf(&p)
	v.MethodByName("Birthday").Call(nil)
	out := v.MethodByName("Greet").Call([]reflect.Value{reflect.ValueOf("hi"), reflect.ValueOf(2)})
	fmt.Println(out[0], p.Age, v.Elem().FieldByName("Street"))
	v.Elem().Field(0).SetString("Bea")
	fmt.Println(p.Name, v.Elem().FieldByName("zip").CanSet(), v.Elem().FieldByName("zip").Int())
	s := reflect.MakeSlice(reflect.TypeFor[[]string](), 0, 2)
	s = reflect.Append(s, reflect.ValueOf("x"), reflect.ValueOf("y"))
	m := reflect.MakeMap(reflect.MapOf(reflect.TypeFor[string](), s.Type()))
	m.SetMapIndex(reflect.ValueOf("k"), s)
	double := reflect.MakeFunc(reflect.TypeFor[func(int) int](), func(args []reflect.Value) []reflect.Value {
		return []reflect.Value{reflect.ValueOf(int(args[0].Int() * 2))}
	}).Interface().(func(int) int)
	fmt.Println(m.Interface(), double(21), reflect.Zero(t).Field(0).String() == "")
}
