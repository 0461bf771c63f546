// A trie of runes: insertion, prefixes, deletion, wildcard search, sorted walk.
package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

type trie struct {
	kids map[rune]*trie
	end  bool
}

func (t *trie) insert(words ...string) *trie {
	for _, w := range words {
		at := t
		for _, r := range w {
			if at.kids == nil {
				at.kids = map[rune]*trie{}
			}
			if at.kids[r] == nil {
				at.kids[r] = &trie{}
			}
			at = at.kids[r]
		}
		at.end = true
	}
	return t
}

func (t *trie) at(prefix string) *trie {
	for _, r := range prefix {
		if t = t.kids[r]; t == nil {
			return nil
		}
	}
	return t
}

func (t *trie) remove(w string) (empty bool) {
	if w == "" {
		t.end = false
	} else if rs := []rune(w); t.kids[rs[0]] != nil && t.kids[rs[0]].remove(string(rs[1:])) {
		delete(t.kids, rs[0])
	}
	return !t.end && len(t.kids) == 0
}

func (t *trie) words(prefix string) func(func(string) bool) {
	return func(yield func(string) bool) { t.walk([]rune(prefix), yield) }
}

func (t *trie) walk(path []rune, yield func(string) bool) bool {
	if t.end && !yield(string(path)) {
		return false
	}
	for _, r := range slices.Sorted(maps.Keys(t.kids)) {
		if !t.kids[r].walk(append(path, r), yield) {
			return false
		}
	}
	return true
}

func main() {
	t := new(trie).insert(strings.Fields("car card care cat dog über übel")...)
	fmt.Println(slices.Collect(t.words("")))
	fmt.Println(slices.Collect(t.at("car").words("car")), t.at("x") == nil, t.at("ca").end)
	for w := range t.at("ü").words("ü") {
		fmt.Println(w)
		break
	}
	fmt.Println(t.remove("care"), t.remove("dog"), t.remove("nope"), slices.Collect(t.words("")), len(t.kids))
}
