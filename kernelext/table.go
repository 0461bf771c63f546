package kernelext

import (
	"fmt"
	"time"
)

// A Table is what Compare measured: one row a case, in the order given. The
// first row is the baseline of every ratio. It draws itself in a notebook as a
// table; package charts draws it as bars.
type Table struct {
	Rows   []Row
	Rounds int      // how often each case ran
	Bound  Bound    // what the baseline spent its time on
	CPUs   int      // how many CPUs the Go runtime could use (GOMAXPROCS)
	Notes  []string // doubts that concern the whole table, whole sentences
}

// Bound says what limits a piece of work: computing or waiting. It decides how
// a case is summarised: CPU-bound work by its best run, because every
// disturbance only adds time; waiting by the median.
type Bound string

// The two kinds of work.
const (
	CPUBound Bound = "CPU"
	IOBound  Bound = "IO"
)

// A Row is one measured case.
type Row struct {
	Name      string
	Runs      []time.Duration // wall time of every run, in the order they were made
	CPU       []time.Duration // CPU time of the same runs, child processes included
	Time      time.Duration   // the figure: best run when CPU-bound, median when waiting
	Low, High time.Duration   // the shortest and the longest run
	Limit     time.Duration   // what is physically possible: work over cores, or the makespan; 0 when unknown
	Published time.Duration   // a figure that somebody else published for the case; 0 when there is none
	Predicted float64         // which Ratio the reader expected; 0 when none
	Ratio     Ratio           // against the baseline; the zero Ratio in the baseline's own row
	Cores     int             // how many CPUs the case could use; 0 when unknown
	Granted   float64         // how many CPUs it got in its best run: CPU time over wall time
	Notes     []string        // doubts that concern this row, whole sentences
}

// A Ratio is how many times as fast as the baseline a case was: over 1 is
// faster. Low and High enclose it, by the order statistics of the paired runs.
type Ratio struct {
	Value, Low, High float64
	Runs             int
}

// Differs reports whether a difference was seen: at least 3%, and an interval
// that leaves out 1. A single run has no interval, and shows none.
func (r Ratio) Differs() bool {
	apart := r.Value <= 1-leastDifference || r.Value >= 1+leastDifference
	return r.Runs > 1 && apart && (r.Low > 1 || r.High < 1)
}

// String is the ratio as a finding: "1.98x as fast [1.95 … 2.01], 9 runs",
// "no difference seen: 1.02x [0.94 … 1.09], 9 runs", or
// "1.98x as fast; 1 run, no interval". The zero Ratio is "".
func (r Ratio) String() string {
	switch {
	case r.Runs == 0:
		return ""
	case r.Runs == 1:
		return factor(r.Value) + "x as fast; 1 run, no interval"
	case !r.Differs():
		return fmt.Sprintf("no difference seen: %sx [%s … %s], %d runs", factor(r.Value), factor(r.Low), factor(r.High), r.Runs)
	}
	return fmt.Sprintf("%sx as fast [%s … %s], %d runs", factor(r.Value), factor(r.Low), factor(r.High), r.Runs)
}

// Verdict is the finding about row i in words: "baseline" for the first, its
// ratio for another one, or, in its place, that the machine did not give the
// CPUs which the case could use.
func (t *Table) Verdict(i int) string {
	switch {
	case i == 0:
		return "baseline"
	case t.starved(i):
		return t.Rows[i].grant()
	}
	return t.Rows[i].Ratio.String()
}

// starved reports whether row i computed in parallel without getting the CPUs
// that it could use.
func (t *Table) starved(i int) bool {
	row := t.Rows[i]
	return t.Bound == CPUBound && row.Cores > 1 && row.Granted < grantedShare*float64(row.Cores)
}

// grant says what the machine gave a row that could have used more.
func (r Row) grant() string {
	return fmt.Sprintf("the machine gave only %.1f of %d CPUs", r.Granted, r.Cores)
}
