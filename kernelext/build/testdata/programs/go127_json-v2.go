//go:build go1.27

// encoding/json/v2: its defaults, tags and options, beside those of encoding/json.
package main

import (
	v1 "encoding/json"
	"encoding/json/jsontext"
	"encoding/json/v2"
	"fmt"
	"strings"
	"time"
)

type base struct {
	ID int `json:"id"`
}

type record struct {
	base
	Names []string       `json:"names"`
	Table map[string]int `json:"table"`
	Bytes [3]byte        `json:"bytes"`
	Big   int64          `json:",string"`
	Empty struct{}       `json:",omitempty"`
	When  time.Time      `json:"when,omitzero"`
	Quote string         `json:"quote"`
	Any   any            `json:",case:ignore"`
	More  map[string]any `json:",embed"`
}

func show(v any, opts ...json.Options) {
	b, err := json.Marshal(v, opts...)
	fmt.Println(string(b), words(err))
}

// words is the text of an error in which package json draws one of two words by lot.
func words(err error) string { return strings.Replace(fmt.Sprint(err), "unable to", "cannot", 1) }

func main() {
	r := record{base: base{7}, Big: 1 << 60, Quote: "<&>", More: map[string]any{"x": 1.5}}
	show(r)
	old, _ := v1.Marshal(r)
	fmt.Println(string(old))
	show(r, json.FormatNilSliceAsNull(true), json.FormatNilMapAsNull(true), json.OmitZeroStructFields(true), jsontext.EscapeForHTML(true))
	show(r.Names, v1.DefaultOptionsV1())
	show(r.Bytes, v1.FormatByteArrayAsArray(true))
	show(map[string]any{"b": []int{}, "a": nil, "c": 2}, json.Deterministic(true), jsontext.WithIndent("  "))
	show([]any{1, 2.5, true}, json.StringifyNumbers(true), jsontext.SpaceAfterComma(true))
	show(time.Second)
	show(time.Second, v1.FormatDurationAsNano(true))

	for _, text := range []string{`{"id": 1, "any": [1], "other": {}, "quote": "q"}`, `{"id": 1, "id": 2}`, `{"ID": 3}`, `{"names": ["` + "\xff" + `"]}`, `{"bytes": "AQID"}`, `{"id": "1"}`, `{} {}`} {
		var v record
		err := json.Unmarshal([]byte(text), &v)
		fmt.Println(v.ID, v.Names, v.Bytes, v.Any, v.Quote, v.More, words(err))
	}
	var v record
	err := json.Unmarshal([]byte(`{"ID": 1, "id": 2, "NAMES": ["`+"\xff"+`"]}`), &v, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true), json.MatchCaseInsensitiveNames(true))
	fmt.Printf("%d %+q %v\n", v.ID, v.Names, err)
	err = json.Unmarshal([]byte(`{"idx": 1}`), &v.base, json.RejectUnknownMembers(true))
	fmt.Println(words(err))
	all := json.JoinOptions(json.DefaultOptionsV2(), json.StringifyNumbers(true))
	fmt.Println(json.GetOption(all, json.StringifyNumbers))
	fmt.Println(json.GetOption(v1.DefaultOptionsV1(), jsontext.AllowDuplicateNames))
}
