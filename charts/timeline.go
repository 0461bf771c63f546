package charts

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"seminar/kernelext/timeline"
)

// Timeline draws when each goroutine of a call ran and when it waited: a lane for each,
// running in the colour of the processor that ran it, and below them what each
// processor ran, so that parallelism is where two of those lie above each other.
//
// The title says whether the call was parallel or only concurrent. A chart holds 400
// spans in at most 42 lanes; of a longer timeline neighbours shorter than what
// a screen can show are drawn as one, and a note says so. Live, a pointer tells each span's
// length and what was waited for, and the slider below zooms. Without a timeline it panics.
func Timeline(t *timeline.Timeline) *Chart {
	if t == nil {
		panic("charts: Timeline needs a timeline, got nil")
	}
	text, notes := t.String(), cleaned(t.Notes)
	_, table, _ := strings.Cut(text, "\n") // its first line is the title
	c := &Chart{title: clean(t.Finding()) + ".", notes: notes, table: table}
	if len(t.Lanes) == 0 || t.Traced <= 0 {
		c.title = strings.Join(append([]string{c.title}, notes...), " ")
		return c
	}
	l := newLanes(t)
	c.title, c.caption, c.numbers, c.plot = strings.TrimSuffix(c.title, "."), l.caption(), l.numbers(), l.plot()
	c.notes = append(c.notes, l.notes()...)
	return c
}

func cleaned(texts []string) []string {
	var cleaned []string
	for _, text := range texts {
		cleaned = append(cleaned, clean(text))
	}
	return cleaned
}

// What one picture holds.
const (
	mostLanes      = 42
	mostSpans      = 400 // and tasks; or what takes as much room
	mostProcessors = 16
)

// Lanes are a timeline prepared to be drawn: in whole ticks, of which the call has so many.
type lanes struct {
	of         *timeline.Timeline
	shown      []timeline.Lane // with the spans that are drawn
	processors [][]timeline.Span
	unit       unit
	tick       time.Duration
	thin       time.Duration // neighbours shorter than that are drawn as one
	total      int           // spans of the shown lanes before that
	words      []string      // of waits; each once
	states     map[timeline.State]bool
}

const ticks = 20_000 // a thirtieth of a pixel: what rounding moves cannot be seen

// newLanes thins what it draws: first what lies within a pixel, which nobody misses, then
// as much as a picture needs to stay small.
func newLanes(t *timeline.Timeline) *lanes {
	l := &lanes{of: t, words: []string{""}, states: map[timeline.State]bool{}}
	l.unit, l.tick, l.thin = unitFor(t.Traced), max(t.Traced/ticks, 1), t.Traced/pixels
	for _, lane := range t.Lanes[:min(len(t.Lanes), mostLanes)] {
		l.total += len(lane.Spans)
		lane.Spans = thinned(lane.Spans, l.thin)
		l.shown = append(l.shown, lane)
	}
	for _, turns := range t.Processors[:min(len(t.Processors), mostProcessors)] {
		l.processors = append(l.processors, thinned(l.spans(turns), l.thin))
	}
	for l.count() > mostSpans {
		l.thin *= 2
		for i := range l.shown {
			l.shown[i].Spans = thinned(l.shown[i].Spans, l.thin)
		}
		for i := range l.processors {
			l.processors[i] = thinned(l.processors[i], l.thin)
		}
	}
	return l
}

// pixels are how many a timeline is wide, about: what is shorter than one cannot be seen.
const pixels = 800

// perLane is what a lane with its name takes in a file, in spans.
const perLane = 4

// count is how many spans and tasks are drawn, or what takes as much room.
func (l *lanes) count() (n int) {
	for _, lane := range l.shown {
		n += len(lane.Spans) + len(l.tasks(lane)) + perLane
	}
	for _, p := range l.processors {
		n += len(p)
	}
	return n
}

// spans are a processor's turns as spans, with the lane for their processor, and waiting
// in between.
func (l *lanes) spans(turns []timeline.Turn) []timeline.Span {
	var spans []timeline.Span
	end := time.Duration(0)
	for _, t := range turns {
		if t.Start > end {
			spans = append(spans, timeline.Span{Start: end, End: t.Start})
		}
		if t.Lane >= mostLanes {
			t.Lane = timeline.Helpers // of the call, but without a lane here
		}
		spans = append(spans, timeline.Span{Start: t.Start, End: t.End, State: timeline.Running, Processor: t.Lane})
		end = t.End
	}
	return spans
}

// at is a time in ticks.
func (l *lanes) at(d time.Duration) int {
	return int((min(max(d, 0), l.of.Traced) + l.tick/2) / l.tick)
}

// Codes of what is drawn; js/timeline.js has them, too. A wait is negative.
const (
	codeReady   = 0
	codeSyscall = 1
	codeRunning = 2 // on processor 0, and so on
)

// code is how a span is drawn: a wait is -1 and less, even within a task, and its half
// says which of the words it has.
func (l *lanes) code(s timeline.Span, lane timeline.Lane) int {
	switch s.State {
	case timeline.Running:
		return codeRunning + max(s.Processor, 0)
	case timeline.Ready:
		return codeReady
	case timeline.Syscall:
		return codeSyscall
	}
	within := 0
	for _, r := range lane.Regions {
		if middle := s.Start + (s.End-s.Start)/2; r.Start <= middle && middle < r.End {
			within = 1
		}
	}
	return -1 - within - 2*l.word(s)
}

// word is the index of what is said of a wait.
func (l *lanes) word(s timeline.Span) int {
	text := s.Why
	if s.At != "" {
		text = strings.TrimSpace(text + " at " + s.At)
	}
	text = shortened(clean(text), 80)
	for i, known := range l.words {
		if known == text || i == 99 { // so many differ in no program that is drawn
			return i
		}
	}
	l.words = append(l.words, text)
	return len(l.words) - 1
}

// row is a lane as numbers: code, start and length of each span.
func (l *lanes) row(lane timeline.Lane) []int {
	row := []int{}
	for _, s := range lane.Spans {
		if from, to := l.at(s.Start), l.at(s.End); to > from || s.State == timeline.Running {
			l.states[s.State] = true
			row = append(row, l.code(s, lane), from, to-from)
		}
	}
	return row
}

// A task is a region in which no other is drawn.
type task struct {
	Name string `json:"n"`
	From int    `json:"s"`
	Long int    `json:"l"`
}

// tasks are the outermost regions of a lane; neighbours too short to be seen are one
// without a name. One with the lane's own name need not say it again.
func (l *lanes) tasks(lane timeline.Lane) []task {
	tasks := []task{}
	end, crowd := time.Duration(-1), false
	for _, r := range lane.Regions {
		if r.Start < end {
			continue
		}
		last, short := len(tasks)-1, r.End-r.Start < l.thin
		if short && crowd && r.Start-end < l.thin {
			tasks[last].Name, tasks[last].Long = "", l.at(r.End)-tasks[last].From
		} else {
			tasks = append(tasks, task{shortened(clean(r.Name), 40), l.at(r.Start), l.at(r.End) - l.at(r.Start)})
			if r.Name == lane.Name {
				tasks[last+1].Name = ""
			}
		}
		end, crowd = r.End, short
	}
	return tasks
}

// turns is a processor's row: the lane that it ran, start and length.
func (l *lanes) turns(spans []timeline.Span) []int {
	row := []int{}
	for _, s := range spans {
		if s.State == timeline.Running {
			row = append(row, s.Processor, l.at(s.Start), l.at(s.End)-l.at(s.Start))
		}
	}
	return row
}

// A lanesPayload is all that js/timeline.js draws.
type lanesPayload struct {
	Tick       float64    `json:"tick"` // in units of the axis
	End        int        `json:"end"`  // in ticks
	Unit       string     `json:"unit"`
	Row        int        `json:"row"` // its height, in pixels
	Names      []string   `json:"names"`
	Lanes      [][]int    `json:"lanes"`
	Tasks      [][]task   `json:"tasks"`
	Words      []string   `json:"words"`
	Processors [][]int    `json:"procs"`
	Colours    []string   `json:"colours"` // of processors; after the last they come again
	Keys       [][]string `json:"keys"`    // kind of sign, what it means
	Gap        int        `json:"gap"`     // between lanes and processors, in pixels
	Step       int        `json:"step"`    // from one processor to the next
}

// Heights below the lanes, in pixels.
const (
	processorRow = 20
	processorGap = 34
)

func (l *lanes) payload() *lanesPayload {
	p := &lanesPayload{Tick: rounded(float64(l.tick) / float64(l.unit.size)), End: l.at(l.of.Traced), Unit: l.unit.name, Row: l.rowHeight(), Gap: processorGap, Step: processorRow, Colours: colours, Processors: [][]int{}}
	for _, lane := range l.shown {
		p.Names = append(p.Names, narrowed(clean(lane.Name), 26))
		p.Lanes = append(p.Lanes, l.row(lane))
		p.Tasks = append(p.Tasks, l.tasks(lane))
	}
	p.Words = l.words
	for _, spans := range l.processors {
		p.Processors = append(p.Processors, l.turns(spans))
	}
	p.Keys = l.keys(p)
	return p
}

// keys are the signs that the picture has, with their meaning.
func (l *lanes) keys(p *lanesPayload) [][]string {
	keys := [][]string{}
	for i := range min(len(l.of.Processors), 4) {
		keys = append(keys, []string{"run" + fmt.Sprint(i), fmt.Sprint("P", i)})
	}
	if len(keys) > 0 {
		keys[0][1] = "runs on P0"
	}
	for _, s := range []struct {
		state       timeline.State
		sign, words string
	}{{timeline.Ready, "ready", "ready"}, {timeline.Syscall, "syscall", "system call"}, {timeline.Waiting, "wait", "waits"}} {
		if l.states[s.state] {
			keys = append(keys, []string{s.sign, s.words})
		}
	}
	if slices.ContainsFunc(p.Tasks, func(tasks []task) bool { return len(tasks) > 0 }) {
		keys = append(keys, []string{"task", "in a task"})
	}
	if slices.ContainsFunc(l.of.Processors, func(turns []timeline.Turn) bool {
		return slices.ContainsFunc(turns, func(t timeline.Turn) bool { return t.Lane == timeline.Others })
	}) {
		keys = append(keys, []string{"other", "other work"})
	}
	return keys
}

// rowHeight makes few lanes easy to see and many fit on a page.
func (l *lanes) rowHeight() int {
	switch n := len(l.shown); {
	case n <= 8:
		return 32
	case n <= 16:
		return 24
	case n <= 32:
		return 17
	}
	return 13
}

func (l *lanes) plot() *plot {
	payload, chart := l.payload(), echarts.NewCustom()
	end := l.unit.of(l.of.Traced)
	axis := axisTo(end)
	chart.SetGlobalOptions(
		echarts.WithTooltipOpts(opts.Tooltip{Trigger: "item"}),
		echarts.WithXAxisOpts(opts.XAxis{
			Type: "value", Name: "time (" + l.unit.name + ")", NameLocation: "middle", NameGap: 28, Min: 0, Max: end, MinInterval: axis.step, MaxInterval: axis.step,
			AxisLabel: &opts.AxisLabel{Show: opts.Bool(true), Color: "@quiet", FontSize: 13, ShowMinLabel: opts.Bool(true), ShowMaxLabel: opts.Bool(math.Abs(math.Remainder(end, axis.step)) < axis.step/1000)},
			SplitLine: &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: "@line"}},
			AxisLine:  &opts.AxisLine{Show: opts.Bool(false)},
		}),
		echarts.WithYAxisOpts(opts.YAxis{Type: "value", Min: 0, Max: 1, Show: opts.Bool(false)}),
	)
	chart.MultiSeries = append(chart.MultiSeries, drawn("lanes", [][]float64{{0, 0}}))
	chart.Accept(definition{extras: []extra{{payload: payload}}})
	height := len(payload.Lanes) * payload.Row
	if n := len(payload.Processors); n > 0 {
		height += processorGap + n*processorRow
	}
	labels := append([]string{"P00"}, payload.Names...)
	return &plot{value: chart, Kind: "timeline", Count: 1, Height: height, Above: 50, Below: 48, Labels: labels}
}

// caption says what the marks are, and how many CPUs the call had.
func (l *lanes) caption() string {
	said := "Each lane is a goroutine, as Go's runtime saw it in this run; below, what each of the runtime's processors (P) ran."
	if l.of.CPU > 0 {
		said += fmt.Sprintf(" CPUs: %s used of %d.", digits(float64(l.of.CPU)/float64(max(l.of.Elapsed, 1))), l.of.CPUs)
	}
	return said
}

// notes say what the picture leaves out.
func (l *lanes) notes() []string {
	var notes []string
	if more := len(l.of.Lanes) - len(l.shown); more > 0 {
		notes = append(notes, fmt.Sprintf("%d more goroutines have no lane here; the processors show them, too.", more))
	}
	if l.thin > l.of.Traced/pixels {
		notes = append(notes, fmt.Sprintf("%d spans are more than a screen can show: those shorter than %s are drawn as one, in the state that took most of it.", l.total, figure(l.thin)))
	}
	if more := len(l.of.Processors) - mostProcessors; more > 0 {
		notes = append(notes, fmt.Sprintf("%d more processors are not drawn.", more))
	}
	if l.of.Helped > 0 {
		notes = append(notes, fmt.Sprintf("Without a lane: %d goroutines that Go's own packages started for the call.", l.of.Helped))
	}
	return notes
}

// numbers are the lanes in words, for who does not see the picture.
func (l *lanes) numbers() string {
	said := []string{}
	for _, lane := range l.shown[:min(len(l.shown), 12)] {
		said = append(said, fmt.Sprintf("%s: ran %s, waited %s", clean(lane.Name), figure(lane.In(timeline.Running)), figure(lane.In(timeline.Waiting))))
	}
	if more := len(l.of.Lanes) - 12; more > 0 {
		said = append(said, fmt.Sprintf("and %d more", more))
	}
	return fmt.Sprintf("Timeline of %s. %s.", figure(l.of.Traced), strings.Join(said, "; "))
}

var _ = example(Example{Kind: "Timeline", Name: "timeline", Code: `charts.Timeline(kernelext.Trace(f))`,
	For: "When did each goroutine run, and when did it wait?", Make: func() *Chart {
		return Timeline(exampleTimeline())
	}})

// exampleTimeline is two goroutines that compute, on two processors, while a third waits.
func exampleTimeline() *timeline.Timeline {
	ms := time.Millisecond
	span := func(state timeline.State, from, to, processor int, why string) timeline.Span {
		return timeline.Span{Start: time.Duration(from) * ms, End: time.Duration(to) * ms, State: state, Processor: processor, Why: why}
	}
	lane := func(name string, spans ...timeline.Span) timeline.Lane {
		return timeline.Lane{Name: name, Spans: spans, Regions: []timeline.Region{{Name: "task 0", Start: spans[0].Start, End: 60 * ms}, {Name: "task 1", Start: 60 * ms, End: 118 * ms}}}
	}
	caller := timeline.Lane{Name: "caller", Spans: []timeline.Span{span(timeline.Running, 0, 1, 0, ""), span(timeline.Waiting, 1, 120, -1, "sync")}}
	return &timeline.Timeline{
		Lanes: []timeline.Lane{
			caller,
			lane("worker 1", span(timeline.Running, 1, 58, 0, ""), span(timeline.Waiting, 58, 70, -1, "network"), span(timeline.Ready, 70, 72, -1, ""), span(timeline.Running, 72, 118, 1, "")),
			lane("worker 2", span(timeline.Ready, 1, 2, -1, ""), span(timeline.Running, 2, 64, 1, ""), span(timeline.Syscall, 64, 68, -1, ""), span(timeline.Running, 68, 119, 0, "")),
		},
		Processors: [][]timeline.Turn{
			{{End: ms}, {Start: ms, End: 58 * ms, Lane: 1}, {Start: 60 * ms, End: 62 * ms, Lane: timeline.Others}, {Start: 68 * ms, End: 119 * ms, Lane: 2}},
			{{Start: 2 * ms, End: 64 * ms, Lane: 2}, {Start: 72 * ms, End: 118 * ms, Lane: 1}},
		},
		Elapsed: 120 * ms, Traced: 120 * ms, Parallel: 102 * ms, Busy: 217 * ms, CPU: 216 * ms, CPUs: 2,
	}
}
