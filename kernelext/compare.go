package kernelext

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"time"
)

// A Case is something to measure. Name and Run are required.
type Case struct {
	Name      string
	Run       func()
	Limit     time.Duration // the shortest time that is physically possible; 0: baseline over Cores, or unknown
	Published time.Duration // what somebody else measured, to stand beside it; 0: nothing
	Predicted float64       // how many times as fast as the first case the reader expects it to be; 0: nothing was expected
	Cores     int           // how many CPUs it could use; 0: not known, so the CPUs it got are not judged
}

// Compare runs every case several times and says how many times as fast as the
// first one each is. It returns when all is measured and cannot be stopped.
//
// The cases take turns, each round begins with another one, and garbage is
// collected before each run, so that no case has the better moments. Work for a
// CPU gets 6 to 100 rounds, until the third best run of each case is within 2%
// of its best or 5 s are spent; the best run counts. Waiting gets 3 to 5
// rounds; the median counts. When not even these fit into 30 s there are fewer,
// and a note says so.
//
// A panic in a case becomes a *Panic that names it.
func Compare(cases ...Case) *Table { return Comparison{Cases: cases}.Run() }

// A Comparison is Compare for who wants to look on.
type Comparison struct {
	Cases []Case

	// Seen is called between two runs, on the goroutine of Run and while nothing is
	// measured, with a table of the figures so far; nil: nobody looks. A case that has not
	// run yet has no Runs there. The time that it takes is not the comparison's.
	Seen func(*Table)
}

// Run is Compare of the cases.
func (c Comparison) Run() *Table {
	return meter{name: "Compare", paces: paces, cpu: cpuTime, seen: c.Seen}.compare(c.Cases)
}

// Once runs every case one time, in order: for work that is long or prints. The
// result says "1 run, no interval" instead of what a single run cannot tell.
func Once(cases ...Case) *Table {
	return meter{name: "Once", paces: map[Bound]pace{}, cpu: cpuTime}.compare(cases)
}

// A meter measures. Tests give it a CPU clock of their own; the wall clock they
// replace by testing/synctest.
type meter struct {
	name  string         // as its progress is shown
	paces map[Bound]pace // none: a single round
	cpu   func() time.Duration
	seen  func(*Table)
}

// compare checks the cases, makes rounds while they are worth it and sums up.
func (m meter) compare(cases []Case) *Table {
	t := newTable(cases)
	v := watchRuns(m.name)
	defer v.Stop()
	start := time.Now()
	for t.Rounds == 0 || m.paces[t.Bound].another(t.Rounds, time.Since(start), t.settled()) {
		start = start.Add(m.round(t, cases, v, m.standing(t, start)))
		t.Bound = boundOf(t.Rows[0].Runs, t.Rows[0].CPU)
	}
	v.End()
	t.sumUp()
	t.doubt(m.paces[t.Bound], time.Since(start))
	return t
}

// newTable makes a table without figures.
func newTable(cases []Case) *Table {
	atLeast(1, len(cases), "Compare needs at least 1 case")
	t := &Table{CPUs: runtime.GOMAXPROCS(0)}
	for i, c := range cases {
		if c.Run == nil || c.Name == "" {
			panic(fmt.Sprintf("kernelext: case %d (%q) needs a Name and a Run", i, c.Name))
		}
		t.Rows = append(t.Rows, Row{Name: c.Name, Published: c.Published, Limit: c.Limit, Cores: c.Cores, Predicted: c.Predicted})
	}
	return t
}

// round runs every case once, beginning one further than the round before. It returns how
// long somebody looked on meanwhile.
func (m meter) round(t *Table, cases []Case, v *view, s standing) (looked time.Duration) {
	for i := range cases {
		at := (i + t.Rounds) % len(cases)
		s.name = cases[at].Name
		v.begin(s)
		wall, cpu := m.run(cases[at])
		s.done++
		t.Rows[at].Runs = append(t.Rows[at].Runs, wall)
		t.Rows[at].CPU = append(t.Rows[at].CPU, cpu)
		looked += m.show(t)
	}
	t.Rounds++
	return looked
}

// show lets who looks on see the figures so far.
func (m meter) show(t *Table) time.Duration {
	if m.seen == nil {
		return 0
	}
	start, sofar := time.Now(), *t
	sofar.Rows, sofar.Bound = slices.Clone(t.Rows), boundOf(t.Rows[0].Runs, t.Rows[0].CPU)
	sofar.sumUp()
	m.seen(&sofar)
	return time.Since(start)
}

// standing is how far the measuring has come between two rounds.
func (m meter) standing(t *Table, start time.Time) standing {
	s := standing{done: t.Rounds * len(t.Rows)}
	switch {
	case len(m.paces) == 0:
		s.of = len(t.Rows)
	case t.Rounds > 0:
		s.end = start.Add(m.paces[t.Bound].end(t.Rounds, time.Since(start)))
	}
	return s
}

// run measures one run of one case.
func (m meter) run(c Case) (wall, cpu time.Duration) {
	defer func() {
		if value := recover(); value != nil {
			panic(&Panic{Case: c.Name, Value: value, Stack: string(debug.Stack())})
		}
	}()
	runtime.GC() // the garbage of another case is not this one's work
	cpu, start := m.cpu(), time.Now()
	c.Run()
	wall = time.Since(start)
	return wall, m.cpu() - cpu
}

// settled reports whether the best runs of every case agree.
func (t *Table) settled() bool {
	return t.Bound == CPUBound && !slices.ContainsFunc(t.Rows, func(r Row) bool { return spread(r.Runs) > settledWithin })
}

// sumUp turns the runs of each row into its figures.
func (t *Table) sumUp() {
	for i := range t.Rows {
		row, base := &t.Rows[i], &t.Rows[0]
		if len(row.Runs) == 0 {
			continue
		}
		row.Time = summary(t.Bound, row.Runs)
		row.Low, row.High = slices.Min(row.Runs), slices.Max(row.Runs)
		best := slices.Index(row.Runs, row.Low)
		row.Granted = quotient(row.CPU[best], row.Low)
		if pairs := min(len(base.Runs), len(row.Runs)); i > 0 && pairs > 0 { // within a round one may be ahead
			row.Ratio = compareRuns(t.Bound, base.Runs[:pairs], row.Runs[:pairs])
		}
		if row.Limit == 0 && row.Cores > 0 && len(base.Runs) > 0 {
			row.Limit = base.Time / time.Duration(row.Cores)
		}
	}
}

// doubt notes whatever a careful reader should know about the figures.
func (t *Table) doubt(p pace, spent time.Duration) {
	if t.Rounds < p.least {
		t.Notes = append(t.Notes, fmt.Sprintf("One round takes %s, so there were %d instead of %d: the intervals are less sure.", figure(spent/time.Duration(t.Rounds)), t.Rounds, p.least))
	}
	for i := range t.Rows {
		row := &t.Rows[i]
		if t.starved(i) {
			row.Notes = append(row.Notes, "T"+row.grant()[1:]+", so its time says little about the case.")
		}
		if s := spread(row.Runs); t.Bound == CPUBound && s > settledWithin {
			row.Notes = append(row.Notes, fmt.Sprintf("The three best runs differ by %.0f%%: the machine is busy, or the work varies.", 100*s))
		}
	}
}
