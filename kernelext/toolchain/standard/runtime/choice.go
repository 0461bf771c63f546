//go:build ignore

// How a select chooses among several cases that are ready, where the same choices are to be made
// again: under check.Schedules. The file is added to Go's runtime when the worker for compiled
// cells is built, and the call of notebookChoice is edited into its select.go.

package runtime

import _ "unsafe" // for go:linkname

// notebookChoices is the state of a sequence of pseudo-random numbers; 0, as it is until
// check.Schedules sets it: choose as Go does. Then one goroutine of a bubble runs at a time, so it
// has no lock.
//
//go:linkname notebookChoices
var notebookChoices uint64

// notebookChoice returns a number below n.
func notebookChoice(n uint32) uint32 {
	if notebookChoices == 0 || getg().bubble == nil {
		return cheaprandn(n)
	}
	x := notebookChoices // xorshift64: Marsaglia 2003, "Xorshift RNGs"
	x ^= x << 13
	x ^= x >> 7
	x ^= x << 17
	notebookChoices = x
	return uint32(x>>32) % n
}
