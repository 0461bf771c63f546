// JSON in: own unmarshalers, unknown fields, numbers, errors with offsets, streams.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

type shape interface{ area() float64 }

type circle struct{ R float64 }

type rect struct{ W, H float64 }

func (c circle) area() float64 { return 3 * c.R * c.R }
func (r rect) area() float64   { return r.W * r.H }

type shapes []shape

func (s *shapes) UnmarshalJSON(data []byte) error {
	var raw []struct {
		Kind string          `json:"kind"`
		Data json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(data, &raw); err != nil {
		return err
	}
	for _, r := range raw {

		switch r.Kind {
		case "circle":
			var c circle
			json.Unmarshal(r.Data, &c)
			*s = append(*s, c)
		case "rect":
			var c rect
			json.Unmarshal(r.Data, &c)
			*s = append(*s, c)
		default:
			return fmt.Errorf("kind %q", r.Kind)
		}
	}
	return nil
}

func main() {
	var s shapes
	fmt.Println(json.Unmarshal([]byte(`[{"kind":"circle","data":{"r":2}},{"kind":"rect","data":{"W":2,"h":3}}]`), &s), s, s[0].area(), s[1].area())
	fmt.Println(json.Unmarshal([]byte(`[{"kind":"blob"}]`), &s))
	var into struct {
		Age  int8
		Tags map[string][]int
		P    **int
	}
	for _, text := range []string{`{"age":12,"P":5,"Tags":{"a":[1],"b":null}}`, `{"age":300}`, `{"age":"x"}`, `{"age":1,}`, `[1`} {
		err := json.Unmarshal([]byte(text), &into)
		var syntax *json.SyntaxError
		var kind *json.UnmarshalTypeError
		fmt.Println(into.Age, err, errors.As(err, &syntax), errors.As(err, &kind))
	}
	fmt.Println(**into.P, into.Tags)
	dec := json.NewDecoder(strings.NewReader(`{"a":1e3} [true,null] "s" 12345678901234567890`))
	dec.UseNumber()
	var v any
	for dec.Decode(&v) == nil {
		fmt.Printf("%T %v\n", v, v)
	}
	dec = json.NewDecoder(strings.NewReader(`{"Age":1,"Other":2}`))
	dec.DisallowUnknownFields()
	fmt.Println(dec.Decode(&into), json.NewDecoder(strings.NewReader(" ")).Decode(&v) == io.EOF)
}
