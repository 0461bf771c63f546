//go:build go1.27

// encoding/json/jsontext: tokens and values in and out, positions, formats, numbers, and errors.
package main

import (
	"encoding/json/jsontext"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	d := jsontext.NewDecoder(strings.NewReader(`{"a": [1, -2.5, true, null], "b/c": "\u00e9", "n": 18446744073709551615} [] "two"`))
	for {
		t, err := d.ReadToken()
		if err == io.EOF {
			break
		}
		kind, n := d.StackIndex(d.StackDepth())
		fmt.Printf("%v %s %q %d/%d %v%d; ", t.Kind(), t, string(d.StackPointer()), d.InputOffset(), d.StackDepth(), kind, n)
		if t.Kind() == jsontext.KindNumber {
			f, err := t.Float()
			i, err2 := t.Int()
			u, err3 := t.Uint()
			fmt.Print(f, err, " ", i, err2, " ", u, err3, "; ")
		}
	}
	fmt.Println()

	e := jsontext.NewEncoder(os.Stdout, jsontext.Multiline(true), jsontext.WithIndent("  "), jsontext.SpaceAfterComma(true))
	for _, t := range []jsontext.Token{jsontext.BeginObject, jsontext.String("f"), jsontext.BeginArray, jsontext.Float32(0.1), jsontext.Float(0.1), jsontext.Int(-1), jsontext.Uint(1), jsontext.True, jsontext.EndArray} {
		if err := e.WriteToken(t); err != nil {
			fmt.Println(err)
		}
	}
	err := e.WriteToken(jsontext.Int(1))
	fmt.Println("\n", errors.Is(err, jsontext.ErrNonStringName), err)
	fmt.Println(e.WriteValue(jsontext.Value(`"f"`)), e.StackPointer())
	fmt.Println(e.WriteToken(jsontext.String("v")), e.WriteValue(jsontext.Value(`{"x":[]}`)), e.WriteToken(jsontext.EndObject))

	v := jsontext.Value(`{"b": 1.0, "a": [1e3, "\u0061<"] , "c":9007199254740993}`)
	c := v.Clone()
	err = c.Canonicalize()
	fmt.Println(c, err, v.IsValid(), v.Kind())
	err = c.Compact(jsontext.EscapeForHTML(true))
	fmt.Println(c, err)
	err = c.Indent(jsontext.WithIndent(" "))
	fmt.Println(c, err)
	b, err := jsontext.AppendFormat([]byte("> "), `{"b":1, "a":[ ]}`, jsontext.ReorderRawObjects(true), jsontext.SpaceAfterColon(true))
	fmt.Println(string(b), err)
	fmt.Printf("%s %s %s\n", jsontext.AppendFloat(nil, 1e21, 64), jsontext.AppendFloat(nil, float64(float32(0.3)), 32), jsontext.AppendFloat(nil, 0.3, 64))
	q, err := jsontext.AppendQuote(nil, "a\"\x01\xff")
	fmt.Printf("%q %v\n", q, err)
	q, err = jsontext.AppendUnquote(nil, `"\ud83d\ude00\n"`)
	fmt.Printf("%q %v\n", q, err)
	p := jsontext.Pointer("/a~1b").AppendToken("c~d").AppendToken("0")
	fmt.Println(p, p.Parent(), p.LastToken(), p.Contains(p+"/1"), p.IsValid())
	for _, text := range []string{`{"a":1,"a":2}`, `[1,]`, `{"a" 1}`, `[{"x":nul}]`, "\"\xff\"", `[`} {
		_, err := jsontext.NewDecoder(strings.NewReader(text)).ReadValue()
		s, _ := errors.AsType[*jsontext.SyntacticError](err)
		fmt.Println(s != nil, errors.Is(err, jsontext.ErrDuplicateName), errors.Is(err, io.ErrUnexpectedEOF), err)
	}
}
