package charts

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"seminar/kernelext"
)

// EventLoop draws the log of an event loop: the queue of those that are ready, the one that
// runs in the middle, those that wait at the right; each coroutine is a token that keeps its
// number and its colour wherever it goes. Below it is the whole run: when the loop ran
// somebody, and how many waited.
//
// A picture is one instant, [kernelext.LoopLog.Telling]: the one at which most stand in the
// queue with their answer while one runs and others still wait. Where scripts run it can be
// played, and any instant looked at.
//
// Up to six tasks stand there with their names; in a narrow place many tokens lose their
// numbers. Of more than 100 tasks, or 3,000 events, dots are drawn that stand for one task or
// several, and only 400 instants, evenly spread over the events, are played.
//
// A log without a run or without tasks gives a chart that says so; without a log EventLoop
// panics. What the log records later does not change the chart.
func EventLoop(log *kernelext.LoopLog) *Chart {
	switch {
	case log == nil:
		panic("charts: EventLoop needs a log, got nil")
	case !log.Ran():
		return &Chart{title: "Nothing to draw: the log holds no run."}
	case log.Tasks() == 0:
		return &Chart{title: "Nothing to draw: the loop had no tasks."}
	}
	l := newLoop(log)
	return &Chart{
		title: l.finding(), caption: l.caption(), notes: l.notes(),
		numbers: l.numbers(), table: log.String(), plot: l.plot(),
	}
}

// How much a page is sent, lest a long run make a heavy one.
const (
	mostTokens   = 100  // tasks that are told apart
	mostEvents   = 3000 // of these tasks
	mostFrames   = 400  // instants, where there are more of either
	mostDots     = 250  // in a frame
	courseWidth  = 220  // columns of the course, of some 3 pixels each
	longName     = 40   // letters of a task's name
	eventsHeight = 306  // of places and course together, in pixels
)

// A loop is a log prepared to be drawn.
type loop struct {
	log     *kernelext.LoopLog
	figures kernelext.LoopFigures
	unit    unit
	tick    time.Duration // times are sent in ticks, so that they are short
	film    film
	shown   int // the instant of the picture, in the film
	ticks   int // when that is
	instant string
}

// A film is what happens, in whole numbers: every event where there are few, counted
// frames where there are many.
type film struct {
	Tasks   int      `json:"tasks"`
	Tick    float64  `json:"tick"` // in units
	Unit    string   `json:"unit"`
	Last    int      `json:"last"`             // tick of the end
	Events  []int    `json:"events"`           // ticks since the one before, twice the task, and one more when it is gone then
	Frames  []int    `json:"frames,omitempty"` // ticks since the one before, ready, runs, waiting, ended
	Each    int      `json:"each,omitempty"`   // tasks that a dot of a frame stands for
	Names   []string `json:"names,omitempty"`
	Colours []string `json:"colours"`
	Inks    []string `json:"inks"`
}

func newLoop(log *kernelext.LoopLog) *loop {
	l := &loop{log: log, figures: log.Figures(), unit: unitFor(log.Span()), tick: tickOf(log.Span())}
	l.film = film{
		Tasks: log.Tasks(), Tick: l.unit.of(l.tick), Unit: l.unit.name, Last: l.at(log.Span()),
		Colours: colours, Inks: make([]string, len(colours)),
	}
	for i, ground := range colours {
		l.film.Inks[i] = ink(ground)
	}
	l.shown = log.Telling()
	l.log.Replay(func(at *kernelext.LoopInstant) {
		if at.Event == l.shown {
			l.ticks, l.instant = l.at(at.Time), l.told(at)
		}
	})
	if events := log.Events(); log.Tasks() > mostTokens || len(events) > mostEvents {
		l.thin(len(events))
	} else {
		l.keep(events)
	}
	return l
}

// tickOf is a round time of which a run has at most 50,000.
func tickOf(span time.Duration) time.Duration {
	tick := time.Nanosecond
	for span/tick > 50_000 {
		tick *= 10
	}
	return tick
}

func (l *loop) at(t time.Duration) int { return int(math.Round(float64(t) / float64(l.tick))) }

// keep sends every event, and the names that tasks gave themselves.
func (l *loop) keep(events []kernelext.LoopEvent) {
	last := 0
	l.film.Events = []int{}
	for _, e := range events {
		code := 2 * e.Task
		if e.Kind == kernelext.LoopEnded || e.Kind == kernelext.LoopFailed || e.Kind == kernelext.LoopDropped {
			code++
		}
		l.film.Events = append(l.film.Events, l.at(e.Time)-last, code)
		last = l.at(e.Time)
	}
	named, names := false, make([]string, l.log.Tasks())
	for i := range names {
		names[i] = l.name(i)
		named = named || names[i] != "task "+strconv.Itoa(i)
	}
	if named {
		l.film.Names = names
	}
}

// thin sends some of the instants, as counts; the one of the picture is among them.
func (l *loop) thin(events int) {
	l.film.Each = dotFor(l.log.Tasks())
	frames, last, telling := 0, 0, l.shown
	l.log.Replay(func(at *kernelext.LoopInstant) {
		due := at.Event*(mostFrames-1) >= frames*events // the frame that comes next
		if !due && at.Event != telling {
			return
		}
		if at.Event == telling {
			l.shown = len(l.film.Frames) / 5
		}
		if due {
			frames++
		}
		l.film.Frames = append(l.film.Frames, l.at(at.Time)-last, len(at.Ready), at.Runs, at.Waiting, at.Ended)
		last = l.at(at.Time)
	})
}

// dotFor is how many of so many tasks a dot stands for: 1, 2, 5, 10 and so on.
func dotFor(tasks int) int {
	for power := 1; ; power *= 10 {
		for _, each := range []int{power, 2 * power, 5 * power} {
			if each*mostDots >= tasks {
				return each
			}
		}
	}
}

// name is what a task is called, short enough for a tooltip.
func (l *loop) name(i int) string {
	if name := clean(l.log.Name(i)); name != "" {
		return shortened(name, longName)
	}
	return "task " + strconv.Itoa(i)
}

// plot puts the go-echarts value together: the course of the run, then the places and tokens.
func (l *loop) plot() *plot {
	chart, span := echarts.NewCustom(), l.unit.of(l.log.Span())
	a := axisTo(span)
	chart.SetGlobalOptions(
		echarts.WithTooltipOpts(opts.Tooltip{Trigger: "item"}),
		echarts.WithXAxisOpts(opts.XAxis{
			Type: "value", Min: 0, Max: cmp.Or(span, a.top), MinInterval: a.step, MaxInterval: a.step,
			AxisLabel: &opts.AxisLabel{Color: "@quiet", FontSize: 13, Show: opts.Bool(true), ShowMaxLabel: opts.Bool(false)}, // the end is no round number
			AxisLine:  &opts.AxisLine{LineStyle: &opts.LineStyle{Color: "@axis"}},
			SplitLine: &opts.SplitLine{Show: opts.Bool(false)},
		}),
		echarts.WithYAxisOpts(opts.YAxis{Type: "value", Show: opts.Bool(false), Min: 0, Max: 1}),
	)
	rows := [][]float64{{-1, float64(l.shown), float64(l.ticks)}}
	for i := range l.log.Tasks() {
		if l.film.Each > 0 {
			break // then the places draw dots
		}
		rows = append(rows, []float64{float64(i), float64(l.shown), float64(l.ticks)})
	}
	chart.MultiSeries = append(chart.MultiSeries, drawn("course", [][]float64{{0}}), drawn("places", rows))
	chart.Accept(definition{extras: []extra{{payload: l.course()}, {payload: l.film}}})
	return &plot{value: chart, Kind: "eventloop", Count: 1, Height: eventsHeight, Above: 10, Below: 44, Labels: []string{"waiting"}}
}

// A course is the whole run in a strip.
type course struct {
	Tick    float64  `json:"tick"`
	Last    int      `json:"last"`
	Runs    []int    `json:"runs"` // from, to, task, again and again
	Busy    []int    `json:"busy"` // column, tenths of its time from there on that are none of these
	Axis    string   `json:"axis"`
	Columns int      `json:"columns"`
	Waiting []int    `json:"waiting"` // column, how many from there on
	Most    int      `json:"most"`
	Colours []string `json:"colours"`
	Inks    []string `json:"inks"`
}

func (l *loop) course() course {
	c := course{
		Tick: l.film.Tick, Last: l.film.Last, Axis: l.unit.plural + " since the start", Colours: l.film.Colours, Inks: l.film.Inks,
		Columns: courseWidth, Waiting: []int{}, Most: l.figures.Waiting,
	}
	c.Runs, c.Busy = l.runs()
	_, waiting := l.log.Course(courseWidth)
	for i, count := range waiting {
		if i == 0 || count != waiting[i-1] {
			c.Waiting = append(c.Waiting, i, int(count))
		}
	}
	return c
}

// runs are the times in which the loop ran somebody: from, to and the task, again and again,
// where they are long enough to be told apart, two columns; of the others column and tenths of
// its time from there on, so that a thousand short ones do not look like one long one.
func (l *loop) runs() (long, short []int) {
	long, short = []int{}, []int{}
	share := make([]float64, courseWidth)
	column := float64(max(1, l.log.Span())) / courseWidth
	ran := func(from, to time.Duration, task int) {
		first, end := float64(from)/column, float64(to)/column
		if end-first >= 2 {
			long = append(long, l.at(from), l.at(to), task)
			return
		}
		for i := int(first); i < courseWidth && float64(i) <= end; i++ {
			share[i] += max(1e-9, min(end, float64(i+1))-max(first, float64(i)))
		}
	}
	running, since := -1, time.Duration(0)
	l.log.Replay(func(at *kernelext.LoopInstant) {
		if at.Runs != running {
			if running >= 0 {
				ran(since, at.Time, running)
			}
			running, since = at.Runs, at.Time
		}
	})
	if running >= 0 { // the log ends before the run does
		ran(since, l.log.Span(), running)
	}
	before := 0
	for i, part := range share {
		if tenths := int(min(10, math.Ceil(10*part))); tenths != before {
			short, before = append(short, i, tenths), tenths
		}
	}
	return long, short
}

// finding is the title: that one computation stopped the others, where it did, else how
// much waiting one flow could do.
func (l *loop) finding() string {
	f, span := l.figures, l.log.Span()
	busy := "the loop was busy " + percentOf(f.Busy) + " of the time"
	switch {
	case f.Late > 0 && f.Late >= span/10 && f.Held >= span/10:
		return fmt.Sprintf("%s held the loop for %s; the answer for %s was taken %s late", l.name(f.Holder), figure(f.Held), l.name(f.Latest), figure(f.Late))
	case f.Waiting == 0:
		return "One runs at a time: nobody waited; " + busy
	}
	return fmt.Sprintf("One runs at a time: at most %d waited together; %s", f.Waiting, busy)
}

func percentOf(share float64) string { return digits(100*share) + "%" }

// caption says what the marks are.
func (l *loop) caption() string {
	marks := "A number is a coroutine; dashed, it waits."
	switch {
	case l.film.Each == 1:
		marks = "A dot is a coroutine."
	case l.film.Each > 1:
		marks = fmt.Sprintf("A dot stands for %d coroutines.", l.film.Each)
	}
	return marks + " Above, one instant of the run; below, all of it: when the loop ran somebody, and how many waited."
}

// notes are the doubts about the log, and what of it is not drawn.
func (l *loop) notes() []string {
	notes := []string{}
	for _, note := range l.log.Notes() {
		notes = append(notes, clean(note))
	}
	if frames := len(l.film.Frames) / 5; frames > 0 && frames <= len(l.log.Events()) {
		notes = append(notes, fmt.Sprintf("Drawn are %d of %d instants.", frames, len(l.log.Events())+1))
	}
	return notes
}

// numbers are the figures in words, for who does not see the picture.
func (l *loop) numbers() string {
	f := l.figures
	said := fmt.Sprintf("Event loop. %d coroutines in %s; the loop was busy %s of the time; at most %d waited at once; at most %d stood in the queue with what they had awaited.",
		l.log.Tasks(), figure(l.log.Took()), percentOf(f.Busy), f.Waiting, f.Queue)
	if f.Holder >= 0 {
		said += fmt.Sprintf(" The longest that one ran without a break: %s, %s.", figure(f.Held), l.name(f.Holder))
	}
	return said + " " + l.instant
}

// told is an instant in words.
func (l *loop) told(at *kernelext.LoopInstant) string {
	runs := "nobody runs"
	if at.Runs >= 0 {
		runs = l.name(at.Runs) + " runs"
	}
	return fmt.Sprintf("At %s: %d in the queue, %s, %d wait, %d have ended.", l.unit.label(at.Time), len(at.Ready), runs, at.Waiting, at.Ended)
}

var _ = example(Example{Kind: "EventLoop", Name: "eventloop", Code: `var log kernelext.LoopLog; log.Loop(40, task); charts.EventLoop(&log)`,
	For: "Who runs, who waits, and who stands in the queue?", Make: func() *Chart {
		answers := make([]time.Duration, 40) // the seminar's forty fetches
		for i := range answers {
			answers[i] = []time.Duration{90, 120, 140, 180}[i%4] * time.Millisecond
		}
		answers[26] = 850 * time.Millisecond
		return EventLoop(loopOf(nil, answers, func(int) time.Duration { return 60 * time.Microsecond }))
	}})

// loopOf is the log of a loop that is only thought out: a task runs for a while, awaits the
// answer that comes at its time, 0 for none, and runs once more.
func loopOf(names map[int]string, answers []time.Duration, runs func(task int) time.Duration) *kernelext.LoopLog {
	var events []kernelext.LoopEvent
	var awaited, queue []int // the first answer first
	for i := range answers {
		queue = append(queue, i)
	}
	now, begun := time.Duration(0), make([]bool, len(answers))
	answered := func() {
		for len(awaited) > 0 && answers[awaited[0]] <= now {
			events = append(events, kernelext.LoopEvent{Time: answers[awaited[0]], Task: awaited[0], Kind: kernelext.LoopPosted})
			queue, awaited = append(queue, awaited[0]), awaited[1:]
		}
	}
	for len(queue)+len(awaited) > 0 {
		if len(queue) == 0 {
			now = answers[awaited[0]]
			answered()
		}
		task, end := queue[0], kernelext.LoopEnded
		queue = queue[1:]
		events = append(events, kernelext.LoopEvent{Time: now, Task: task, Kind: kernelext.LoopResumed})
		now += runs(task)
		answered()
		if !begun[task] && answers[task] > now {
			later, _ := slices.BinarySearchFunc(awaited, answers[task]+1, func(other int, at time.Duration) int { return cmp.Compare(answers[other], at) })
			end, awaited = kernelext.LoopAwaits, slices.Insert(awaited, later, task)
		}
		begun[task] = true
		events = append(events, kernelext.LoopEvent{Time: now, Task: task, Kind: end})
	}
	return kernelext.NewLoopLog(len(answers), now, events, names)
}
