package check

import "time"

// SetPatience makes the checks less patient, until the returned function is called.
func SetPatience(d time.Duration) (undo func()) {
	was := patience
	patience = d
	return func() { patience = was }
}

// Overlap and OverlapOf are overlap and overlapOf, for tests.
var Overlap, OverlapOf = overlap, overlapOf
