package kernel

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// raced collects what a races passes on.
func raced() (*races, *strings.Builder) {
	var passed strings.Builder
	pass := func(b []byte) { passed.Write(b) }
	return newRaces(pass, pass), &passed
}

const aRace = `==================
WARNING: DATA RACE
Read at 0x00c0007de008 by goroutine 28:
  main.bump()
      cell[1]:5 +0x4a

Previous write at 0x00c0007de008 by goroutine 27:
  main.bump()
      cell[1]:5 +0x87
==================
`

const aRaceShown = `==================
WARNING: DATA RACE
Read by goroutine 28:
    cell[1]:5 in bump

Previous write by goroutine 27:
    cell[1]:5 in bump
==================
`

func TestAReportIsPassedOnHoweverItIsCut(t *testing.T) {
	const before, between, after = "no newline\nFound it\n", "==================\nWARNING\n", "Found 2 data race(s)\n===\nrest"
	other := strings.ReplaceAll(aRace, "cell[1]", "cell[2]")
	text := before + aRace + between + other + after
	want := before + aRaceShown + between + strings.ReplaceAll(aRaceShown, "cell[1]", "cell[2]") + "===\nrest"
	for size := 1; size <= len(text); size++ {
		r, passed := raced()
		for rest := text; rest != ""; {
			n := min(size, len(rest))
			r.write([]byte(rest[:n]))
			rest = rest[n:]
		}
		r.end()
		if passed.String() != want {
			t.Fatalf("pieces of %d: got\n%s", size, passed)
		}
	}
}

func TestOneReportOfEachTwoPlacesIsShown(t *testing.T) {
	r, passed := raced()
	r.write([]byte(aRace))
	r.write([]byte(strings.ReplaceAll(aRace, "0x00c0007de008", "0x00c0007de010")))
	r.write([]byte(strings.NewReplacer("Read at", "Write at", "Previous write", "Previous read").Replace(aRace)))
	if passed.String() != aRaceShown {
		t.Errorf("got\n%s", passed)
	}
	across := strings.Replace(aRace, "cell[1]:5", "cell[2]:7", 1)
	r.write([]byte(across))
	r.write([]byte(strings.NewReplacer("cell[1]:5", "cell[2]:7", "cell[2]:7", "cell[1]:5").Replace(across)))
	if want := aRaceShown + strings.Replace(aRaceShown, "cell[1]:5", "cell[2]:7", 1); passed.String() != want {
		t.Errorf("got\n%s", passed)
	}
	passed.Reset()
	r.begin()
	if r.write([]byte(aRace)); passed.String() != aRaceShown {
		t.Errorf("in the next cell: got\n%s", passed)
	}
}

func TestOfManyReportsTheNumberIsTold(t *testing.T) {
	r, passed := raced()
	race := func(from, to int) {
		for line := from; line < to; line++ {
			r.write([]byte(strings.ReplaceAll(aRace, ":5", fmt.Sprint(":", line))))
		}
	}
	said := func(want string) {
		t.Helper()
		if passed.String() != want {
			t.Errorf("got %q, want %q", passed, want)
		}
		passed.Reset()
	}
	race(0, 5)
	if n := strings.Count(passed.String(), "WARNING"); n != 5 {
		t.Errorf("shown: %d", n)
	}
	passed.Reset()
	race(4, 17)
	race(4, 17)
	said("")
	r.sum()
	said("and 12 more data races, at other places\n")
	race(0, 18) // of a goroutine that the cell has left behind
	r.begin()
	said("and 1 more data race, at another place\n")
	r.begin()
	r.sum()
	r.end()
	said("")
	race(0, 7)
	r.end()
	if !strings.HasSuffix(passed.String(), "\nand 2 more data races, at other places\n") {
		t.Errorf("got\n%s", passed)
	}
}

// Text on stderr is a failed cell to whoever grades.
func TestRacesAreShownAsOutputOfTheirCell(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	var script []string
	for line := range 7 {
		script = append(script, "eprint "+strings.ReplaceAll(strings.ReplaceAll(strings.TrimSuffix(aRace, "\n"), ":5", fmt.Sprint(":", line)), "\n", "\neprint "))
	}
	got := c.run(strings.Join(script, "\n"), "eprint a warning", "display x")
	if n := strings.Count(got, "WARNING"); n != 5 || strings.Contains(got, "0x") || !strings.Contains(got, "stdout: ====") {
		t.Errorf("%d reports in\n%s", n, got)
	}
	if !strings.Contains(got, "==\nstderr: a warning\ndisplay_data x\nstdout: and 2 more data races, at other places\nidle\n") {
		t.Errorf("got\n%s", got)
	}
	expect(t, c.run("print after"), "busy\nin 2\nstdout: after\nidle\nreply ok 2\n")
}

func TestWhatIsPrintedInsideAReportIsNotLost(t *testing.T) {
	r, passed := raced()
	report := strings.Replace(aRace, "  main.bump()\n", "hello from a cell\n  main.bump()\n", 1)
	r.write([]byte(report))
	if passed.String() != "hello from a cell\n"+aRaceShown {
		t.Errorf("got\n%s", passed)
	}
}

// A goroutine may race while the cell that the reader looks at ends.
func TestAMarkCutsNoReport(t *testing.T) {
	begun := strings.Index(aRace, "Read at")
	for cut := begun; cut < len(aRace); cut++ {
		r, passed := raced()
		r.write([]byte(aRace[:cut]))
		r.marked()
		r.write([]byte(aRace[cut:]))
		if passed.String() != aRaceShown {
			t.Fatalf("cut at %d: got\n%s", cut, passed)
		}
	}
}

func TestWhatLooksLikeAReportIsNotHeldForGood(t *testing.T) {
	for _, text := range []string{"==================\n", "==", "WARNING: DATA", "Found "} {
		synctest.Test(t, func(t *testing.T) {
			r, passed := raced()
			r.write([]byte(text))
			so := func() string {
				synctest.Wait()
				r.mu.Lock()
				defer r.mu.Unlock()
				return passed.String()
			}
			if so() != "" {
				t.Errorf("%q was passed on at once", text)
			}
			time.Sleep(racesQuiet)
			if so() != text {
				t.Errorf("got %q, want %q", so(), text)
			}
		})
		r, passed := raced()
		r.write([]byte(text))
		r.marked()
		if passed.String() != text {
			t.Errorf("at a mark: got %q, want %q", passed, text)
		}
	}
}

func TestAReportWithoutEndIsShown(t *testing.T) {
	r, passed := raced()
	cut := strings.Index(aRace, "\n\nPrevious") + 1
	r.write([]byte(aRace[:cut]))
	r.end()
	if want := aRaceShown[:strings.Index(aRaceShown, "\n\nPrevious")+1] + "==================\n"; passed.String() != want {
		t.Errorf("got\n%s", passed)
	}
	r.write([]byte("==================\nWARNING: DATA RACE\n"))
	for range 40_000 {
		r.write([]byte("      cell[1]:5 +0x4a\n  main.bump()\n"))
	}
	if n := cap(r.report); n > 4*maxReport {
		t.Errorf("holds %d bytes", n)
	}
}
