//go:build go1.27

// strings.CutLast and bytes.CutLast cut at the last separator; bytes share the array, clipped or not.
package main

import (
	"bytes"
	"fmt"
	"strings"
)

func main() {
	for _, s := range []string{"a/b/c", "abc", "/", "", "a//", "日本/語"} {
		before, after, found := strings.CutLast(s, "/")
		fmt.Printf("%q: %q %q %t\n", s, before, after, found)
	}
	before, after, found := strings.CutLast("aXYbXYXYc", "XY")
	fmt.Println(before, after, found)
	fmt.Println(strings.CutLast("aaa", "aa"))
	fmt.Println(strings.CutLast("abc", ""))
	first, _, _ := strings.Cut("x.tar.gz", ".")
	last, ext, _ := strings.CutLast("x.tar.gz", ".")
	fmt.Println(first, last, ext)

	data := []byte("key=a=b")
	head, tail, ok := bytes.CutLast(data, []byte("="))
	tail[0] = 'B'
	fmt.Printf("%s %s %t %s %d %d\n", head, tail, ok, data, len(head), len(tail))
	head, tail, ok = bytes.CutLast(data, []byte("?"))
	fmt.Printf("%s %t %t\n", head, tail == nil, ok)
	head, tail, ok = bytes.CutLast(nil, nil)
	fmt.Println(head == nil, len(tail), ok)
	for rest, field, more := "a.b.c", "", true; more; { // from the right
		if rest, field, more = strings.CutLast(rest, "."); more {
			fmt.Print(field, " ")
		} else {
			fmt.Println(rest)
		}
	}
}
