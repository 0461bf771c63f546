package charts

import (
	"fmt"
	"math"
	"strings"
	"time"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"

	"seminar/kernelext"
)

// Scaling draws how many times as fast work became with more workers: a point for each
// number with its interval, the line of what is possible (the limits, or Amdahl's law as it was
// fitted), the ideal of twice as fast with twice as many, and where the machine's CPUs
// end. Both axes go in doublings, so that the ideal is straight.
//
// The title states the finding. A scaling without a usable point gives a chart that says
// so; without a scaling Scaling panics.
func Scaling(s *kernelext.Scaling) *Chart {
	if s == nil || s.Table == nil {
		panic("charts: Scaling needs a scaling, got none")
	}
	v := newScaled(s)
	if len(v.points) < 2 {
		return &Chart{title: fmt.Sprintf("Nothing to draw: to see it scale takes two numbers of workers with a time above 0, and there are %d.", len(v.points)), table: v.table()}
	}
	return &Chart{
		title: clean(v.finding()), caption: v.caption(), notes: v.notes(), numbers: v.numbers(), table: v.table(), plot: v.plot(),
	}
}

// A scaledPoint is a number of workers that was measured.
type scaledPoint struct {
	workers        int
	row            kernelext.Row
	fast           float64 // how many times as fast as the first
	low, high      float64 // of its interval; both fast when there is none
	possible, time time.Duration
}

// scaled is a scaling prepared to be drawn.
type scaled struct {
	of      *kernelext.Scaling
	points  []scaledPoint
	skipped int
}

// mostPoints is how many points a reader can tell apart.
const mostPoints = 24

func newScaled(s *kernelext.Scaling) *scaled {
	v := &scaled{of: s}
	for i, row := range s.Table.Rows {
		if i >= len(s.Workers) || s.Workers[i] < 1 || row.Time <= 0 || len(v.points) == mostPoints {
			v.skipped++
			continue
		}
		p := scaledPoint{workers: s.Workers[i], row: row, time: row.Time, possible: max(s.Possible(i), 0), fast: 1}
		if len(v.points) > 0 {
			p.fast = float64(v.points[0].time) / float64(row.Time)
		}
		p.low, p.high = p.fast, p.fast
		if r := row.Ratio; r.Runs > 1 && usable(r.Low) && usable(r.High) && r.Low <= p.fast && p.fast <= r.High {
			p.low, p.high = r.Low, r.High
		}
		v.points = append(v.points, p)
	}
	return v
}

func usable(x float64) bool { return x > 0 && !math.IsInf(x, 0) && !math.IsNaN(x) }

// table is that of the rows that can be drawn.
func (v *scaled) table() string {
	s, rows := *v.of, *v.of.Table
	rows.Rows = rows.Rows[:min(len(rows.Rows), mostPoints)]
	s.Table = &rows
	return s.String()
}

// best is the index of the fastest point.
func (v *scaled) best() int {
	best := 0
	for i, p := range v.points {
		if p.fast > v.points[best].fast {
			best = i
		}
	}
	return best
}

// finding is what the most useful number of workers gives.
func (v *scaled) finding() string {
	first, p := v.points[0], v.points[v.best()]
	if p.fast < 1.03 {
		return fmt.Sprintf("More than %s gain nothing", workersOf(first.workers))
	}
	said := fmt.Sprintf("%s: %sx as fast as %d", workersOf(p.workers), digits(p.fast), first.workers)
	if limit := v.reach(v.best()); limit > 0 && v.of.Fit == nil {
		said += fmt.Sprintf(", %s of what is possible", share(p.fast/limit))
	}
	if v.of.Fit != nil {
		said += fmt.Sprintf("; %s of the work stays in order", share(v.of.Fit.Serial()))
	}
	return said
}

func workersOf(n int) string {
	if n == 1 {
		return "1 worker"
	}
	return fmt.Sprintf("%d workers", n)
}

func share(x float64) string { return fmt.Sprintf("%.3g%%", 100*x) }

// reach is how many times as fast as the first is possible at point i; 0 when unknown.
func (v *scaled) reach(i int) float64 {
	if v.points[i].possible <= 0 {
		return 0
	}
	return float64(v.points[0].time) / float64(v.points[i].possible)
}

func (v *scaled) caption() string {
	said := "Each point: how many times as fast as " + workersOf(v.points[0].workers) + "; its line: the interval."
	switch {
	case v.of.Fit != nil:
		said += fmt.Sprintf(" Dashed: Amdahl's law, fitted to %d points.", v.of.Fit.Points)
	case v.reach(len(v.points)-1) > 0:
		said += " Dashed: the shortest time that is possible."
	}
	return said
}

func (v *scaled) notes() []string {
	notes := cleaned(v.of.Notes)
	notes = append(notes, cleaned(v.of.Table.Notes)...)
	for _, p := range v.points {
		for _, note := range p.row.Notes {
			notes = append(notes, clean(p.row.Name+": "+note))
		}
	}
	if v.skipped > 0 {
		notes = append(notes, fmt.Sprintf("%d measurements are not drawn: a time of 0, or more than %d points.", v.skipped, mostPoints))
	}
	return notes
}

// numbers are the points in words, for who does not see the picture.
func (v *scaled) numbers() string {
	var said []string
	for i, p := range v.points {
		one := fmt.Sprintf("%s: %s", workersOf(p.workers), figure(p.time))
		if i > 0 {
			one += ", " + digits(p.fast) + "x"
		}
		if limit := v.reach(i); limit > 0 {
			one += ", possible " + digits(limit) + "x"
		}
		said = append(said, one)
	}
	return fmt.Sprintf("Line chart by number of workers. %s. CPUs: %d.", strings.Join(said, "; "), v.of.Cores)
}

// A scaledPayload is what js/scaling.js draws beside the points; all places are logarithms to
// the base of 2.
type scaledPayload struct {
	Workers  []string     `json:"workers"` // labels of the axis
	At       []float64    `json:"at"`
	Texts    []string     `json:"texts"`    // of the points
	Steps    [][]any      `json:"steps"`    // place and label of each line across
	Line     [][2]float64 `json:"line"`     // of what is possible
	Said     string       `json:"said"`     // at its end
	Ideal    [][2]float64 `json:"ideal"`    // from the first point as far as the plot goes
	Cores    float64      `json:"cores"`    // -1: beyond the plot
	Machine  string       `json:"machine"`  // the label there
	Colour   string       `json:"colour"`   // of the points
	Possible string       `json:"possible"` // colour of the line
}

// log2 of what is not above 0, as a law made by hand may give, is that of next to nothing.
func log2(x float64) float64 { return math.Round(1e4*math.Log2(max(x, 1e-9))) / 1e4 }

// bounds are the lowest and the highest doubling that the points and their line need.
func (v *scaled) bounds() (low, high int) {
	least, most := 1.0, 1.0
	for i, p := range v.points {
		least, most = min(least, p.low), max(most, p.high, v.reach(i))
	}
	low, high = int(math.Floor(math.Log2(least)+1e-3)), int(math.Ceil(math.Log2(most)-1e-3))
	return max(low, -20), min(max(high, low+1), 30)
}

func (v *scaled) payload(low, high int) *scaledPayload {
	first, last := v.points[0], v.points[0]
	p := &scaledPayload{Colour: colours[0], Possible: colours[5], Cores: -1, Line: [][2]float64{}}
	for i, point := range v.points {
		if point.workers > last.workers {
			last = point
		}
		p.Workers, p.At = append(p.Workers, fmt.Sprint(point.workers)), append(p.At, log2(float64(point.workers)))
		p.Texts = append(p.Texts, digits(point.fast)+"x")
		if limit := v.reach(i); limit > 0 && v.of.Fit == nil {
			p.Line = append(p.Line, [2]float64{log2(float64(point.workers)), log2(limit)})
		}
	}
	for step := low; step <= high; step += max(1, (high-low)/8) {
		p.Steps = append(p.Steps, []any{step, digitsShort(math.Pow(2, float64(step)))})
	}
	p.Said = "possible"
	if fit := v.of.Fit; fit != nil {
		p.Said = "Amdahl"
		for k := range 41 {
			n := math.Pow(2, log2(float64(first.workers))+float64(k)/40*(log2(float64(last.workers))-log2(float64(first.workers))))
			p.Line = append(p.Line, [2]float64{log2(n), log2(float64(first.time) / max(float64(fit.InOrder)+float64(fit.Shared)/n, 1))})
		}
	}
	p.ideal(float64(first.workers), float64(last.workers), high)
	if cores := v.of.Cores; cores >= first.workers && cores <= last.workers {
		p.Cores, p.Machine = log2(float64(cores)), fmt.Sprintf("%d CPUs", cores)
		if cores == 1 {
			p.Machine = "1 CPU"
		}
	}
	return p
}

// ideal is twice as fast with twice as many, as far as there is room.
func (p *scaledPayload) ideal(first, last float64, high int) {
	end := min(log2(last)-log2(first), float64(high))
	p.Ideal = [][2]float64{{log2(first), 0}, {log2(first) + end, end}}
}

// digitsShort writes a power of two for an axis.
func digitsShort(x float64) string {
	if x >= 1 {
		return fmt.Sprintf("%gx", x)
	}
	return fmt.Sprintf("1/%gx", 1/x)
}

func (v *scaled) plot() *plot {
	low, high := v.bounds()
	payload, chart := v.payload(low, high), echarts.NewCustom()
	from, to := payload.At[0], payload.At[0]
	for _, at := range payload.At {
		from, to = min(from, at), max(to, at)
	}
	hidden := func(min, max float64) (opts.XAxis, opts.YAxis) {
		return opts.XAxis{Type: "value", Min: min, Max: max, Show: opts.Bool(false)}, opts.YAxis{Type: "value", Min: low, Max: high, Show: opts.Bool(false)}
	}
	x, y := hidden(from-0.15, max(to, from+1))
	chart.SetGlobalOptions(echarts.WithTooltipOpts(opts.Tooltip{Trigger: "item"}), echarts.WithXAxisOpts(x), echarts.WithYAxisOpts(y))
	points := make([]bar, len(v.points))
	for i, p := range v.points {
		points[i] = bar{Value: []float64{payload.At[i], log2(p.fast), log2(p.low), log2(p.high)}, Tip: v.tip(i)}
	}
	chart.MultiSeries = append(chart.MultiSeries, drawn("scales", [][]float64{{0, 0}}))
	chart.MultiSeries = append(chart.MultiSeries, echarts.SingleSeries{Type: types.ChartCustom, RenderItem: types.FuncStr("points"), Data: points})
	chart.Accept(definition{extras: []extra{{payload: payload}, {payload: payload}}})
	labels := []string{}
	for _, step := range payload.Steps {
		labels = append(labels, step[1].(string))
	}
	return &plot{value: chart, Count: 1, Height: 280, Above: 46, Below: 50, Right: 70, Labels: labels}
}

// tip is what a point tells when a pointer is on it.
func (v *scaled) tip(i int) []string {
	p := v.points[i]
	tip := []string{workersOf(p.workers) + ": " + figure(p.time)}
	if i > 0 && p.row.Ratio.Runs > 0 {
		tip = append(tip, p.row.Ratio.String())
	}
	if p.possible > 0 {
		tip = append(tip, "possible: "+figure(p.possible)+", "+digits(v.reach(i))+"x")
	}
	return tip
}

var _ = example(Example{Kind: "Scaling", Name: "scaling", Code: `charts.Scaling(kernelext.Sweep{Workers: []int{1, 2, 4, 8, 16, 40}, Run: pool, Limit: sites.Limit}.Measure())`,
	For: "How far does it go with more workers?", Make: func() *Chart {
		times := []float64{6.04, 3.11, 1.68, 1.01, 0.88, 0.861}
		limits := []float64{6.01, 3.09, 1.67, 0.98, 0.85, 0.85}
		s := &kernelext.Scaling{Workers: []int{1, 2, 4, 8, 16, 40}, Cores: 2, Table: &kernelext.Table{Rounds: 3, Bound: kernelext.IOBound, CPUs: 2}}
		for i, n := range s.Workers {
			fast := times[0] / times[i]
			row := kernelext.Row{Name: workersOf(n), Time: seconds(times[i]), Low: seconds(0.99 * times[i]), High: seconds(1.02 * times[i]), Limit: seconds(limits[i])}
			if i > 0 {
				row.Ratio = kernelext.Ratio{Value: fast, Low: fast * 0.97, High: fast * 1.02, Runs: 3}
			}
			s.Table.Rows = append(s.Table.Rows, row)
		}
		return Scaling(s)
	}})

var _ = example(Example{Kind: "Scaling", Name: "scaling-amdahl", Code: `charts.Scaling(kernelext.Sweep{Workers: []int{1, 2, 4, 8, 16}, Run: report}.Measure())`,
	For: "Which part of the work cannot be shared?", Make: func() *Chart {
		times := []float64{1.000, 0.605, 0.398, 0.303, 0.249}
		s := &kernelext.Scaling{
			Workers: []int{1, 2, 4, 8, 16}, Cores: 8, Table: &kernelext.Table{Rounds: 3, Bound: kernelext.IOBound, CPUs: 8},
			Fit: &kernelext.Amdahl{InOrder: 200 * time.Millisecond, Shared: 800 * time.Millisecond, Points: 5, Misses: 0.009},
		}
		for i, n := range s.Workers {
			fast := times[0] / times[i]
			row := kernelext.Row{Name: workersOf(n), Time: seconds(times[i]), Low: seconds(times[i]), High: seconds(1.1 * times[i])}
			if i > 0 {
				row.Ratio = kernelext.Ratio{Value: fast, Low: fast * 0.9, High: fast * 1.05, Runs: 3}
			}
			s.Table.Rows = append(s.Table.Rows, row)
		}
		return Scaling(s)
	}})

func seconds(s float64) time.Duration { return time.Duration(math.Round(s * float64(time.Second))) }
