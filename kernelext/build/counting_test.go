package build_test

import (
	"fmt"
	"strings"
	"testing"
)

// Goroutines of an earlier cell of the interpreter count while later cells declare
// variables, and nothing of 20 million increments is lost: not to an old copy of the
// session's variables, nor to another variable.
func TestCountingAcrossCells(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	s.execute("a, b := 0, 0\nended := make(chan bool, 2)")
	s.execute(`go func() {
	for i := 0; i < 10000000; i++ {
		a++
	}
	ended <- true
}()
go func() {
	for i := 0; i < 10000000; i++ {
		b++
	}
	ended <- true
}()`)
	declared, running := 0, 0
	for s.execute("len(ended)").text() != "2" {
		var cell strings.Builder
		for range 20 {
			fmt.Fprintf(&cell, "n%d, s%[1]d := %[1]d, \"%[1]d\"\n", declared)
			declared++
		}
		if a := s.execute(cell.String()); a.err != nil {
			t.Fatalf("%+v", a.err)
		}
		running++
	}
	if a := s.execute("a + b"); a.text() != "20000000" {
		t.Errorf("counted %s, want 20000000", a.text())
	}
	if running < 2 {
		t.Fatalf("only %d cells ran beside the counting: it shows nothing", running)
	}
	for _, i := range []int{0, declared / 2, declared - 1} {
		if a := s.execute(fmt.Sprintf("n%d == %[1]d && s%[1]d == \"%[1]d\"", i)); a.text() != "true" {
			t.Errorf("n%d or s%[1]d has changed: %+v", i, a)
		}
	}
	t.Logf("%d variables in %d cells were declared meanwhile", 2*declared, running)
}
