package charts

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"

	"seminar/kernelext"
)

// Bars draws a comparison: a bar a case with its figure in it, whiskers from its
// shortest to its longest run, the limit of what is physically possible as a
// dashed line, beside it, hollow, the figure that somebody else published, and a diamond
// where the reader's prediction is.
//
// Published figures are often of another scale: another machine, another
// language. More than a tenth off at the first case that has one, they are all
// scaled to agree there, and the caption says so, because it is the ratios that
// can be compared; a single one has no ratio and is told in words.
//
// The title states the finding. A table without rows gives a chart that says so;
// without a table Bars panics.
func Bars(t *kernelext.Table) *Chart {
	if t == nil {
		panic("charts: Bars needs a table, got nil")
	}
	if len(t.Rows) == 0 {
		return &Chart{title: "Nothing to draw: the table has no rows."}
	}
	b := newBars(t)
	return &Chart{
		title: clean(b.finding()), caption: b.caption(), notes: b.notes(),
		numbers: b.numbers(), table: b.sketch() + "\n" + t.String(), plot: b.plot(),
	}
}

// Bars are a table prepared to be drawn.
type bars struct {
	table *kernelext.Table
	rows  []kernelext.Row // names made printable, times never below 0
	unit  unit
	axis  axis
	told  published
	bent  []string // which rows could not be drawn as they are, whole sentences

	guesses []time.Duration // what the reader's predictions come to; 0: no mark
}

func newBars(t *kernelext.Table) *bars {
	b := &bars{table: t, rows: slices.Clone(t.Rows)}
	for i := range b.rows {
		b.straighten(&b.rows[i])
	}
	b.told = publishedIn(b.rows)
	most := time.Duration(0)
	for i, row := range b.rows {
		most = max(most, row.Time, row.High, row.Limit, b.published(i))
	}
	b.predict(most)
	most = max(most, slices.Max(b.guesses))
	b.unit = unitFor(most)
	b.axis = axisTo(b.unit.of(most))
	return b
}

// straighten makes a row drawable. No clock gives a time below 0, a table made
// by hand may.
func (b *bars) straighten(row *kernelext.Row) {
	row.Name = shortened(clean(row.Name), 80)
	if row.Time < 0 || row.Low < 0 || row.High < 0 || row.Limit < 0 || row.Published < 0 {
		b.bent = append(b.bent, row.Name+": a time below 0 cannot be drawn; it is drawn as 0.")
	}
	for _, d := range []*time.Duration{&row.Time, &row.Low, &row.High, &row.Limit, &row.Published} {
		*d = max(*d, 0)
	}
}

func shortened(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}

// A layout places a bar and what stands beside it in the bar's band, as shares of
// the band's width.
type layout struct {
	Offset float64 `json:"offset"` // of the bar's middle from the band's
	Width  float64 `json:"width"`  // of the bar
	Reach  float64 `json:"reach"`  // of the bar and what is beside it
	gap    float64
	beside float64
}

// layout gives few bars less of their bands, lest they look like walls.
func (b *bars) layout() layout {
	l := layout{Width: min(0.5, 0.2*float64(len(b.rows)))}
	l.Reach = l.Width
	if b.told.scale > 0 {
		l.gap, l.beside = 0.05*l.Width/0.5, 0.24*l.Width
		l.Reach += l.gap + l.beside
		l.Offset = rounded((l.Width - l.Reach) / 2)
	}
	l.Reach = rounded(l.Reach)
	return l
}

// limitMargin is what a limit's label needs right of the plot, in pixels.
const limitMargin = 46

// plot puts the go-echarts value together: the bars, then the drawings on them.
func (b *bars) plot() *plot {
	l, chart := b.layout(), echarts.NewBar()
	chart.SetGlobalOptions(
		echarts.WithTooltipOpts(opts.Tooltip{Trigger: "axis"}),
		echarts.WithXAxisOpts(categories()),
		echarts.WithYAxisOpts(values(b.axis, b.unit.plural)),
	)
	chart.SetXAxis(b.names())
	define := definition{}
	add := func(s echarts.SingleSeries, e extra) {
		chart.MultiSeries = append(chart.MultiSeries, s)
		define.extras = append(define.extras, e)
	}
	add(b.solid(l), extra{style: &style{Radius: []int{3, 3, 0, 0}}})
	if limits := b.limits(); len(limits) > 0 {
		add(drawn("limits", limits), extra{payload: b.limitWords(l, limits)})
	}
	if b.told.scale > 0 { // in front of the limits, which may be as high
		add(b.hollow(l), extra{style: &style{Color: "@card", BorderWidth: 1.5, Radius: []int{2, 2, 0, 0}}})
	}
	add(drawn("whiskers", b.whiskers()), extra{payload: l})
	add(drawn("values", b.values()), extra{payload: b.valueWords(l)})
	if marks := b.marks(); len(marks) > 0 {
		add(drawn("predictions", marks), extra{payload: l})
	}
	add(drawn("names", b.numbered()), extra{payload: b.nameWords(l)})
	chart.Accept(define)
	p := &plot{value: chart, Count: len(b.rows), Height: 260, Above: 44, Labels: []string{b.axis.widest()}}
	if b.rows[len(b.rows)-1].Limit > 0 {
		p.Right = limitMargin
	}
	return p
}

// A bar is one item of a bar series; tip are the lines of its tooltip.
type bar struct {
	Value any      `json:"value"`
	Style *style   `json:"itemStyle,omitempty"`
	Tip   []string `json:"tip,omitempty"`
}

func percent(share float64) string { return fmt.Sprintf("%.4g%%", 100*share) }

// solid are the measured figures.
func (b *bars) solid(l layout) echarts.SingleSeries {
	data := make([]bar, len(b.rows))
	for i, row := range b.rows {
		data[i] = bar{b.unit.of(row.Time), &style{Color: colour(i)}, b.tip(i)}
	}
	return echarts.SingleSeries{Type: types.ChartBar, Data: data, BarWidth: percent(l.Width), BarGap: percent(l.gap / l.Width)}
}

// whiskers are for cases that ran more than once.
func (b *bars) whiskers() [][]float64 {
	rows := [][]float64{}
	for i, row := range b.rows {
		if len(row.Runs) > 1 && row.High > 0 {
			rows = append(rows, []float64{float64(i), b.unit.of(row.Low), b.unit.of(row.High)})
		}
	}
	return rows
}

// values are the bars with the lowest and the highest mark on each.
func (b *bars) values() [][]float64 {
	rows := make([][]float64, len(b.rows))
	for i, row := range b.rows {
		low, high := row.Time, row.Time
		if len(row.Runs) > 1 {
			low, high = min(low, row.Low), max(high, row.High)
		}
		rows[i] = []float64{float64(i), b.unit.of(row.Time), b.unit.of(low), b.unit.of(high)}
	}
	return rows
}

func (b *bars) valueWords(l layout) any {
	words := struct {
		layout
		Texts []string `json:"texts"`
		Inks  []string `json:"inks"`
	}{layout: l}
	for i, row := range b.rows {
		text := b.unit.label(row.Time)
		if row.Time == 0 && len(row.Runs) == 0 {
			text = "…" // it has not run yet, see Live
		}
		words.Texts = append(words.Texts, text)
		words.Inks = append(words.Inks, ink(colour(i)))
	}
	return words
}

// limits are the lines of what is possible: neighbours with the same limit share
// one, so that a limit which is the same for all is one line across.
func (b *bars) limits() [][]float64 {
	var rows [][]float64
	for i, row := range b.rows {
		switch last := len(rows) - 1; {
		case row.Limit == 0:
		case i > 0 && row.Limit == b.rows[i-1].Limit:
			rows[last][1] = float64(i)
		default:
			rows = append(rows, []float64{float64(i), float64(i), b.unit.of(row.Limit)})
		}
	}
	return rows
}

func (b *bars) limitWords(l layout, limits [][]float64) any {
	words := struct {
		layout
		Texts  []string `json:"texts"`
		Count  int      `json:"count"`
		Margin int      `json:"margin"` // right of the plot
	}{layout: l, Count: len(b.rows), Margin: limitMargin}
	for _, limit := range limits {
		words.Texts = append(words.Texts, "limit\n"+b.unit.label(b.rows[int(limit[0])].Limit))
	}
	return words
}

// numbered is one row a bar, for a drawing that needs no figure.
func (b *bars) numbered() [][]float64 {
	rows := make([][]float64, len(b.rows))
	for i := range rows {
		rows[i] = []float64{float64(i)}
	}
	return rows
}

func (b *bars) names() []string {
	names := make([]string, len(b.rows))
	for i, row := range b.rows {
		names[i] = row.Name
	}
	return names
}

// nameWords are the names, and below them published figures and predictions: beside
// the marks they would meet limits and whiskers.
func (b *bars) nameWords(l layout) any {
	words := struct {
		layout
		Names []string `json:"names"`
		More  []string `json:"more"`
	}{layout: l, Names: b.names(), More: make([]string, len(b.rows))}
	for i, row := range b.rows {
		var more []string
		if row.Published > 0 {
			more = append(more, "published "+b.publishedLabel(row))
		}
		if said := b.table.Prediction(i); said != "" {
			more = append(more, "you said "+said)
		}
		words.More[i] = strings.Join(more, "\n")
	}
	return words
}

// tip is what a bar tells when a pointer is on it: everything.
func (b *bars) tip(i int) []string {
	row := b.rows[i]
	tip := []string{row.Name + ": " + b.unit.label(row.Time)}
	if len(row.Runs) > 1 {
		all := make([]string, min(len(row.Runs), 100)) // Compare makes no more
		for k := range all {
			all[k] = digits(float64(row.Runs[k]) / float64(b.unit.size))
		}
		tip = append(tip, fmt.Sprintf("%d runs, in %s: %s", len(row.Runs), b.unit.name, strings.Join(all, " · ")))
	}
	if i > 0 && b.table.Verdict(i) != "" {
		tip = append(tip, b.table.Verdict(i))
	}
	if row.Limit > 0 {
		tip = append(tip, "limit: "+b.unit.label(row.Limit))
	}
	if row.Published > 0 {
		tip = append(tip, "published: "+b.publishedLabel(row))
	}
	if said := b.table.Prediction(i); said != "" {
		tip = append(tip, "you said "+said)
	}
	return tip
}

// finding is the title: what was seen, what differed first.
func (b *bars) finding() string {
	said, order := map[string][]string{}, []string{}
	for _, i := range b.byDifference() {
		short := b.short(i)
		if said[short] == nil {
			order = append(order, short)
		}
		said[short] = append(said[short], b.rows[i].Name)
	}
	switch {
	case len(b.rows) == 1:
		return b.rows[0].Name + " took " + figure(b.rows[0].Time)
	case len(order) == 0:
		return fmt.Sprintf("%d cases without a ratio", len(b.rows))
	case len(order) > 3:
		return b.fastest()
	}
	parts := make([]string, len(order))
	for k, short := range order {
		parts[k] = list(said[short]) + ": " + b.against(short, k == 0)
	}
	return strings.Join(parts, "; ")
}

// against names the baseline in the first of several findings: "1.98x as fast as
// in order; …: 1.89x".
func (b *bars) against(short string, first bool) string {
	factor, found := strings.CutSuffix(short, " as fast")
	switch {
	case !found:
		return short
	case first:
		return short + " as " + shortened(b.rows[0].Name, 30)
	}
	return factor
}

// byDifference are the rows with a verdict, those that differ from the baseline first.
func (b *bars) byDifference() []int {
	var rows []int
	for i := range b.rows {
		if value := b.rows[i].Ratio.Value; i > 0 && b.table.Verdict(i) != "" && !math.IsNaN(value) && !math.IsInf(value, 0) {
			rows = append(rows, i)
		}
	}
	slices.SortStableFunc(rows, func(i, j int) int {
		return cmp.Compare(rank(b.rows[j].Ratio), rank(b.rows[i].Ratio))
	})
	return rows
}

func rank(r kernelext.Ratio) int {
	if r.Differs() || r.Runs == 1 {
		return 1
	}
	return 0
}

// short is row i's verdict without its interval.
func (b *bars) short(i int) string {
	verdict := b.table.Verdict(i)
	for _, end := range []string{" [", "; 1 run", ": "} {
		verdict, _, _ = strings.Cut(verdict, end)
	}
	return verdict
}

// fastest is the finding about more cases than a title can tell of.
func (b *bars) fastest() string {
	best := 0
	for i, row := range b.rows {
		if row.Time < b.rows[best].Time {
			best = i
		}
	}
	if best == 0 || b.short(best) == "" {
		return fmt.Sprintf("%s: the fastest of %d", b.rows[best].Name, len(b.rows))
	}
	return fmt.Sprintf("%s: %s, the fastest of %d", b.rows[best].Name, b.against(b.short(best), true), len(b.rows))
}

func list(names []string) string {
	if last := len(names) - 1; last > 0 {
		return strings.Join(names[:last], ", ") + " and " + names[last]
	}
	return names[0]
}

// caption says how the figures came about and what the marks are.
func (b *bars) caption() string {
	var said []string
	where := ""
	if b.table.CPUs > 0 {
		where = fmt.Sprintf(" on %d CPUs", b.table.CPUs)
	}
	switch rounds := b.table.Rounds; {
	case rounds <= 1:
		said = append(said, "1 run each.")
	case b.table.Bound == kernelext.CPUBound:
		said = append(said, fmt.Sprintf("Best of %d runs%s; whiskers: shortest to longest run.", rounds, where))
	default:
		said = append(said, fmt.Sprintf("Median of %d runs; whiskers: shortest to longest run.", rounds))
	}
	if slices.Max(b.guesses) > 0 {
		said = append(said, "Diamonds: where your predictions are.")
	}
	if b.told.first < 0 {
		return strings.Join(said, " ")
	}
	row := b.rows[b.told.first]
	switch b.told.scale {
	case 0:
		said = append(said, fmt.Sprintf("Published: %s, %sx the time here.", figure(row.Published), digits(float64(row.Published)/float64(row.Time))))
	case 1:
		said = append(said, "Hollow bars: published figures.")
	default:
		said = append(said, fmt.Sprintf("Hollow bars: published figures, scaled so that %s there is as high as %s here; compare the ratios.", figure(row.Published), b.unit.label(row.Time)))
	}
	return strings.Join(said, " ")
}

// notes are the doubts about the table and its rows.
func (b *bars) notes() []string {
	notes := []string{}
	for _, note := range b.table.Notes {
		notes = append(notes, clean(note))
	}
	for _, row := range b.rows {
		for _, note := range row.Notes {
			notes = append(notes, row.Name+": "+clean(note))
		}
	}
	return append(notes, b.bent...)
}

// numbers are the figures in words, for who does not see the picture.
func (b *bars) numbers() string {
	said := make([]string, len(b.rows))
	for i, row := range b.rows {
		said[i] = row.Name + ": " + b.unit.label(row.Time)
		if row.Limit > 0 {
			said[i] += ", limit " + b.unit.label(row.Limit)
		}
		if row.Published > 0 {
			said[i] += ", published " + b.publishedLabel(row)
		}
		if guess := b.table.Prediction(i); guess != "" {
			said[i] += ", you said " + guess
		}
	}
	return "Bars. " + strings.Join(said, "; ") + "."
}

var _ = example(Example{Kind: "Bars", Name: "bars", Code: `charts.Bars(kernelext.Compare(cases...))`,
	For: "How long did each way take, and how far is it from what is possible?", Make: func() *Chart {
		ms := time.Millisecond
		runs := func(name string, limit, published time.Duration, times ...time.Duration) kernelext.Row {
			return kernelext.Row{Name: name, Runs: times, Time: slices.Min(times), Low: slices.Min(times), High: slices.Max(times), Limit: limit, Published: published}
		}
		rows := []kernelext.Row{
			runs("in order", 0, 8688*ms, 276*ms, 277*ms, 278*ms, 279*ms, 284*ms, 301*ms),
			runs("two threads, GIL", 0, 8918*ms, 279*ms, 280*ms, 281*ms, 281*ms, 285*ms, 293*ms),
			runs("two goroutines", 138*ms, 0, 139*ms, 140*ms, 140*ms, 142*ms, 148*ms, 158*ms),
			runs("two processes", 138*ms, 3950*ms, 146*ms, 147*ms, 148*ms, 149*ms, 150*ms, 158*ms),
		}
		for i, r := range []kernelext.Ratio{{}, {Value: 0.99, Low: 0.97, High: 1.02, Runs: 6}, {Value: 1.98, Low: 1.95, High: 2.01, Runs: 6}, {Value: 1.89, Low: 1.81, High: 1.93, Runs: 6}} {
			rows[i].Ratio, rows[i].Predicted = r, []float64{0, 2, 2, 1.5}[i]
		}
		return Bars(&kernelext.Table{Rows: rows, Rounds: 6, Bound: kernelext.CPUBound, CPUs: 2})
	}})
