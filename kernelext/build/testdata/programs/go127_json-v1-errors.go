//go:build go1.27

// encoding/json stands on v2 now: what it does is the same, and some errors have other texts and types.
package main

import (
	"encoding/json"
	"fmt"
	"strings"
)

type level int

func (l level) MarshalText() ([]byte, error) { return nil, fmt.Errorf("level %d", int(l)) }

type person struct {
	Name string `json:"name"`
	Age  int8   `json:"age"`
	Next *person
}

func main() {
	for _, bad := range []any{level(9), map[bool]int{true: 1}, make(chan int), map[string]any{"f": func() {}}} {
		_, err := json.Marshal(bad)
		fmt.Printf("%T: %v\n", err, err)
	}
	for _, text := range []string{`{"age": 300}`, `{"Next": {"age": "x"}}`, `{"name": 1}`, `[1]`, `{"name": "a" "age"}`, `{"name": tru}`, ``, `{"a":`, `{}}`} {
		var p person
		err := json.Unmarshal([]byte(text), &p)
		fmt.Printf("%T: %v\n", err, err)
	}
	var p person
	err := json.Unmarshal([]byte(`{"NAME": "first", "name": "last", "unknown": 1, "age": null}`), &p)
	fmt.Println(p.Name, err) // as before
	d := json.NewDecoder(strings.NewReader(`{"name": "x", "nope": 1} `))
	d.DisallowUnknownFields()
	fmt.Println(d.Decode(&p))
	b, _ := json.Marshal(map[string]any{"<": []int(nil), "bytes": [2]byte{1, 2}, "bad": "\xff"})
	fmt.Println(string(b))
}
