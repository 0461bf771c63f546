//go:build gophernotes && compiled

package main

// The worker that compiled cells are opened in holds what they share with it:
// the package that opens them, the one that they call, and, by the generated
// bindings, every package that a cell may import.
import (
	_ "plugin"
	"runtime/pprof"
	_ "unsafe" // for go:linkname

	_ "seminar/kernelext/cell/live"
)

// leakProfile finds the goroutines that can never go on. Go 1.26 has it in every
// program, but pprof.Lookup only tells of it in those that are built, with the
// whole standard library, for an experiment; the linker of the host lets it be
// named instead.
//
//go:linkname leakProfile runtime/pprof.goroutineLeakProfile
var leakProfile *pprof.Profile
