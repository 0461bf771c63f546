// Runes, bytes and strings: iteration, invalid encodings, conversion, unicode classes.
package main

import (
	"fmt"
	"slices"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

func reverse(s string) string {
	rs := []rune(s)
	slices.Reverse(rs)
	return string(rs)
}

func palindrome(s string) bool {
	var rs []rune
	for _, r := range s {
		if unicode.IsLetter(r) {
			rs = append(rs, unicode.ToLower(r))
		}
	}
	for i := range len(rs) / 2 {
		if rs[i] != rs[len(rs)-1-i] {
			return false
		}
	}
	return true
}

func classes(s string) map[string]int {
	m := map[string]int{}
	for _, r := range s {
		switch {
		case unicode.In(r, unicode.Hangul, unicode.Han):
			m["east"]++
		case unicode.Is(unicode.Cyrillic, r):
			m["cyrillic"]++
		case unicode.IsSpace(r):
			m["space"]++
		case unicode.IsPunct(r), unicode.IsSymbol(r):
			m["mark"]++
		default:
			m["other"]++
		}
	}
	return m
}

func main() {
	s := "aé한😀\xffz"
	for i, r := range s {
		fmt.Printf("%d:%c:%U:%d ", i, r, r, utf8.RuneLen(r))
	}
	fmt.Println(len(s), utf8.RuneCountInString(s), utf8.ValidString(s))
	fmt.Println([]byte("é"), []rune("é한"), string(rune(0x1F600)), string([]rune{'o', -1, 'k'}))
	fmt.Println(reverse("größe"), palindrome("A man, a plan – Panama? no"), palindrome("Was it a cat I saw"), classes("Go 한국 мир + 中 !"))
	r, size := utf8.DecodeRuneInString("\xe2\x82")
	last, n := utf8.DecodeLastRuneInString("x€")
	fmt.Println(r == utf8.RuneError, size, string(last), n, utf8.FullRune([]byte{0xe2}), utf8.AppendRune(nil, 'ß'))
	u := utf16.Encode([]rune("a😀"))
	fmt.Printf("%x %s %+q %#U\n", u, string(utf16.Decode(u)), "é😀", 'ñ')
	b := []byte("shared")
	t := string(b)
	b[0] = 'X'
	fmt.Println(t, string(b), t[1:3], t[len(t):] == "", "a"+"b" < "ab"+"", `raw\n`)
	fmt.Printf("%x % X %q %v %s\n", "hi", "hi", 'x', 'x', []string{"a b", "c"})
}
