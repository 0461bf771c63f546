package kernel

import (
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

func TestTheSameReportTwiceInARowIsShownOnce(t *testing.T) {
	r, passed := raced()
	r.write([]byte(aRace + strings.ReplaceAll(aRace, "0x00c0007de008", "0x00c0007de010")))
	if passed.String() != aRaceShown {
		t.Errorf("got\n%s", passed)
	}
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
