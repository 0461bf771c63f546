// Labelled break and continue through loops, switches and selects.
package main

import "fmt"

func primes(limit int) (ps []int) {
next:
	for n := 2; n < limit; n++ {
		for _, p := range ps {
			if n%p == 0 {
				continue next
			}
		}
		ps = append(ps, n)
	}
	return
}

func search(grid [][]string, want string) (row, col int, ok bool) {
rows:
	for row = range grid {
		for col = range grid[row] {
			switch cell := grid[row][col]; {
			case cell == want:
				ok = true
				break rows
			case cell == "#":
				continue rows
			case cell == "":
				break
			default:
				fmt.Print(cell, " ")
			}
		}
	}
	return
}

func drain(chs ...chan int) (total int) {
	open := len(chs)
loop:
	for {
		for i, ch := range chs {
			select {
			case v, ok := <-ch:
				if !ok {
					chs[i] = nil
					if open--; open == 0 {
						break loop
					}
					continue loop
				}
				total += v
			default:
			}
		}
	}
	return
}

func main() {
	fmt.Println(primes(40))
	fmt.Println(search([][]string{{"a", "#", "hidden"}, {"", "b", "x"}, {"never"}}, "x"))
	a, b := make(chan int, 3), make(chan int, 3)
	a <- 1
	a <- 2
	b <- 40
	close(a)
	close(b)
	fmt.Println(drain(a, b))
}
