//go:build go1.27

// The options of encoding/json that make v2 do as v1 does, one by one.
package main

import (
	v1 "encoding/json"
	"encoding/json/jsontext"
	"encoding/json/v2"
	"errors"
	"fmt"
	"strings"
	"time"
)

type byPointer struct{ N int }

func (p *byPointer) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "<%d>", p.N), nil }

type small []namedByte

type namedByte byte

type everything struct {
	Method map[string]byPointer `json:",omitzero"`
	Bytes  small                `json:",omitzero"`
	Empty  int                  `json:",omitempty"`
	Wait   time.Duration        `json:"wait,omitzero"`
}

type target struct {
	FooBar int
	Array  [2]int
	Map    map[string]struct{ A, B int }
	Raw    []byte
	When   time.Time
}

func words(err error) string {
	return strings.ReplaceAll(fmt.Sprint(err), "unable to", "cannot")
}

func main() {
	in := everything{Method: map[string]byPointer{"k": {1}}, Bytes: small{1, 2}}
	for _, o := range []json.Options{json.DefaultOptionsV2(), v1.CallMethodsWithLegacySemantics(true), v1.FormatBytesWithLegacySemantics(true), v1.OmitEmptyWithLegacySemantics(true), v1.DefaultOptionsV1()} {
		b, err := json.Marshal(in, o)
		fmt.Println(string(b), words(err))
	}
	b, err := json.Marshal(everything{Wait: time.Minute}, v1.FormatDurationAsNano(true))
	fmt.Println(string(b), err)
	quoted := struct {
		Flag bool `json:",string"`
	}{true}
	b, err = json.Marshal(quoted, v1.StringifyWithLegacySemantics(true))
	_, err2 := json.Marshal(quoted)
	fmt.Println(string(b), err, words(err2))
	b, err = json.Marshal([2]byte{1, 2}, v1.FormatByteArrayAsArray(true))
	fmt.Println(string(b), err)
	for _, c := range []struct {
		text   string
		option json.Options
	}{
		{`{"foo_bar": 1}`, json.JoinOptions(json.MatchCaseInsensitiveNames(true), v1.MatchCaseSensitiveDelimiter(true))},
		{`{"Array": [1, 2, 3]}`, v1.UnmarshalArrayFromAnyLength(true)},
		{`{"Map": {"k": {"A": 3}}}`, v1.MergeWithLegacySemantics(true)},
		{`{"Raw": "AQ\r\nI="}`, v1.ParseBytesWithLooseRFC4648(true)},
		{`{"When": "2026-08-01T1:02:03,5Z"}`, v1.ParseTimeWithLooseRFC3339(true)},
		{`{"FooBar": "x", "Array": [7, 7]}`, v1.ReportErrorsWithLegacySemantics(true)},
		{`{"foobar": 2, "Array": [5], "FooBar": 3}`, v1.DefaultOptionsV1()},
	} {
		for _, o := range []json.Options{json.MatchCaseInsensitiveNames(true), c.option} {
			v := target{Map: map[string]struct{ A, B int }{"k": {1, 2}}}
			err := json.Unmarshal([]byte(c.text), &v, o)
			_, old := errors.AsType[*v1.UnmarshalTypeError](err)
			fmt.Println(v.FooBar, v.Array, v.Map["k"], v.Raw, v.When.Format(time.TimeOnly), words(err), old)
		}
	}
	set, ok := json.GetOption(v1.DefaultOptionsV1(), jsontext.EscapeForHTML)
	fmt.Println(set, ok)
}
