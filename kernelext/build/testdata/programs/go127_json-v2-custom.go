//go:build go1.27

// encoding/json/v2 with marshalers of one's own: methods on streams, functions for others' types, errors.
package main

import (
	"encoding/json/jsontext"
	"encoding/json/v2"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"
)

type pairs []struct {
	Name  string
	Value any
}

func (p pairs) MarshalJSONTo(e *jsontext.Encoder) error { // an object that keeps its order
	if err := e.WriteToken(jsontext.BeginObject); err != nil {
		return err
	}
	for _, x := range p {
		if err := errors.Join(e.WriteToken(jsontext.String(x.Name)), json.MarshalEncode(e, x.Value)); err != nil {
			return err
		}
	}
	return e.WriteToken(jsontext.EndObject)
}

func (p *pairs) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	if _, err := d.ReadToken(); err != nil {
		return err
	}
	for d.PeekKind() != '}' {
		name, _ := d.ReadToken()
		text := name.String() // before the next one is read
		var v any
		if err := json.UnmarshalDecode(d, &v); err != nil {
			return err
		}
		*p = append(*p, struct {
			Name  string
			Value any
		}{text, v})
	}
	_, err := d.ReadToken()
	return err
}

type shout string

func (s shout) MarshalText() ([]byte, error) { return []byte(strings.ToUpper(string(s))), nil }

// words is the text of an error in which package json draws one of two words by lot.
func words(err error) string { return strings.Replace(fmt.Sprint(err), "unable to", "cannot", 1) }

func main() {
	days := json.MarshalFunc(func(t time.Time) ([]byte, error) { return []byte(t.Format(`"2006-01-02"`)), nil })
	flags := json.MarshalToFunc(func(e *jsontext.Encoder, b bool) error {
		if e.StackDepth() > 1 {
			return errors.ErrUnsupported // leave it to the default
		}
		return e.WriteToken(jsontext.String(map[bool]string{true: "yes", false: "no"}[b]))
	})
	in := pairs{{"z", time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)}, {"a", true}, {"m", []any{false, shout("hi"), map[shout]int{"k": 1}}}}
	err := json.MarshalWrite(os.Stdout, in, json.WithMarshalers(json.JoinMarshalers(days, flags)))
	fmt.Println("", err)

	var out pairs
	err = json.UnmarshalRead(strings.NewReader(`{"z": 1, "a": {"q": [null]}, "b": "x"}`), &out, json.WithUnmarshalers(
		json.UnmarshalFromFunc(func(d *jsontext.Decoder, v *any) error {
			if d.PeekKind() == '0' {
				*v = jsontext.Value(nil)
			}
			return errors.ErrUnsupported
		})))
	fmt.Println(out, err)
	var small struct{ N []map[string]int8 }
	err = json.Unmarshal([]byte("{\"N\": [{}, {\"a/b\": 300}]}"), &small)
	semantic, ok := errors.AsType[*json.SemanticError](err)
	fmt.Println(ok, semantic.JSONPointer, semantic.JSONPointer.LastToken(), semantic.GoType, semantic.JSONKind, semantic.ByteOffset, words(err))
	_, err = json.Marshal(pairs{{"same", 1}, {"same", 2}})
	fmt.Println(errors.Is(err, jsontext.ErrDuplicateName), words(err))
	_, err = json.Marshal(map[string]any{"f": func() {}})
	fmt.Println(words(err))
}
