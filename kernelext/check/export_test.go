package check

import "time"

// SetPatience makes the checks less patient, until the returned function is called.
func SetPatience(d time.Duration) (undo func()) {
	was := patience
	patience = d
	return func() { patience = was }
}

// Overlap is overlap, for tests.
var Overlap = overlap
