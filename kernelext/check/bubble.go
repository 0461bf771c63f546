package check

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"seminar/kernelext/kernel/stack"
)

// horizon is a time of the bubble at which nothing is left that could happen: who still
// waits then waits for ever.
const horizon = 10_000 * time.Hour

// A bubble is one run of code under check: its goroutines and its clock.
type bubble struct {
	check   string    // for messages
	started time.Time // of the bubble's clock
	number  string    // of the bubble, as stack traces have it
	over    chan<- any
}

// inBubble runs work in a bubble and returns when work has, with the failure that it panicked with
// handed on. What the work has started and left stays where it is: a bubble with goroutines that
// wait for ever has no other end, and the caller has been told.
func inBubble(check string, work func(*bubble)) {
	over := make(chan any, 1)
	at := make(chan string, 1) // the bubble's number
	go func() {
		defer func() { over <- recover() }() // the deadlock that synctest finds after an end that was reported
		var t testing.T
		synctest.Test(&t, func(*testing.T) {
			b := &bubble{check: check, started: time.Now(), number: ownBubble(), over: over}
			at <- b.number
			over <- b.failure(work)
		})
	}()
	select {
	case p := <-over:
		if p != nil {
			panic(p)
		}
	case <-time.After(patience):
		b := &bubble{check: check, number: <-at}
		places := b.places()
		fail(check, "it has come to no end within %s. It is at%s%s", took(patience), listed(places), polling(places))
	}
}

// polling explains a loop that asks again and again whether somebody is ready who sleeps: in a bubble that
// stops the clock by which he would wake.
func polling(places []string) string {
	all := strings.Join(places, "\n")
	if !strings.Contains(all, "(running)") || !strings.Contains(all, "(sleep)") {
		return ""
	}
	return "\nAs long as one goroutine runs, the bubble's clock stands still and nobody wakes: wait with a channel or a sync.WaitGroup instead of asking again and again."
}

// failure does the work and returns what it panicked with. The goroutine belongs to a T that is
// nobody's test, which can report neither a panic nor a race: the one is caught here, and after the other
// the goroutine never returns.
func (b *bubble) failure(work func(*bubble)) (p any) {
	races := raceErrors()
	defer func() {
		p = recover()
		if raceErrors() > races {
			b.over <- p
			select {}
		}
	}()
	work(b)
	return nil
}

// InBubble tells whether the calling goroutine lives by the false clock of a check.
func InBubble() bool { return ownBubble() != "" }

// ownBubble returns the number of the calling goroutine's bubble.
func ownBubble() string {
	_, number := ownHead()
	return number
}

// ownHead reads the numbers of the calling goroutine and of its bubble, which Go tells in the
// first line of a trace only: goroutine 18 [running, synctest bubble 2].
func ownHead() (goroutine, bubble string) {
	var text [128]byte
	head, _, _ := strings.Cut(string(text[:runtime.Stack(text[:], false)]), "\n")
	return strings.Fields(head)[1], bubbleIn(head)
}

// bubbleIn returns the number of a bubble that a goroutine's state names (runtime/traceback.go).
func bubbleIn(state string) string {
	_, number, _ := strings.Cut(state, "synctest bubble ")
	end := strings.IndexFunc(number, func(r rune) bool { return r < '0' || r > '9' })
	if end >= 0 {
		number = number[:end]
	}
	return number
}

// call calls f, which belongs to whoever is under check, and returns when f has returned.
// A panic of f, and a wait that can have no end, are failures.
func (b *bubble) call(f func()) {
	if why := b.returns(horizon, f); why != "" {
		fail(b.check, "%s", why)
	}
}

// returns calls f and says why it did not return within a time of the bubble's clock, if it did not.
func (b *bubble) returns(within time.Duration, f func()) (why string) {
	ended := make(chan string, 1) // nobody may be there to take it
	go func() {
		why := "it ended its own goroutine with runtime.Goexit"
		defer func() {
			if p := recover(); p != nil {
				why = panicked(p)
			}
			ended <- why
		}()
		f()
		why = ""
	}()
	select {
	case why = <-ended:
		return why
	case <-time.After(within):
		return "nothing moves any more, and it has not returned: a deadlock. It waits at" + listed(b.places())
	}
}

// panicked says a panic of the code under check, on the goroutine that panics.
func panicked(p any) string {
	if f, ok := IsFailure(p); ok {
		return f.Said
	}
	return fmt.Sprintf("it panicked: %v%s", p, at(caller(0, "")))
}

// elapsed is how long ago the bubble began, by its own clock.
func (b *bubble) elapsed() time.Duration { return time.Since(b.started) }

// others returns the goroutines of the bubble that code under check has started and that still live.
func (b *bubble) others() []stack.Goroutine {
	text := make([]byte, 1<<20)
	for n := runtime.Stack(text, true); n == len(text) && n < 64<<20; n = runtime.Stack(text, true) {
		text = make([]byte, 4*n)
	}
	all := stack.Goroutines(strings.TrimRight(string(text), "\x00"))
	return slices.DeleteFunc(all, func(g stack.Goroutine) bool {
		return bubbleIn(g.State) != b.number || len(g.Frames) == 0 && g.Created == nil || slices.ContainsFunc(g.Calls, own)
	})
}

// own tells the functions whose goroutines are this package's.
func own(function string) bool {
	return strings.HasSuffix(function, "check.(*bubble).others")
}

// places says where the goroutines of the bubble are.
func (b *bubble) places() []string {
	if all := states(b.others()); all != nil {
		return all
	}
	return []string{"a place that is in no cell"}
}

// states says of each goroutine where it is, equal ones together.
func states(goroutines []stack.Goroutine) []string {
	var all []string
	for _, g := range goroutines {
		all = append(all, state(g))
	}
	return counted(all)
}

// state says where a goroutine is and what it does there: cell[3]:8 in worker (chan receive).
func state(g stack.Goroutine) string {
	what, _, _ := strings.Cut(g.What(), " (durable)")
	if what == "runnable" { // it runs as far as its reader is concerned
		what = "running"
	}
	text := fmt.Sprintf("%s (%s)", g.Where(), what)
	if g.Created != nil && len(g.Frames) > 0 && g.Created.Line != g.Frames[0].Line {
		text += fmt.Sprintf(", started at %s:%d", g.Created.Cell, g.Created.Line)
	}
	return text
}

// counted puts equal lines together: 20 times cell[3]:8 …
func counted(lines []string) []string {
	slices.Sort(lines)
	var all []string
	for i := 0; i < len(lines); {
		n := 1
		for i+n < len(lines) && lines[i+n] == lines[i] {
			n++
		}
		if n == 1 {
			all = append(all, lines[i])
		} else {
			all = append(all, fmt.Sprintf("%d times %s", n, lines[i]))
		}
		i += n
	}
	return all
}

// took writes a time as a reader says it: 2 s, 850 ms.
func took(d time.Duration) string {
	switch {
	case d == 0:
		return "0 s"
	case d < time.Millisecond:
		return d.String()
	case d < time.Second:
		return fmt.Sprintf("%g ms", float64(d.Round(time.Millisecond/10).Microseconds())/1000)
	}
	return fmt.Sprintf("%g s", d.Round(time.Millisecond).Seconds())
}
