//go:build go1.27

// The package uuid: parsing, text, order, JSON and maps, and what new ones have in common.
package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"uuid"
)

type item struct {
	ID    uuid.UUID         `json:"id"`
	Links map[uuid.UUID]int `json:"links"`
}

func main() {
	const text = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"
	u := uuid.MustParse(text)
	for _, s := range []string{"{" + text + "}", "urn:uuid:" + text, "F81D4FAE7DEC11D0A76500A0C91E6BF6"} {
		v, err := uuid.Parse(s)
		fmt.Println(v, v == u, err)
	}
	for _, s := range []string{"", text[1:], "(" + text + ")", "g" + text[1:], text + "0"} {
		v, err := uuid.Parse(s)
		fmt.Println(v == uuid.Nil(), err != nil)
	}
	fmt.Println(u, u[0], uuid.Nil(), uuid.Max(), uuid.UUID{15: 1})
	all := []uuid.UUID{uuid.Max(), u, uuid.Nil(), {0: 1}}
	slices.SortFunc(all, uuid.UUID.Compare)
	fmt.Println(all[0] == uuid.Nil(), all[1][0], all[2] == u, all[3] == uuid.Max(), u.Compare(u))

	b, err := json.Marshal(item{u, map[uuid.UUID]int{u: 1, uuid.Nil(): 2}})
	fmt.Println(string(b), err)
	var back item
	err = json.Unmarshal(b, &back)
	fmt.Println(err, back.ID == u, back.Links[u], json.Unmarshal([]byte(`{"id": "x"}`), &item{}) != nil)
	b, err = u.AppendText([]byte("id="))
	fmt.Println(string(b), err)
	func() {
		defer func() { fmt.Println("panics:", recover() != nil) }()
		uuid.MustParse("no")
	}()

	seen, last := map[uuid.UUID]bool{}, uuid.Nil()
	for range 100 {
		v4, v7, v := uuid.NewV4(), uuid.NewV7(), uuid.New()
		seen[v4], seen[v7], seen[v] = true, true, true
		if v4[6]>>4 != 4 || v7[6]>>4 != 7 || v4[8]>>6 != 2 || v7[8]>>6 != 2 || last.Compare(v7) >= 0 {
			fmt.Println("wrong:", v4, v7, last)
		}
		last = v7
	}
	fmt.Println(len(seen))
}
