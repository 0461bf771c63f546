package check

import "seminar/kernelext/check/exam"

// raceRuns is how often NoRace runs its function. The detector finds a race in the first run in which
// the two accesses happen, in whatever order; what is done by chance may not happen in each.
const raceRuns = 3

// NoRace checks that f has no data race: no two goroutines use the same memory, at least one of them
// writing, without something that orders them. It runs f three times in a bubble, in a program that is
// compiled with Go's race detector, and shows the detector's own report. In a program without the
// detector it can only run f, and says so.
func NoRace(f func()) {
	if !exam.Enter(exam.Race) {
		return
	}
	defer exam.Leave()
	if !detecting && exam.Begun() {
		misuse("NoRace needs the worker with the race detector; run once: go tool seminar install --race")
	}
	before := raceErrors()
	if exam.Begun() {
		before = 0 // the detector reports a race once: that the test cell has met it before, outside, excuses nobody
	}
	for run := 0; run < raceRuns && raceErrors() == before; run++ {
		inBubble("NoRace", func(b *bubble) { b.call(f) })
	}
	if raceErrors() > before {
		fail("NoRace", "a data race: two goroutines use the same memory, one of them writes, and nothing orders them. Go's report above names both places.")
	}
	if !detecting {
		note("NoRace", "this program was not built with -race, so nothing was looked for.")
	}
}
