package build_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"seminar/kernelext/kernel/pipe"
)

// both runs a test with a worker that interprets and with one that compiles.
func both(t *testing.T, test func(t *testing.T, s *session, compiled bool)) {
	t.Parallel()
	t.Run("interpreted", func(t *testing.T) { t.Parallel(); test(t, newSession(t), false) })
	t.Run("compiled", func(t *testing.T) { t.Parallel(); test(t, newHostSession(t), true) })
}

// Goroutines that outlive their cell are named in a line; those that have ended, or
// are about to, are not worth a word.
func TestLeftovers(t *testing.T) {
	both(t, func(t *testing.T, s *session, compiled bool) {
		s.execute(`import ("sync"; "time"; "seminar/kernelext")
end := make(chan int)`)
		if a := s.execute("var wg sync.WaitGroup\nfor i := 0; i < 100; i++ {\n\twg.Add(1)\n\tgo func() { defer wg.Done() }()\n}\nwg.Wait()"); len(a.notes) > 0 {
			t.Errorf("of goroutines that have ended: %q", a.notes)
		}
		if a := s.execute("kernelext.Pool(4, 10, func(i int) {})\nkernelext.ServeSites().Get(0)"); len(a.notes) > 0 {
			t.Errorf("of a pool that has ended, and of sites that are served: %q", a.notes)
		}
		a := s.execute("for i := 0; i < 3; i++ {\n\tgo func() { <-end }()\n}\ngo func() {\n\ttime.Sleep(time.Hour)\n}()")
		want := "Still running: 4 goroutines of this cell, 3 at cell[4]:2 (chan receive), at cell[4]:5 (sleep). %goroutines lists them."
		if compiled {
			want = "Still running: 4 goroutines of this cell, 3 at cell[4]:2 in func1 (chan receive), at cell[4]:5 in func2 (sleep). %goroutines lists them."
		}
		if len(a.notes) != 1 || a.notes[0] != want {
			t.Errorf("got %q, want %q", a.notes, want)
		}
		if a := s.execute("1"); len(a.notes) > 0 {
			t.Errorf("of another cell's: %q", a.notes)
		}
		if a := s.execute("%goroutines"); strings.Count(a.stdout, " of cell[4]: ") != 4 || strings.Count(a.stdout, "chan receive") != 3 {
			t.Errorf("the list is %q", a.stdout)
		}
	})
}

// A cell in which nothing moves says so once, in one place, and what came of it.
func TestStuck(t *testing.T) {
	both(t, func(t *testing.T, s *session, compiled bool) {
		s.execute("free, waits := make(chan int), make(chan int)\ngo func() { <-waits; <-free }()")
		s.id++
		s.cell++
		s.requests.Write(pipe.Request{ID: s.id, Kind: pipe.Execute, Cell: s.cell, Code: "waits <- 1\nfree <- 2\nfree <- 3"})
		said := s.display(t)
		place := fmt.Sprintf("cell[%d]:3", s.cell)
		if want := `^Nothing has moved for \d\.\d s; waiting at ` + regexp.QuoteMeta(place) + ` \(chan send\)$`; !regexp.MustCompile(want).MatchString(said.text) || said.update {
			t.Errorf("said %+v, want %s", said, want)
		}
		if !compiled {
			return // ends by the worker's end
		}
		s.requests.Write(pipe.Request{Kind: pipe.Interrupt})
		again := s.display(t)
		if want := `^Nothing moved for \d\.\d s, waiting at `; !regexp.MustCompile(want).MatchString(again.text) || !again.update || again.id != said.id {
			t.Errorf("said %+v, want %s as an update of %s", again, want, said.id)
		}
		if e, err := s.next(); err != nil || e.Kind != pipe.Done || e.Error.Name != "interrupted" {
			t.Errorf("%+v, %v", e, err)
		}
	})
}

// A shown is a display that came by itself.
type shown struct {
	text, id string
	update   bool
}

func (s *session) display(t *testing.T) shown {
	t.Helper()
	e, err := s.next()
	if err != nil || e.Kind != pipe.Display {
		t.Fatalf("%+v, %v; want a display", e, err)
	}
	text, _ := e.Bundle.Data["text/plain"].(string)
	id, _ := e.Bundle.Transient["display_id"].(string)
	return shown{text, id, e.Update}
}

// press interrupts again and again, as the kernel does: the first time may be before
// the loop.
func (s *session) press() (release func()) {
	end, ended := make(chan bool), make(chan bool)
	go func() {
		defer close(ended)
		for again := time.NewTicker(20 * time.Millisecond); ; {
			s.requests.Write(pipe.Request{Kind: pipe.Interrupt})
			select {
			case <-again.C:
			case <-end:
				again.Stop()
				return
			}
		}
	}()
	return func() { close(end); <-ended }
}

// An interrupt ends a loop, in a function that a cell calls, too, and leaves the
// variables.
func TestInterruptedLoop(t *testing.T) {
	both(t, func(t *testing.T, s *session, _ bool) {
		s.execute("import (\"fmt\"; \"sort\")\nturns := 0\nfunc spin() { fmt.Print(\"begun\"); for { turns++ } }")
		for _, code := range []string{
			"fmt.Print(\"begun\")\nfor { turns++ }",
			"spin()",
			"func deep(n int) { if n == 0 { spin() }; deep(n - 1) }\ndeep(10)",
			"sort.Slice([]int{2, 1}, func(i, j int) bool { spin(); return true })",
		} {
			s.id++
			s.cell++
			s.requests.Write(pipe.Request{ID: s.id, Kind: pipe.Execute, Cell: s.cell, Code: code})
			s.stdout.await("begun")
			released := s.press()
			e, err := s.next()
			released()
			if err != nil || e.Error == nil || e.Error.Name != "interrupted" {
				t.Fatalf("%s: %+v, %v", code, e, err)
			}
			s.stdout.until(t, e.Text)
			s.stderr.until(t, e.Text)
			if a := s.execute("turns >= 0"); a.text() != "true" || a.err != nil {
				t.Errorf("after %s: %+v", code, a)
			}
		}
	})
}
