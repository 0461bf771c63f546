// JSON out: tags, embedding, omitempty and omitzero, own marshalers, maps, raw.
package main

import (
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"time"
)

type level int

func (l level) MarshalText() ([]byte, error) {
	if l > 2 {
		return nil, fmt.Errorf("level %d", int(l))
	}
	return []byte([]string{"low", "mid", "high"}[l]), nil
}

type color struct{ r, g, b uint8 }

func (c color) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, `"#%02x%02x%02x"`, c.r, c.g, c.b), nil
}

type meta struct {
	ID   int `json:"id"`
	Note string
	hide int
}

type doc struct {
	meta
	*extra
	Note    string            `json:",omitempty"`
	When    time.Time         `json:"when,omitzero"`
	Span    time.Duration     `json:"span,string"`
	Levels  map[level]float64 `json:"levels"`
	Color   color
	Raw     json.RawMessage `json:"raw"`
	Bytes   []byte
	Skip    chan int `json:"-"`
	Any     []any    `json:"any,omitempty"`
	Numbers []int
	Dash    bool `json:"-,"`
	Big     *big.Int
}

type extra struct{ Extra string }

func main() {
	d := doc{meta: meta{ID: 7, Note: "shadowed"}, extra: &extra{"e<&>"}, Span: 3, Levels: map[level]float64{2: 1e21, 0: 0.1}, Color: color{255, 0, 16}, Raw: json.RawMessage(`{ "x" : [1, 2] }`), Bytes: []byte("hi"), Big: big.NewInt(1)}
	enc := json.NewEncoder(os.Stdout)
	fmt.Println(enc.Encode(d))
	enc.SetEscapeHTML(false)
	enc.SetIndent(">", "  ")
	enc.Encode(struct {
		A any
		B *int
		C [2]string
	}{d.extra, nil, [2]string{"\u2028", "\x01\"\\é"}})
	for _, bad := range []any{level(9), make(chan int), map[bool]int{true: 1}, func() {}, 1i} {
		_, err := json.Marshal(bad)
		fmt.Printf("%T: %v\n", err, err)
	}
}
