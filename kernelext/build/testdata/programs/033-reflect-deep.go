// Reflection: DeepEqual, walking any value, generic type names, interfaces.
package main

import (
	"fmt"
	"reflect"
	"sort"
	"strings"
)

type node struct {
	Value any
	Next  *node
	index map[string]int
}

type wrapper[T any] struct{ Inner T }

func walk(b *strings.Builder, v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			fmt.Fprintf(b, "nil %v", v.Type())
			return
		}
		b.WriteByte('*')
		walk(b, v.Elem(), depth)
	case reflect.Struct:
		fmt.Fprintf(b, "%v{", v.Type())
		for i := range v.NumField() {
			fmt.Fprintf(b, " %s:", v.Type().Field(i).Name)
			walk(b, v.Field(i), depth+1)
		}
		b.WriteByte('}')
	case reflect.Map:
		keys := v.MapKeys()
		sort.Slice(keys, func(i, j int) bool { return keys[i].String() < keys[j].String() })
		for _, k := range keys {
			fmt.Fprintf(b, "%v=>", k)
			walk(b, v.MapIndex(k), depth+1)
			b.WriteByte(',')
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			walk(b, v.Index(i), depth+1)
			b.WriteByte(';')
		}
	default:
		fmt.Fprintf(b, "%v:%v", v.Type(), v)
	}
}

func main() {
	a := &node{[]any{1, "x"}, &node{Value: 2.5}, map[string]int{"b": 2, "a": 1}}
	b := &node{[]any{1, "x"}, &node{Value: 2.5}, map[string]int{"a": 1, "b": 2}}
	fmt.Println(a == b, reflect.DeepEqual(a, b), reflect.DeepEqual([]int{}, []int(nil)), reflect.DeepEqual(a.Next, *b.Next))
	var out strings.Builder
	walk(&out, reflect.ValueOf(a), 0)
	fmt.Println(out.String())
	for _, x := range []any{wrapper[int]{}, wrapper[*node]{}, wrapper[wrapper[[]string]]{}, func(node, ...int) error { return nil }, [2]chan<- bool{}} {
		t := reflect.TypeOf(x)
		fmt.Printf("%v name=%q kind=%v comparable=%t size=%d\n", t, t.Name(), t.Kind(), t.Comparable(), t.Size())
	}
	stringer := reflect.TypeFor[fmt.Stringer]()
	fmt.Println(stringer, reflect.TypeFor[*node]().Implements(stringer), reflect.TypeFor[reflect.Value]().Implements(stringer))
}
