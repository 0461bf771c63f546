//go:build gophernotes

package main

import "time"

// quietAfter is how long a process has nothing to do before it lets go of its
// binary. It never does so while a cell runs, which may be measuring.
const quietAfter = 2 * time.Second

// letGo drops what of the binary is in memory, where that is known how to do.
var letGo = func() {}

// newQuiet returns the timer that lets go. Who begins to do something stops it, and
// resets it to quietAfter in the end.
func newQuiet() *time.Timer { return time.AfterFunc(quietAfter, func() { letGo() }) }
