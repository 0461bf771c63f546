package kernelext

import "time"

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
	Ratio     Ratio           // against the baseline; the zero Ratio in the baseline's own row
	Notes     []string        // doubts that concern this row, whole sentences
}

// A Ratio is how many times as fast as the baseline a case was: over 1 is
// faster. Low and High enclose it, by the order statistics of the paired runs.
type Ratio struct {
	Value, Low, High float64
	Runs             int
}
