//go:build race

package check

import "runtime"

// detecting tells whether this program has the race detector.
const detecting = true

// raceErrors is the number of races that were reported so far.
func raceErrors() int { return runtime.RaceErrors() }
