// encoding/gob: interfaces, registered types, own encoders, missing fields.
package main

import (
	"bytes"
	"encoding/gob"
	"fmt"
)

type animal interface{ Sound() string }

type dog struct{ Name string }

type cat struct {
	Lives int
	Kin   []cat
}

func (d dog) Sound() string  { return d.Name + " barks" }
func (c *cat) Sound() string { return fmt.Sprint("meow ", c.Lives, len(c.Kin)) }

type secret struct{ text string }

func (s secret) GobEncode() ([]byte, error) {
	b := []byte(s.text)
	for i := range b {
		b[i] ^= 0x55
	}
	return b, nil
}

func (s *secret) GobDecode(b []byte) error {
	for _, c := range b {
		s.text += string(rune(c ^ 0x55))
	}
	return nil
}

type farm struct {
	Animals []animal
	Index   map[string]*dog
	Hidden  secret
	Old     int
}

type newFarm struct {
	Index   map[string]dog
	Animals []animal
	Hidden  *secret
	Added   []string
}

func init() {
	gob.RegisterName("dog", dog{})
	gob.RegisterName("cat", &cat{})
}

func main() {
	var b bytes.Buffer
	f := farm{[]animal{dog{"Rex"}, &cat{9, []cat{{1, nil}}}}, map[string]*dog{"x": {"Xi"}}, secret{"hush"}, 3}
	fmt.Println(gob.NewEncoder(&b).Encode(f))
	var n newFarm
	fmt.Println(gob.NewDecoder(&b).Decode(&n))
	for _, a := range n.Animals {
		fmt.Printf("%T %s\n", a, a.Sound())
	}
	fmt.Println(n.Index["x"].Name, n.Hidden.text, n.Added == nil)
	fmt.Println(gob.NewEncoder(&b).Encode(struct{ c chan int }{}))
	fmt.Println(gob.NewDecoder(bytes.NewReader([]byte{3, 1})).Decode(&n))
}
