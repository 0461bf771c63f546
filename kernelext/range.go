package kernelext

import "fmt"

// A Range is the whole numbers from From up to, not including, To.
type Range struct{ From, To int }

// String is the first and the last number: "0..4" for Range{0, 5}.
func (r Range) String() string {
	if r.From >= r.To {
		return "empty"
	}
	return fmt.Sprintf("%d..%d", r.From, r.To-1)
}

// Split cuts 0..n-1 into parts ranges in order, equal but for one number.
func Split(n, parts int) []Range {
	atLeast(1, parts, "Split needs at least 1 part")
	atLeast(0, n, "Split needs 0 numbers or more")
	ranges := make([]Range, parts)
	from := 0
	for i := range ranges {
		size := n / parts
		if i < n%parts {
			size++
		}
		ranges[i] = Range{from, from + size}
		from += size
	}
	return ranges
}

// Sum adds the numbers of r one by one, which takes about 0.27 ns for each on a
// CPU of its own: the seminar's work for a CPU. The formula of Gauss would take
// no time and show nothing.
//
// It is compiled once and called by everything that sums, so that no strategy
// gets a loop that the compiler has laid out better.
//
//go:noinline
func Sum(r Range) int {
	sum := 0
	for i := r.From; i < r.To; i++ {
		sum += i
	}
	return sum
}
