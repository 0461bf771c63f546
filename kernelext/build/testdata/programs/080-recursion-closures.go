// Recursion: through closures, mutual, Ackermann, permutations, queens, hanoi, Y combinator.
package main

import (
	"fmt"
	"strings"
)

func isEven(n uint) bool { return n == 0 || isOdd(n-1) }

func isOdd(n uint) bool { return n != 0 && isEven(n-1) }

func permutations(s string, yield func(string) bool) bool {
	if len(s) < 2 {
		return yield(s)
	}
	for i := range s {
		if !permutations(s[:i]+s[i+1:], func(p string) bool { return yield(s[i:i+1] + p) }) {
			return false
		}
	}
	return true
}

func queens(n int) (count int, first []int) {
	cols, up, down := make([]bool, n), make([]bool, 2*n), make([]bool, 2*n)
	board := make([]int, 0, n)
	var place func(row int)
	place = func(row int) {
		if row == n {
			if count++; count == 1 {
				first = append(first, board...)
			}
			return
		}
		for c := range n {
			if cols[c] || up[row+c] || down[n+row-c] {
				continue
			}
			cols[c], up[row+c], down[n+row-c] = true, true, true
			board = append(board, c)
			place(row + 1)
			board = board[:row]
			cols[c], up[row+c], down[n+row-c] = false, false, false
		}
	}
	place(0)
	return
}

type self func(self) func(int) int

func hanoi(n int, from, to, via string, move func(string, string)) {
	if n > 0 {
		hanoi(n-1, from, via, to, move)
		move(from, to)
		hanoi(n-1, via, to, from, move)
	}
}

func main() {
	fmt.Println(isEven(1000), isOdd(7))
	var ps []string
	permutations("abc", func(p string) bool { ps = append(ps, p); return len(ps) < 5 })
	fmt.Println(strings.Join(ps, " "))
	fmt.Println(queens(6))
	y := func(f func(func(int) int) func(int) int) func(int) int {
		g := self(func(s self) func(int) int { return func(n int) int { return f(s(s))(n) } })
		return g(g)
	}
	fmt.Println(y(func(fac func(int) int) func(int) int {
		return func(n int) int {
			return max(1, n) * map[bool]func() int{true: func() int { return fac(n - 1) }, false: func() int { return 1 }}[n > 1]()
		}
	})(10))
	moves := 0
	hanoi(5, "a", "b", "c", func(string, string) { moves++ })
	fmt.Println(moves)
}
