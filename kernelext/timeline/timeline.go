// Package timeline records what each goroutine of a call was doing, and when: running
// on which processor, ready to run, waiting and for what, in a system call.
//
// It asks the runtime's own execution trace (runtime/trace), so it sees what the call
// itself wrote, not only what knows of this package, and it costs CPU-bound and
// waiting work nothing that can be seen; work that does little beside passing values through
// channels took 2.4 times as long.
//
// The package draws nothing but text, judges nothing and knows nothing of notebooks. It is no
// profiler: which function took the time, go tool pprof says, and go tool trace
// shows every event of a program.
package timeline

import (
	"context"
	"runtime/trace"
	"time"
)

// A State is what a goroutine is doing.
type State uint8

// The states of a goroutine.
const (
	Waiting State = iota // for something: a channel, a lock, the network, time
	Ready                // it could run, and waits for a processor
	Running
	Syscall // in a call of the operating system that takes a while
)

// String is the state's name in a sentence.
func (s State) String() string {
	return [...]string{"waiting", "ready", "running", "in a system call"}[s]
}

// A Span is a time in which a goroutine stayed in one state. Times begin with the call.
type Span struct {
	Start, End time.Duration
	State      State
	Processor  int    // where it ran, 0 and up: the runtime's P, which is no core; else -1
	Why        string // what it waited for, in the runtime's words; "" when they say nothing
	At         string // where it waited, file:line outside of Go's own packages; "" when unknown
}

// A Region is a named time of a goroutine: what ran in runtime/trace's WithRegion, such as
// a task of a strategy.
type Region struct {
	Name       string
	Start, End time.Duration
}

// A Lane is one goroutine.
type Lane struct {
	Name    string
	Spans   []Span   // in order, none of them overlap
	Regions []Region // in order of their start
}

// A Turn is a time in which a processor ran one goroutine.
type Turn struct {
	Start, End time.Duration
	Lane       int // index in Lanes, or Helpers or Others
}

// What a processor ran when it ran no lane.
const (
	Helpers = -1 // goroutines that the call's own started inside Go's packages, see Helped
	Others  = -2 // goroutines that do not descend from the call: servers, the collector
)

// A Timeline is what the goroutines of one call were doing: first the one that called,
// then those that descend from it, in the order of their start. Goroutines that Go's own
// packages started and nobody named, such as those of an HTTP connection, have
// no lane; they count in Parallel, and in Processors as Helpers.
type Timeline struct {
	Lanes      []Lane
	Processors [][]Turn      // of each processor, by its number
	Elapsed    time.Duration // of the call
	Traced     time.Duration // less than Elapsed when the recording ended before the call
	Parallel   time.Duration // in which two or more goroutines of the call ran
	Busy       time.Duration // the sum of the times in which they ran
	CPU        time.Duration // CPU time of the process during the call; 0 when nobody measured it
	CPUs       int           // how many may run at once, GOMAXPROCS
	Helped     int           // how many goroutines have no lane
	Events     int           // that were read
	Notes      []string      // doubts, whole sentences
}

// nameCategory is the log category that names a lane.
const nameCategory = "lane"

// Name names the lane of the calling goroutine in whatever Timeline is recorded now; the last
// name counts. It costs a load from memory when none is.
func Name(lane string) {
	if trace.IsEnabled() {
		trace.Log(context.Background(), nameCategory, lane)
	}
}
