package kernelext

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"time"
)

// A Sweep is work to be done by different numbers of workers. Workers and Run are required.
type Sweep struct {
	Workers []int                           // how many, each number once; with the first the others are compared
	Run     func(workers int)               // the work, done by so many
	Limit   func(workers int) time.Duration // the shortest time that is physically possible, such as a Makespan; nil: Amdahl's law is fitted
}

// A Scaling is what a Sweep measured.
type Scaling struct {
	Table   *Table // one row for each number of workers
	Workers []int  // of each row
	Cores   int    // CPUs of this machine that Go may use (GOMAXPROCS)
	Fit     *Amdahl
	Notes   []string // doubts about the fit, whole sentences
}

// An Amdahl is Amdahl's law, fitted: with n workers work takes InOrder + Shared/n. (G. M.
// Amdahl, "Validity of the single processor approach to achieving large scale
// computing capabilities", 1967.)
type Amdahl struct {
	InOrder time.Duration // what one worker must do while the others wait
	Shared  time.Duration // what can be shared among workers, done by one
	Points  int           // how many measured points it was fitted to
	Misses  float64       // the largest distance of one of them from it, as a share of its time
}

// Time is what the law says for so many workers.
func (a *Amdahl) Time(workers int) time.Duration {
	return a.InOrder + a.Shared/time.Duration(workers)
}

// Serial is the share of the work that is done in order: 0 to 1.
func (a *Amdahl) Serial() float64 { return quotient(a.InOrder, a.InOrder+a.Shared) }

// Measure runs the work with every number of workers as Compare runs its cases: in turns,
// several rounds, with an interval for each. It blocks until all is measured, and fails as
// Compare does.
//
// Without a Limit it fits Amdahl's law by least squares of the relative distances: for
// waiting to all points, for computing to those with no more workers than cores, because
// beyond them workers wait for a CPU, of which the law knows nothing. It takes three points.
func (s Sweep) Measure() *Scaling {
	return s.measure(meter{name: "Sweep", paces: paces, cpu: cpuTime})
}

func (s Sweep) measure(m meter) *Scaling {
	sc := &Scaling{Workers: slices.Clone(s.Workers), Cores: runtime.GOMAXPROCS(0)}
	sc.Table = m.compare(s.cases(sc.Cores))
	if s.Limit == nil {
		sc.fit()
	}
	return sc
}

// cases makes a case of each number of workers.
func (s Sweep) cases(cores int) (cases []Case) {
	if len(s.Workers) == 0 || s.Run == nil {
		panic("kernelext: a Sweep needs Workers and a Run")
	}
	for i, n := range s.Workers {
		if n < 1 || slices.Contains(s.Workers[:i], n) {
			panic(fmt.Sprintf("kernelext: a Sweep needs each number of workers once and from 1 on, got %v", s.Workers))
		}
		c := Case{Name: count(n, "worker"), Run: func() { s.Run(n) }}
		if s.Limit != nil {
			c.Limit = s.Limit(n)
		}
		cases = append(cases, c)
	}
	return cases
}

// fit finds Amdahl's law in the points for which it can hold.
func (s *Scaling) fit() {
	var workers []int
	var times []time.Duration
	for i, n := range s.Workers {
		if s.Table.Bound == IOBound || n <= s.Cores {
			workers, times = append(workers, n), append(times, s.Table.Rows[i].Time)
		}
	}
	if len(workers) < 3 {
		why := fmt.Sprintf("Amdahl's law is not fitted: it takes three points, and there are %d", len(workers))
		if s.Table.Bound == CPUBound {
			why += fmt.Sprintf(" with no more workers than the %d CPUs", s.Cores)
		}
		s.Notes = append(s.Notes, why+".")
		return
	}
	s.Fit = fitAmdahl(workers, times)
	if s.Fit.Misses > fitsWithin {
		s.Notes = append(s.Notes, fmt.Sprintf("The line misses a point by %.0f%%: this work is not only a part in order and one that is shared.", 100*s.Fit.Misses))
	}
}

// fitsWithin is how far a point may be from the line before that is said.
const fitsWithin = 0.1

// fitAmdahl is the least squares solution of a + b/n = t, each equation divided by its t, so
// that short times count as much as long ones. Neither part can be negative.
func fitAmdahl(workers []int, times []time.Duration) *Amdahl {
	var aa, ab, bb, a1, b1 float64 // the normal equations
	for i, n := range workers {
		u := 1 / float64(max(times[i], 1))
		v := u / float64(n)
		aa, ab, bb, a1, b1 = aa+u*u, ab+u*v, bb+v*v, a1+u, b1+v
	}
	det := aa*bb - ab*ab
	inOrder, shared := (a1*bb-b1*ab)/det, (aa*b1-ab*a1)/det
	if inOrder < 0 {
		inOrder, shared = 0, b1/bb
	} else if shared < 0 {
		inOrder, shared = a1/aa, 0
	}
	fit := &Amdahl{InOrder: time.Duration(math.Round(inOrder)), Shared: time.Duration(math.Round(shared)), Points: len(workers)}
	for i, n := range workers {
		fit.Misses = max(fit.Misses, math.Abs(quotient(fit.Time(n), times[i])-1))
	}
	return fit
}

// Possible is the time that so many workers need at least: the limit of row i, or what
// the fitted law says; 0 when neither is known.
func (s *Scaling) Possible(i int) time.Duration {
	switch {
	case s.Table.Rows[i].Limit > 0:
		return s.Table.Rows[i].Limit
	case s.Fit != nil:
		return s.Fit.Time(s.Workers[i])
	}
	return 0
}

// String is the table as text, and what the law says.
func (s *Scaling) String() string {
	return strings.Join(append([]string{s.Table.String()}, s.remarks()...), "\n")
}

// remarks are the fit and the doubts about it.
func (s *Scaling) remarks() (remarks []string) {
	if s.Fit != nil {
		most := "as many workers as you like are at most " + factor(quotient(s.Fit.InOrder+s.Fit.Shared, s.Fit.InOrder)) + "x as fast as one"
		if s.Fit.Serial() < 0.001 {
			most = "nothing limits it but the workers"
		}
		remarks = append(remarks, fmt.Sprintf("Amdahl's law, fitted to %d points: %.1f%% of the work is done in order, so %s. The line misses no point by more than %.1f%%.", s.Fit.Points, 100*s.Fit.Serial(), most, 100*s.Fit.Misses))
	}
	return append(remarks, s.Notes...)
}

// SimpleRender returns the scaling as text/plain and text/html, like a Table.
func (s *Scaling) SimpleRender() map[string]any {
	html := s.Table.html()
	for _, remark := range s.remarks() {
		html += paragraph(remark)
	}
	return map[string]any{"text/plain": s.String(), "text/html": html}
}
