//go:build gophernotes

package main

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// complete asks gophernotes' completion about the names, joined by dots, that
// end at the cursor. gomacro's own CompleteWords takes the text apart at every
// dot of it, and counts in characters where the cursor counts bytes.
func (in *interpreter) complete(code string, cursor int) (matches []string, start, end int) {
	defer func() {
		if recover() != nil { // gomacro gives up on some types; nothing fits then
			matches, start, end = nil, cursor, cursor
		}
	}()
	cursor = min(max(cursor, 0), len(code))
	chain := code[chainStart(code[:cursor]):cursor]
	words := strings.Split(chain, ".")
	if words[0] == "" {
		return nil, cursor, cursor
	}
	matches = in.kernel.ir.Comp.CompleteWords(words)
	slices.Sort(matches)
	return slices.Compact(matches), cursor - len(words[len(words)-1]), cursor
}

// chainStart finds where the last a.b.c of the text begins.
func chainStart(text string) int {
	at := len(text)
	for at > 0 {
		r, size := utf8.DecodeLastRuneInString(text[:at])
		if r != '_' && r != '.' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			break
		}
		at -= size
	}
	return at
}
