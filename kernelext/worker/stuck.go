//go:build gophernotes

package main

import (
	"fmt"
	"html"
	"slices"
	"strconv"
	"strings"
	"time"

	"seminar/kernelext/kernel/pipe"
	"seminar/kernelext/kernel/stack"
)

// looksEvery is how often it is looked whether a cell that runs still moves. A look
// stops the world for some tenths of a millisecond: less than a thousandth of what a
// cell measures.
const looksEvery = 500 * time.Millisecond

// A watch looks after one running cell: when nothing in it has moved from one look
// to the next, it says so below the cell, and in the same place when it goes on.
// It never says that there is a deadlock: what a cell waits for may still come.
type watch struct {
	cell  string // its number, the label of its goroutines
	show  func(text string)
	ended chan struct{}
	over  chan struct{}

	last  string    // how the goroutines were at the last look
	since time.Time // when they came to be so; zero when they move
	at    string    // what they wait for
	said  bool
}

// watchCell begins to watch; the returned function ends that.
func watchCell(cell int, show func(text string)) (end func()) {
	w := &watch{cell: strconv.Itoa(cell), show: show, ended: make(chan struct{}), over: make(chan struct{})}
	timer := time.AfterFunc(looksEvery, w.run)
	return func() {
		if timer.Stop() {
			return
		}
		close(w.ended)
		<-w.over
	}
}

func (w *watch) run() {
	defer close(w.over)
	defer w.move()
	tick := time.NewTicker(looksEvery)
	defer tick.Stop()
	for {
		w.look()
		select {
		case <-tick.C:
		case <-w.ended:
			return
		}
	}
}

// look compares the cell's goroutines with how they were. In a crowd, to look would
// take more time than the reader should lose by it.
func (w *watch) look() {
	if crowd() {
		w.move()
		return
	}
	all := goroutines()
	mine := slices.DeleteFunc(slices.Clone(all), func(g stack.Goroutine) bool { return g.Label != w.cell })
	if len(mine) == 0 || slices.ContainsFunc(all, runs) || slices.ContainsFunc(mine, willGoOn) {
		w.move()
		return
	}
	switch is := positions(mine); {
	case is != w.last:
		w.move()
		w.last, w.since, w.at = is, time.Now(), places(mine)
	case !w.said:
		w.said = true
		w.show(fmt.Sprintf("Nothing has moved for %s; waiting %s", seconds(time.Since(w.since)), w.at))
	}
}

// move notes that something has moved, or that the cell has ended.
func (w *watch) move() {
	if w.said {
		w.show(fmt.Sprintf("Nothing moved for %s, waiting %s", seconds(time.Since(w.since)), w.at))
	}
	w.last, w.said = "", false
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }

// positions is the same for two looks between which nothing has moved.
func positions(all []stack.Goroutine) string {
	var b strings.Builder
	for _, g := range all {
		fmt.Fprintln(&b, g.Number, g.What(), g.Frames, g.Calls)
	}
	return b.String()
}

// runs tells goroutines that are doing something, of whichever cell: they may be
// what the others wait for.
func runs(g stack.Goroutine) bool {
	return strings.HasPrefix(g.State, "runn") || strings.HasPrefix(g.State, "copystack") || strings.HasPrefix(g.State, "preempted")
}

// waiting are the states that only another goroutine ends (runtime/runtime2.go).
var waiting = []string{"chan receive", "chan send", "select", "semacquire", "sync."}

// willGoOn tells goroutines that go on by themselves: they sleep, are in the system,
// or wait for the network, but not for somebody to connect.
func willGoOn(g stack.Goroutine) bool {
	in := func(f string) bool { return slices.Contains(g.Calls, f) }
	if in("net/http.(*persistConn).roundTrip") {
		return true
	}
	return !slices.ContainsFunc(waiting, func(s string) bool { return strings.HasPrefix(g.State, s) }) && !in("net.(*netFD).accept")
}

// watch watches the cell of a request. What it says is one line, which is shown
// in one place and stays there when the notebook is saved.
func (w *worker) watch(r pipe.Request) (end func()) {
	s := w.spot(r.ID)
	return watchCell(r.Cell, func(text string) {
		s.put(map[string]any{"text/plain": text, "text/html": `<div style="opacity:.75;font-style:italic">` + html.EscapeString(text) + `</div>`})
	})
}
