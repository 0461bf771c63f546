// Conway's game on a torus: gliders, blinkers, comparing worlds as map keys.
package main

import (
	"fmt"
	"strings"
)

const (
	rows = 6
	cols = 8
)

type world [rows][cols]bool

func parse(lines ...string) (w world) {
	for r, line := range lines {
		for c, cell := range line {
			w[r][c] = cell == '#'
		}
	}
	return
}

func (w *world) alive(r, c int) int {
	if w[(r+rows)%rows][(c+cols)%cols] {
		return 1
	}
	return 0
}

func (w world) step() (next world) {
	for r := range w {
		for c := range w[r] {
			n := -w.alive(r, c)
			for dr := -1; dr <= 1; dr++ {
				for dc := -1; dc <= 1; dc++ {
					n += w.alive(r+dr, c+dc)
				}
			}
			next[r][c] = n == 3 || n == 2 && w[r][c]
		}
	}
	return
}

func (w world) String() string {
	var b strings.Builder
	for _, row := range w {
		for _, cell := range row {
			b.WriteByte(map[bool]byte{true: '#', false: '.'}[cell])
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func period(w world) (start, length int) {
	seen := map[world]int{}
	for i := 0; ; i++ {
		if first, ok := seen[w]; ok {
			return first, i - first
		}
		seen[w] = i
		w = w.step()
	}
}

func main() {
	glider := parse(".#", "..#", "###")
	w := glider
	for range 4 {
		w = w.step()
	}
	fmt.Print(w)
	fmt.Println(w == glider, w == parse("", "..#", "...#", ".###"))
	fmt.Println(period(glider))
	fmt.Println(period(parse("", "###")))
	fmt.Println(period(world{}))
}
