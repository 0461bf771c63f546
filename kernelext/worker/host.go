//go:build gophernotes && compiled

package main

// The worker that compiled cells are opened in holds what they share with it:
// the package that opens them, the one that they call, and, by the generated
// bindings, every package that a cell may import.
import (
	_ "plugin"

	_ "seminar/kernelext/cell/live"
)
