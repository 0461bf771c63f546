package build_test

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
)

// A worker with nothing to do lets go of its binary. It once dropped what the
// dynamic linker had relocated in it, too, and the next cell that was opened ended
// the worker.
func TestQuietWorker(t *testing.T) {
	t.Parallel()
	s := newHostSession(t)
	s.execute("x := 1")
	for most := resident(t, s); resident(t, s) > most/2; {
		runtime.Gosched() // it waits for some time itself, and nothing tells when it is over
	}
	if a := s.execute("y := x + 1"); a.err != nil || a.died {
		t.Fatalf("the cell after that: %+v", a)
	}
	if a := s.execute("y"); a.text() != "2" {
		t.Errorf("y is %+v", a)
	}
}

// resident is how many pages of files the worker has in memory.
func resident(t *testing.T, s *session) (pages int) {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", s.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	var size, all int
	fmt.Fscan(strings.NewReader(string(text)), &size, &all, &pages)
	return pages
}
