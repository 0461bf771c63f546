// Text: a wrapping justifier, a diff by longest common subsequence, run lengths, Caesar, Levenshtein, columns.
package main

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

func wrap(text string, width int) (lines []string) {
	var line []string
	length := 0
	for w := range strings.FieldsSeq(text) {
		n := utf8.RuneCountInString(w)
		if length+len(line)+n > width && len(line) > 0 {
			lines, line, length = append(lines, justify(line, width-length)), nil, 0
		}
		line, length = append(line, w), length+n
	}
	return append(lines, strings.Join(line, " "))
}

func justify(words []string, blanks int) string {
	var b strings.Builder
	for i, w := range words {
		b.WriteString(w)
		if gaps := len(words) - 1 - i; gaps > 0 {
			n := (blanks + gaps - 1) / gaps
			b.WriteString(strings.Repeat(" ", n))
			blanks -= n
		}
	}
	return b.String()
}

func diff[T comparable](a, b []T) (out []string) {
	table := make([][]int, len(a)+1)
	for i := range table {
		table[i] = make([]int, len(b)+1)
	}
	for i := range slices.Backward(a) {
		for j := range slices.Backward(b) {
			if a[i] == b[j] {
				table[i][j] = table[i+1][j+1] + 1
			} else {
				table[i][j] = max(table[i+1][j], table[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			out = append(out, fmt.Sprint(" ", a[i]))
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && table[i+1][j] >= table[i][j+1]:
			out = append(out, fmt.Sprint("-", a[i]))
			i++
		default:
			out = append(out, fmt.Sprint("+", b[j]))
			j++
		}
	}
	return
}

func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range []byte(a) {
		last := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := last + map[bool]int{false: 1}[x == b[j]]
			last, row[j+1] = row[j+1], min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

func rotate(by rune) func(rune) rune {
	return func(r rune) rune {
		for _, base := range "aA" {
			if r >= base && r < base+26 {
				return base + (r-base+by+26)%26
			}
		}
		return unicode.ToTitle(r)
	}
}

func main() {
	for _, l := range wrap("the quick brown fox jümps over the lazy dog again and again until dusk", 16) {
		fmt.Printf("|%-16s|\n", l)
	}
	fmt.Printf("%q\n", diff(strings.Split("abcde", ""), strings.Split("xbdye", "")))
	fmt.Println(distance("kitten", "sitting"), distance("", "abc"), distance("same", "same"))
	secret := strings.Map(rotate(3), "Hello, wörld! xyz")
	fmt.Println(secret, strings.Map(rotate(-3), secret))
	fmt.Println(diff([]int{1, 2, 3}, []int{2, 3, 4}))
}
