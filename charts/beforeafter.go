package charts

import (
	"fmt"
	"math"
	"strings"
	"time"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"seminar/kernelext"
)

// BeforeAfter draws published figures beside those measured here, as ratios: a line for each
// case from how many times as fast as the first it was there to how many times it is
// here. Ratios, because machines and languages differ by more than what is compared.
//
// The first case with a published figure is the one that others are compared with; cases
// without one are named in the caption. With fewer than two the chart says so;
// without a table BeforeAfter panics.
func BeforeAfter(t *kernelext.Table) *Chart {
	if t == nil {
		panic("charts: BeforeAfter needs a table, got nil")
	}
	v := newSlopes(t)
	if len(v.lines) < 2 {
		return &Chart{title: fmt.Sprintf("Nothing to compare: two cases need a published figure and a time above 0, and %d have both.", len(v.lines)), table: t.String()}
	}
	return &Chart{
		title: clean(v.finding()), caption: v.caption(), notes: cleaned(t.Notes), numbers: v.numbers(), table: t.String() + "\n\n" + v.text(), plot: v.plot(),
	}
}

// A slope is one case: how many times as fast as the first.
type slope struct {
	name        string
	there, here float64
}

// slopes are a table prepared to be drawn.
type slopes struct {
	lines   []slope
	without []string // names of cases without a published figure
}

// mostSlopes is how many labels there is room for.
const mostSlopes = 12

func newSlopes(t *kernelext.Table) *slopes {
	v := &slopes{}
	var first *kernelext.Row
	for i := range t.Rows {
		row := &t.Rows[i]
		name := shortened(clean(row.Name), 40)
		if row.Published <= 0 || row.Time <= 0 || len(v.lines) == mostSlopes {
			v.without = append(v.without, name)
			continue
		}
		if first == nil {
			first = row
		}
		v.lines = append(v.lines, slope{name, over(first.Published, row.Published), over(first.Time, row.Time)})
	}
	return v
}

func over(a, b time.Duration) float64 { return float64(a) / float64(b) }

// alike is how near two ratios count as the same: what noise may be.
const alike = 0.1

// finding names the case that is furthest from what was published.
func (v *slopes) finding() string {
	most, far := 0, 0.0
	for i, line := range v.lines {
		if d := math.Abs(math.Log(line.here / line.there)); d > far {
			most, far = i, d
		}
	}
	line := v.lines[most]
	if far <= math.Log(1+alike) {
		return fmt.Sprintf("As published: all within %s", share(math.Exp(far)-1))
	}
	return fmt.Sprintf("%s: %sx published, %sx here", line.name, digits(line.there), digits(line.here))
}

func (v *slopes) caption() string {
	said := fmt.Sprintf("Each line: how many times as fast as %s, as published and as measured here.", v.lines[0].name)
	if len(v.without) > 0 {
		said += " Without a published figure: " + list(v.without) + "."
	}
	return said
}

func (v *slopes) numbers() string {
	var said []string
	for _, line := range v.lines[1:] {
		said = append(said, fmt.Sprintf("%s: published %sx, here %sx", line.name, digits(line.there), digits(line.here)))
	}
	return "Slopes. " + strings.Join(said, "; ") + "."
}

// text is a table of the ratios.
func (v *slopes) text() string {
	lines := []string{"times as fast as " + v.lines[0].name + ":"}
	for _, line := range v.lines[1:] {
		lines = append(lines, fmt.Sprintf("  %s: published %sx, here %sx", line.name, digits(line.there), digits(line.here)))
	}
	return strings.Join(lines, "\n")
}

// A slopesPayload is what js/beforeafter.js draws: ends as shares of the plot's height.
type slopesPayload struct {
	From    []float64 `json:"from"`
	To      []float64 `json:"to"`
	Left    []string  `json:"left"`
	Right   []string  `json:"right"`
	Colours []string  `json:"colours"`
}

// payload places the ratios on a logarithmic scale: twice and half as fast are equally far.
func (v *slopes) payload() *slopesPayload {
	least, most := math.Inf(1), math.Inf(-1)
	for _, line := range v.lines {
		least, most = min(least, math.Log(line.there), math.Log(line.here)), max(most, math.Log(line.there), math.Log(line.here))
	}
	share := func(x float64) float64 {
		if most-least < 1e-9 {
			return 0.5
		}
		return math.Round(1e4*(math.Log(x)-least)/(most-least)) / 1e4
	}
	p := &slopesPayload{}
	for i, line := range v.lines {
		p.From, p.To = append(p.From, share(line.there)), append(p.To, share(line.here))
		p.Left, p.Right = append(p.Left, digits(line.there)+"x"), append(p.Right, digits(line.here)+"x  "+line.name)
		p.Colours = append(p.Colours, colour(i))
	}
	return p
}

func (v *slopes) plot() *plot {
	chart := echarts.NewCustom()
	chart.SetGlobalOptions(
		echarts.WithTooltipOpts(opts.Tooltip{Trigger: "none"}),
		echarts.WithXAxisOpts(opts.XAxis{Type: "value", Min: 0, Max: 1, Show: opts.Bool(false)}),
		echarts.WithYAxisOpts(opts.YAxis{Type: "value", Min: 0, Max: 1, Show: opts.Bool(false)}),
	)
	chart.MultiSeries = append(chart.MultiSeries, drawn("slopes", [][]float64{{0, 0}}))
	chart.Accept(definition{extras: []extra{{payload: v.payload()}}})
	return &plot{value: chart, Count: 1, Height: max(200, 26*len(v.lines)), Above: 54, Below: 16, Right: 0, Labels: []string{"0.00x"}}
}

var _ = example(Example{Kind: "BeforeAfter", Name: "before-after", Code: `charts.BeforeAfter(kernelext.Compare(cases...)) // with Case.Published`,
	For: "Is it as it was published?", Make: func() *Chart {
		rows := []kernelext.Row{}
		for _, r := range []struct {
			name            string
			published, here float64
		}{{"in order", 8.688, 0.276}, {"two threads, GIL", 8.918, 0.279}, {"two processes", 3.950, 0.146}, {"two goroutines", 0, 0.139}} {
			rows = append(rows, kernelext.Row{Name: r.name, Time: seconds(r.here), Low: seconds(r.here), High: seconds(1.05 * r.here), Published: seconds(r.published)})
		}
		return BeforeAfter(&kernelext.Table{Rows: rows, Rounds: 6, Bound: kernelext.CPUBound, CPUs: 2})
	}})
