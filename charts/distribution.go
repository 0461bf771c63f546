package charts

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"seminar/kernelext"
)

// Distribution draws every run of a comparison as a dot, for who doubts a bar: from left to
// right in the order in which they were made, so that a machine that grew slower shows, with a
// line at the figure that counts. The axis begins near the shortest run, not at 0.
//
// Of a case with more than 200 runs, 200 are drawn, the shortest and the longest among
// them, and a note says so. A table without runs gives a chart that says so; without a
// table Distribution panics.
func Distribution(t *kernelext.Table) *Chart {
	if t == nil {
		panic("charts: Distribution needs a table, got nil")
	}
	d := newDots(t)
	if len(d.rows) == 0 {
		return &Chart{title: "Nothing to draw: the table has no runs."}
	}
	return &Chart{
		title: clean(d.finding()), caption: d.caption(), notes: d.notes(), numbers: d.numbers(), table: t.String() + "\n" + d.quartiles(), plot: d.plot(),
	}
}

// mostRuns are those of one case.
const mostRuns = 200

// dots are a table prepared to be drawn.
type dots struct {
	table *kernelext.Table
	rows  []kernelext.Row // that have runs, none below 0
	unit  unit
	axis  axis
	from  float64 // where the axis begins
}

func newDots(t *kernelext.Table) *dots {
	d := &dots{table: t}
	least, most := time.Duration(math.MaxInt64), time.Duration(0)
	for _, row := range t.Rows {
		row.Name = shortened(clean(row.Name), 80)
		row.Runs = slices.DeleteFunc(slices.Clone(row.Runs), func(run time.Duration) bool { return run < 0 })
		if len(row.Runs) == 0 {
			continue
		}
		least, most = min(least, slices.Min(row.Runs)), max(most, slices.Max(row.Runs))
		d.rows = append(d.rows, row)
	}
	if len(d.rows) > 0 {
		d.unit = unitFor(most)
		d.scale(d.unit.of(least), d.unit.of(most))
	}
	return d
}

// scale lets the axis begin below the shortest run.
func (d *dots) scale(least, most float64) {
	steps := axisTo(max(most-least, most/1000)).step
	d.from = rounded(math.Floor(least/steps) * steps)
	d.axis = axis{top: rounded(math.Ceil(most/steps+1e-9) * steps), step: steps}
	if d.axis.top <= d.from {
		d.axis.top = rounded(d.from + steps)
	}
}

// finding names the case whose runs differ most.
func (d *dots) finding() string {
	worst, spread := 0, 0.0
	for i, row := range d.rows {
		if s := apart(row.Runs); s > spread {
			worst, spread = i, s
		}
	}
	if len(d.rows) == 1 && len(d.rows[0].Runs) == 1 {
		return "1 run: nothing to compare"
	}
	return fmt.Sprintf("%s: its longest run took %s more than its shortest", d.rows[worst].Name, share(spread))
}

// apart is how much longer the longest run is than the shortest, as a share.
func apart(runs []time.Duration) float64 {
	return float64(slices.Max(runs))/float64(max(slices.Min(runs), 1)) - 1
}

func (d *dots) caption() string {
	said := "Each dot is a run, from left to right as they were made; line: the " + d.counts() + "."
	if d.from > 0 {
		said += " The axis does not begin at 0."
	}
	return said
}

func (d *dots) notes() []string {
	notes := cleaned(d.table.Notes)
	for _, row := range d.rows {
		if len(row.Runs) > mostRuns {
			notes = append(notes, fmt.Sprintf("%s: %d of %d runs are drawn, the shortest and the longest among them.", row.Name, mostRuns, len(row.Runs)))
		}
	}
	if left := len(d.table.Rows) - len(d.rows); left > 0 {
		notes = append(notes, fmt.Sprintf("%d cases have no runs.", left))
	}
	return notes
}

// numbers are each case's runs in words.
func (d *dots) numbers() string {
	var said []string
	for _, row := range d.rows {
		said = append(said, fmt.Sprintf("%s: %d runs from %s to %s", row.Name, len(row.Runs), d.unit.label(slices.Min(row.Runs)), d.unit.label(slices.Max(row.Runs))))
	}
	return "Dots. " + strings.Join(said, "; ") + "."
}

// quartiles are what the text has in place of dots.
func (d *dots) quartiles() string {
	lines := []string{"", "shortest, quartiles and longest of the runs:"}
	for _, row := range d.rows {
		sorted := slices.Sorted(slices.Values(row.Runs))
		var at []string
		for quarter := range 5 {
			at = append(at, d.unit.label(sorted[quarter*(len(sorted)-1)/4]))
		}
		lines = append(lines, "  "+row.Name+": "+strings.Join(at, " · "))
	}
	return strings.Join(lines, "\n")
}

// sampled are the runs of a case that are drawn, with their places in the order.
func sampled(runs []time.Duration) (at []int) {
	if len(runs) <= mostRuns {
		for i := range runs {
			at = append(at, i)
		}
		return at
	}
	least, most := slices.Index(runs, slices.Min(runs)), slices.Index(runs, slices.Max(runs))
	for k := range mostRuns - 2 {
		at = append(at, k*len(runs)/(mostRuns-2))
	}
	at = append(at, least, most)
	slices.Sort(at)
	return slices.Compact(at)
}

func (d *dots) plot() *plot {
	chart := echarts.NewCustom()
	y := values(d.axis, d.unit.plural)
	y.Min = d.from
	names := make([]string, len(d.rows))
	for i, row := range d.rows {
		names[i] = row.Name
	}
	chart.SetGlobalOptions(echarts.WithTooltipOpts(opts.Tooltip{Trigger: "item"}), echarts.WithXAxisOpts(categories()), echarts.WithYAxisOpts(y))
	chart.SetXAxis(names)
	payload := struct {
		Runs    [][][2]float64 `json:"runs"` // of each case: place from 0 to 1, and time
		Figures []float64      `json:"figures"`
		Colours []string       `json:"colours"`
	}{}
	rows := [][]float64{}
	for i, row := range d.rows {
		runs := [][2]float64{}
		for _, k := range sampled(row.Runs) {
			runs = append(runs, [2]float64{math.Round(1e3*(float64(k)+0.5)/float64(len(row.Runs))) / 1e3, d.unit.of(row.Runs[k])})
		}
		payload.Runs = append(payload.Runs, runs)
		payload.Figures = append(payload.Figures, d.unit.of(max(row.Time, 0)))
		payload.Colours = append(payload.Colours, colour(i))
		rows = append(rows, []float64{float64(i), d.unit.of(slices.Min(row.Runs)), d.unit.of(slices.Max(row.Runs))})
	}
	chart.MultiSeries = append(chart.MultiSeries, drawn("runs", rows), drawn("names", rows))
	chart.Accept(definition{extras: []extra{{payload: payload}, {payload: dotNames{layout: layout{Width: 0.6, Reach: 0.6}, Names: names, More: d.below()}}}})
	return &plot{value: chart, Count: len(d.rows), Height: 260, Above: 44, Labels: []string{d.axis.widest()}}
}

// dotNames are what the drawing of names needs.
type dotNames struct {
	layout
	Names []string `json:"names"`
	More  []string `json:"more"`
}

// counts is which figure of the runs counts.
func (d *dots) counts() string {
	if d.table.Bound == kernelext.CPUBound {
		return "best"
	}
	return "median"
}

// below is what is said of each case under its name.
func (d *dots) below() (said []string) {
	for _, row := range d.rows {
		runs := "1 run"
		if n := len(row.Runs); n > 1 {
			runs = fmt.Sprintf("%d runs", n)
		}
		said = append(said, fmt.Sprintf("%s, %s %s", runs, d.counts(), d.unit.label(max(row.Time, 0))))
	}
	return said
}

var _ = example(Example{Kind: "Distribution", Name: "distribution", Code: `charts.Distribution(kernelext.Compare(cases...))`,
	For: "Can I trust that bar?", Make: func() *Chart {
		ms := float64(time.Millisecond)
		runs := func(name string, best float64, more ...float64) kernelext.Row {
			r := kernelext.Row{Name: name, Time: time.Duration(best * ms), Runs: []time.Duration{time.Duration(best * 1.02 * ms), time.Duration(best * ms)}}
			for _, m := range more {
				r.Runs = append(r.Runs, time.Duration(best*(1+m/100)*ms))
			}
			r.Low, r.High = slices.Min(r.Runs), slices.Max(r.Runs)
			return r
		}
		inOrder := runs("in order", 276, 1, 4, 0.5, 9, 2, 1, 0.3, 12, 3, 1)
		threads := runs("two threads, GIL", 279, 2, 0.4, 6, 1, 3, 0.2, 25, 2, 1, 5)
		threads.Ratio = kernelext.Ratio{Value: 0.99, Low: 0.93, High: 1.04, Runs: 12}
		goroutines := runs("two goroutines", 139, 0.5, 0.8, 1, 0.2, 2, 3, 0.6, 1, 48, 51)
		goroutines.Ratio = kernelext.Ratio{Value: 1.98, Low: 1.43, High: 2.01, Runs: 12}
		return Distribution(&kernelext.Table{Rows: []kernelext.Row{inOrder, threads, goroutines}, Rounds: 12, Bound: kernelext.CPUBound, CPUs: 2})
	}})
