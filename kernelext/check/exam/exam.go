// Package exam says in which kind of process a test cell runs, so that each check
// happens where it can.
//
// The worker that runs a test cell calls Begin, Outside, Last and Wanted; package check calls
// Enter and Leave. In a program in
// which nobody has called Begin, every check happens there and then. The package runs nothing and
// starts nothing.
package exam

import (
	"cmp"
	"io"
	"os"
	"slices"
	"sync"
	"time"
)

// A Kind is a kind of process.
type Kind string

// The kinds of processes, in the order in which a test cell is run in them.
const (
	Plain     Kind = "plain"     // code as it is
	Race      Kind = "race"      // with the race detector
	Schedules Kind = "schedules" // code that hands over after each statement, see cell.Options.Points
)

// Out is where checks say what is no failure. Who runs a test cell may set it before Begin.
var Out io.Writer = os.Stdout

// Choices, where it is not nil, is the state of the pseudo-random sequence by which a select of a bubble chooses among
// the cases that are ready; 0: as Go does. Who runs a test cell may set it before Begin.
var Choices *uint64

var (
	mu     sync.Mutex
	now    Kind // "" where nobody has called Begin
	wanted []Kind
	inside int       // of how many checks; they nest: a check of a call may hold one of its result
	since  time.Time // the last check outside of others began or ended, or Begin was called
)

// Begin says that this process runs a test cell, and of which kind it is.
func Begin(k Kind) {
	mu.Lock()
	defer mu.Unlock()
	now, wanted, inside, since = k, nil, 0, time.Now()
}

// Enter tells whether a check that needs a process of the kind is made in this one. If
// so, Leave is called at its end; if not, the kind is noted as wanted.
func Enter(k Kind) bool {
	mu.Lock()
	defer mu.Unlock()
	if inside == 0 { // within a check the clock may be the false one of its bubble
		since = time.Now()
	}
	if now == "" || now == k || k == Plain && inside > 0 { // within a check, it is a part of that
		inside++
		return true
	}
	if k != Plain && !slices.Contains(wanted, k) {
		wanted = append(wanted, k)
	}
	return false
}

// Begun tells whether this process runs a test cell.
func Begun() bool {
	mu.Lock()
	defer mu.Unlock()
	return now != ""
}

// Leave says that a check has ended.
func Leave() {
	mu.Lock()
	defer mu.Unlock()
	if inside--; inside == 0 {
		since = time.Now()
	}
}

// Outside returns for how long a test cell has been at code of its own, outside of every check; 0 within
// one. The checks bound their own time.
func Outside() time.Duration {
	mu.Lock()
	defer mu.Unlock()
	if inside > 0 {
		return 0
	}
	return time.Since(since)
}

// Wanted returns the kinds that checks have asked for since Begin, each once, in the order of the processes.
func Wanted() []Kind {
	mu.Lock()
	defer mu.Unlock()
	return slices.SortedFunc(slices.Values(wanted), Kind.compare)
}

// Last tells whether the test cell is not to be run in another kind of process after this one.
func Last() bool {
	mu.Lock()
	defer mu.Unlock()
	return !slices.ContainsFunc(wanted, func(k Kind) bool { return k.compare(now) > 0 })
}

// compare orders the kinds as test cells are run in them.
func (k Kind) compare(other Kind) int {
	order := []Kind{Plain, Race, Schedules}
	return cmp.Compare(slices.Index(order, k), slices.Index(order, other))
}
