// Matrices: generic numbers, methods on arrays and slices, identity, powers, transposing.
package main

import (
	"errors"
	"fmt"
	"strings"
)

type number interface {
	~int | ~float64 | ~complex128
}

type matrix[T number] [][]T

type square2 [2][2]int

func (m square2) times(n square2) (p square2) {
	for i := range m {
		for j := range n[0] {
			for k, x := range m[i] {
				p[i][j] += x * n[k][j]
			}
		}
	}
	return
}

func (m square2) pow(n uint) square2 {
	result := square2{{1, 0}, {0, 1}}
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			result = result.times(m)
		}
		m = m.times(m)
	}
	return result
}

var errShape = errors.New("shapes do not fit")

func (m matrix[T]) mul(n matrix[T]) (matrix[T], error) {
	if len(m[0]) != len(n) {
		return nil, fmt.Errorf("%dx%d by %dx%d: %w", len(m), len(m[0]), len(n), len(n[0]), errShape)
	}
	out := make(matrix[T], len(m))
	for i, row := range m {
		out[i] = make([]T, len(n[0]))
		for j := range out[i] {
			for k, x := range row {
				out[i][j] += x * n[k][j]
			}
		}
	}
	return out, nil
}

func (m matrix[T]) transpose() matrix[T] {
	out := make(matrix[T], len(m[0]))
	for j := range out {
		for i := range m {
			out[j] = append(out[j], m[i][j])
		}
	}
	return out
}

func (m matrix[T]) String() string {
	var rows []string
	for _, r := range m {
		rows = append(rows, strings.Trim(fmt.Sprint(r), "[]"))
	}
	return strings.Join(rows, "; ")
}

func main() {
	fmt.Println(square2{{1, 1}, {1, 0}}.pow(50)[0][1])
	m := matrix[int]{{1, 2, 3}, {4, 5, 6}}
	fmt.Println(m.mul(m.transpose()))
	fmt.Println(m.mul(m))
	c, _ := matrix[complex128]{{1i}}.mul(matrix[complex128]{{1i, 2}})
	fmt.Printf("%v %T\n", c, c)
}
