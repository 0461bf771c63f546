//go:build gophernotes

package main

import (
	"cmp"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"seminar/kernelext/kernel/stack"
)

// A leftover knows how many goroutines there are when nothing is left of any cell, and how many more, of nobody's
// cell or of another, there were when it last looked: what an imported package started, or a server. Counting them costs
// nothing; only when there are more than none is it looked whose they are. To count those of nobody's, too, and look
// when there are more still, was tried: when they end, a cell's take their place.
type leftover struct{ none, strangers int }

// The time that goroutines get to end which have nothing more to do, as after a
// WaitGroup's Wait; and to come to where they wait, on a busy machine.
const (
	endsWithin    = time.Millisecond
	endsLook      = 50 * time.Microsecond
	settlesWithin = 20 * time.Millisecond
)

// of returns a line that names the goroutines of a cell which still run when it has
// ended, or nil.
func (l *leftover) of(cell int) []string {
	from, pause := time.Now(), endsLook
	for ; ; time.Sleep(pause) {
		n, since := runtime.NumGoroutine(), time.Since(from)
		switch {
		case n <= l.none:
			l.none = n
			return nil
		case n != l.strangers && since < endsWithin:
			continue
		case crowd():
			return crowdLine(gather(), strconv.Itoa(cell))
		}
		mine := ofCell(others(), strconv.Itoa(cell))
		if len(mine) == 0 {
			l.strangers = n
			return nil
		}
		if since >= settlesWithin || since >= endsWithin && !slices.ContainsFunc(mine, runs) {
			return stillRunning(mine)
		}
		pause = endsWithin // to look stops them all
	}
}

// ofCell are those of a cell's number.
func ofCell(all []stack.Goroutine, cell string) []stack.Goroutine {
	return slices.DeleteFunc(all, func(g stack.Goroutine) bool { return g.Label != cell })
}

// stillRunning names a cell's goroutines, if there are any.
func stillRunning(mine []stack.Goroutine) []string {
	if len(mine) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("Still running: %s of this cell, %s. %%goroutines lists them.", count(len(mine), "goroutine"), places(mine))}
}

// maxPlaces is how many places a line names.
const maxPlaces = 3

// places names where goroutines are, those at the same place together. What a
// package has started for a cell is only named when the cell's own lines are not.
func places(all []stack.Goroutine) string {
	own := slices.DeleteFunc(slices.Clone(all), func(g stack.Goroutine) bool { return len(g.Frames) == 0 && g.Created == nil })
	if len(own) == 0 {
		own = all
	}
	var named []string
	times := map[string]int{}
	for _, g := range own {
		at := fmt.Sprintf("%s (%s)", g.Where(), g.What())
		if times[at]++; times[at] == 1 {
			named = append(named, at)
		}
	}
	slices.SortStableFunc(named, func(a, b string) int { return cmp.Or(times[b]-times[a], strings.Compare(a, b)) })
	shown := named[:min(len(named), maxPlaces)]
	for i, at := range shown {
		if n := times[at]; n > 1 {
			shown[i] = fmt.Sprintf("%d at %s", n, at)
		} else {
			shown[i] = "at " + at
		}
	}
	if len(named) > maxPlaces {
		shown = append(shown, fmt.Sprintf("and at %s more", count(len(named)-maxPlaces, "place")))
	}
	return strings.Join(shown, ", ")
}

func count(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

// list is the text of %goroutines.
func list(all []stack.Goroutine, shown func([]stack.Frame) []string) string {
	var b strings.Builder
	for _, g := range all {
		of := "a cell"
		if g.Label != "" {
			of = "cell[" + g.Label + "]"
		}
		fmt.Fprintf(&b, "goroutine %s of %s: %s\n", g.Number, of, g.State)
		for _, line := range shown(g.Frames) {
			b.WriteString("    " + line + "\n")
		}
		if len(g.Frames) == 0 && len(g.Calls) > 0 {
			b.WriteString("    " + g.Calls[len(g.Calls)-1] + "\n")
		}
		if g.Created != nil {
			fmt.Fprintf(&b, "    started at %s\n", g.Created)
		}
	}
	if len(all) == 0 {
		b.WriteString("No goroutine of a cell is left.\n")
	}
	return b.String()
}
