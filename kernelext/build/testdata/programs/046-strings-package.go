// package strings: cutting, mapping, replacing, builders, readers, fields.
package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"
)

func caesar(shift rune) func(rune) rune {
	return func(r rune) rune {
		switch {
		case unicode.IsLower(r):
			return 'a' + (r-'a'+shift+26)%26
		case unicode.IsUpper(r):
			return 'A' + (r-'A'+shift+26)%26
		case unicode.IsDigit(r):
			return -1
		}
		return r
	}
}

func wrap(text string, width int) string {
	var b strings.Builder
	line := 0
	for w := range strings.FieldsSeq(text) {
		if line > 0 && line+1+len(w) > width {
			b.WriteByte('\n')
			line = 0
		}
		if line > 0 {
			b.WriteByte(' ')
			line++
		}
		n, _ := b.WriteString(w)
		line += n
	}
	return b.String()
}

func main() {
	secret := strings.Map(caesar(3), "Hello, World 42!")
	fmt.Println(secret, strings.Map(caesar(-3), secret))
	fmt.Println(wrap("the quick brown fox jumps over the lazy dog", 12))
	before, after, ok := strings.Cut("key=value=more", "=")
	rest, had := strings.CutPrefix("prefix-body", "prefix-")
	fmt.Println(before, after, ok, rest, had)
	fmt.Printf("%q %q %q\n", strings.Split("a,b,,c", ","), strings.SplitN("a,b,c", ",", 2), strings.SplitAfter("x;y;", ";"))
	fmt.Printf("%q %q\n", strings.FieldsFunc("a1b22c", unicode.IsDigit), strings.Fields("  \t\n"))
	r := strings.NewReplacer("<", "&lt;", ">", "&gt;", "&", "&amp;")
	r.WriteString(os.Stdout, "<a & b>\n")
	fmt.Println(strings.Title("déjà vu"), strings.ToUpper("straße"), strings.EqualFold("ΣΊΣΥΦΟΣ", "σίσυφος"))
	fmt.Println(strings.Index("chicken", "ken"), strings.LastIndexByte("go gopher", 'o'), strings.IndexFunc("Ünique", unicode.IsLower), strings.Count("cheese", "e"), strings.Count("five", ""))
	fmt.Printf("%q %q %q\n", strings.Trim("xxhixx", "x"), strings.TrimLeft("abcabc!", "cba"), strings.TrimFunc("12ab34", unicode.IsDigit))
	rd := strings.NewReader("0123456789")
	rd.Seek(-4, io.SeekEnd)
	tail, _ := io.ReadAll(rd)
	fmt.Println(string(tail), strings.Repeat("=-", 3), strings.Compare("a", "b"), strings.ContainsAny("failure", "ui"))
}
