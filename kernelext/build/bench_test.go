package build_test

import (
	"fmt"
	"testing"
)

// BenchmarkStart is a worker from nothing to Ready.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		newSession(b)
	}
}

// BenchmarkCell is a cell that shows a sum, from the request to Done.
func BenchmarkCell(b *testing.B) {
	s := newSession(b)
	for b.Loop() {
		s.execute("1 + 1")
	}
}

// BenchmarkFirstImport is the first import of a package in a new worker, its
// start not counted.
func BenchmarkFirstImport(b *testing.B) {
	for _, path := range []string{"fmt", "time", "sync", "net/http", "seminar/kernelext"} {
		b.Run(path, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				s := newSession(b)
				b.StartTimer()
				if a := s.execute(fmt.Sprintf("import %q", path)); a.err != nil {
					b.Fatal(a.err)
				}
			}
		})
	}
}
