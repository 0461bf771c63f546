// JSON further: generic decoding by a registry of types, embedded conflicts, text keys, streams of tokens, RawMessage.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"
)

type shape interface{ Area() float64 }

type Circle struct{ R float64 }
type Box struct {
	W, H float64
	Note *string `json:"note,omitempty"`
}

func (c Circle) Area() float64 { return 3 * c.R * c.R }
func (b *Box) Area() float64   { return b.W * b.H }

var kinds = map[string]func() shape{
	"circle": func() shape { return new(Circle) },
	"box":    func() shape { return new(Box) },
}

type drawing []shape

func (d *drawing) UnmarshalJSON(b []byte) error {
	var raw []struct {
		Kind string
		Data json.RawMessage
	}
	if err := json.Unmarshal(b, &raw); err != nil {
		return err
	}
	for i, r := range raw {
		make, ok := kinds[r.Kind]
		if !ok {
			return fmt.Errorf("shape %d: unknown kind %q", i, r.Kind)
		}
		s := make()
		if err := json.Unmarshal(r.Data, s); err != nil {
			return fmt.Errorf("shape %d: %w", i, err)
		}
		*d = append(*d, s)
	}
	return nil
}

type coord struct{ x, y int }

func (c coord) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "%d:%d", c.x, c.y), nil }
func (c *coord) UnmarshalText(b []byte) error {
	_, err := fmt.Sscanf(string(b), "%d:%d", &c.x, &c.y)
	return err
}

type inner struct {
	ID   int
	Same string
}
type other struct{ Same string }
type outer struct {
	inner
	*other
	Extra map[coord]any `json:"extra"`
	F     func()        `json:"-"`
	Dash  int           `json:"-,"`
	Num   int           `json:",string"`
	Bytes []byte
}

func main() {
	var d drawing
	fmt.Println(json.Unmarshal([]byte(`[{"kind":"box","data":{"w":2,"h":3,"note":"n"}},{"kind":"circle","data":{"r":1}}]`), &d))
	for _, s := range d {
		fmt.Print(reflect.TypeOf(s), " ", s.Area(), " ")
	}
	fmt.Println(*d[0].(*Box).Note)
	fmt.Println(json.Unmarshal([]byte(`[{"kind":"star"}]`), &d))
	var te *json.UnmarshalTypeError
	err := json.Unmarshal([]byte(`[{"kind":"circle","data":{"r":"x"}}]`), &d)
	fmt.Println(err, errors.As(err, &te), te.Field, te.Value)
	o := outer{inner: inner{1, "a"}, other: &other{"b"}, Extra: map[coord]any{{2, 1}: nil, {1, 9}: []any{1, "x"}}, Dash: 4, Num: 5, Bytes: []byte("hi")}
	b, err := json.MarshalIndent(o, ">", " ")
	fmt.Println(string(b), err)
	var back outer
	fmt.Println(json.Unmarshal(bytes.ReplaceAll(b, []byte("\n>"), []byte("\n")), &back), back.ID, back.other == nil, back.Extra[coord{1, 9}], string(back.Bytes))
	dec := json.NewDecoder(strings.NewReader(`{"a":[1,2.5,{"b":null}],"c":"d"} true`))
	dec.UseNumber()
	for {
		t, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		fmt.Printf("%T=%v@%d ", t, t, dec.InputOffset())
	}
	fmt.Println()
	e := json.NewEncoder(os.Stdout)
	e.SetEscapeHTML(false)
	e.Encode(map[string]any{"z": "<&>", "a": json.Number("1e3"), "m": json.RawMessage(`{"k" : 1}`)})
	_, err = json.Marshal(map[string]any{"c": make(chan int)})
	fmt.Println(err)
}
