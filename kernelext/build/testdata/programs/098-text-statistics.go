// Text processing: word counts, n-grams, histograms, runs, roman numerals, anagrams.
package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
)

const text = `It was the best of times, it was the worst of times,
it was the age of wisdom, it was the age of foolishness`

type tally[K comparable] map[K]int

func (t tally[K]) top(n int, less func(a, b K) int) []K {
	return slices.SortedFunc(maps.Keys(t), func(a, b K) int { return cmp.Or(t[b]-t[a], less(a, b)) })[:n]
}

func grams(words []string, n int) tally[[2]string] {
	t := tally[[2]string]{}
	for i := range len(words) - n + 1 {
		t[[2]string{words[i], words[i+n-1]}]++
	}
	return t
}

func runs(s string) string {
	var b strings.Builder
	for i, j := 0, 0; i < len(s); i = j {
		for j = i; j < len(s) && s[j] == s[i]; j++ {
		}
		fmt.Fprintf(&b, "%d%c", j-i, s[i])
	}
	return b.String()
}

func roman(n int) (s string) {
	for _, d := range []struct {
		value int
		text  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= d.value; n -= d.value {
			s += d.text
		}
	}
	return
}

func main() {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) })
	counts := tally[string]{}
	letters := tally[rune]{}
	for _, w := range words {
		counts[w]++
		for _, r := range w {
			letters[r]++
		}
	}
	fmt.Println(counts.top(4, strings.Compare), len(counts))
	for _, r := range letters.top(3, cmp.Compare[rune]) {
		fmt.Printf("%c %s\n", r, strings.Repeat("*", letters[r]))
	}
	fmt.Println(grams(words, 2).top(2, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) }))
	fmt.Println(runs("aaabccdddd"), roman(1994), roman(2026))
	groups := map[string][]string{}
	for _, w := range []string{"listen", "silent", "enlist", "google"} {
		key := []byte(w)
		slices.Sort(key)
		groups[string(key)] = append(groups[string(key)], w)
	}
	fmt.Println(groups)
}
