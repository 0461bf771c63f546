package timeline

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// In is the time that the lane's goroutine spent in a state.
func (l Lane) In(s State) (total time.Duration) {
	for _, span := range l.Spans {
		if span.State == s {
			total += span.End - span.Start
		}
	}
	return total
}

// Finding says in one line whether the call was parallel, or only concurrent.
func (t *Timeline) Finding() string {
	share := 0.0
	if t.Traced > 0 {
		share = float64(t.Parallel) / float64(t.Traced)
	}
	many, what := t.together()
	switch {
	case len(t.Lanes) == 0:
		return "No goroutine was recorded"
	case share >= 0.5:
		return "Parallel: two or more ran " + percent(share) + " of the time"
	case share >= 0.05:
		return "Partly parallel: two or more ran " + percent(share) + " of the time"
	case many < 2:
		return "In order: one thing at a time, running " + percent(float64(t.Busy)/float64(max(t.Traced, 1))) + " of the time"
	case t.Parallel == 0:
		return fmt.Sprintf("Concurrent, not parallel: %d %s at once; never did two run", many, what)
	}
	return fmt.Sprintf("Concurrent, not parallel: %d %s at once; two ran %s of the time", many, what, percent(share))
}

// percent writes a share with as many digits as it needs to be told from 0 and from 1.
func percent(share float64) string {
	switch {
	case share > 0 && share < 0.001:
		return fmt.Sprintf("%.1g%%", 100*share)
	case share < 0.1 || share > 0.99 && share < 1:
		return fmt.Sprintf("%.1f%%", 100*share)
	}
	return fmt.Sprintf("%.0f%%", 100*share)
}

// together is how many tasks, or goroutines where there are no tasks, were under way at once.
func (t *Timeline) together() (most int, what string) {
	type edge struct {
		at time.Duration
		by int
	}
	var tasks, lanes []edge
	for i, lane := range t.Lanes {
		waits := i == 0 && lane.In(Running) < t.Traced/10 // for the others, as a caller mostly does
		if last := len(lane.Spans) - 1; !waits && last >= 0 {
			lanes = append(lanes, edge{lane.Spans[0].Start, 1}, edge{lane.Spans[last].End, -1})
		}
		for _, r := range lane.outer() {
			tasks = append(tasks, edge{r.Start, 1}, edge{r.End, -1})
		}
	}
	what = "tasks"
	if len(tasks) == 0 {
		tasks, what = lanes, "goroutines"
	}
	slices.SortFunc(tasks, func(a, b edge) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.by, b.by)) })
	now := 0
	for _, e := range tasks {
		now += e.by
		most = max(most, now)
	}
	return most, what
}

// outer are the regions that lie in no other one.
func (l Lane) outer() (outer []Region) {
	for _, r := range l.Regions {
		if last := len(outer) - 1; last < 0 || r.Start >= outer[last].End {
			outer = append(outer, r)
		}
	}
	return outer
}

// The text: so many columns for the time, and no more lanes than can be read.
const (
	textColumns = 60
	textLanes   = 24
)

// The signs of a text's columns.
var signs = map[State]rune{Running: '█', Ready: '░', Syscall: '▫', Waiting: '·'}

const (
	waitingSign = '─' // within a task
	taskSign    = '├' // a task begins, and waits at once
)

// String draws the lanes in characters, a column being a sixtieth of the time and showing
// what took most of it.
func (t *Timeline) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\n", t.Finding(), short(t.Traced))
	width := 0
	for _, lane := range t.Lanes[:min(len(t.Lanes), textLanes)] {
		width = max(width, utf8.RuneCountInString(lane.Name))
	}
	for _, lane := range t.Lanes[:min(len(t.Lanes), textLanes)] {
		gap := strings.Repeat(" ", width-utf8.RuneCountInString(lane.Name))
		fmt.Fprintf(&b, "%s%s  %s  ran %s\n", lane.Name, gap, t.columns(lane), short(lane.In(Running)))
	}
	if more := len(t.Lanes) - textLanes; more > 0 {
		fmt.Fprintf(&b, "and %d more\n", more)
	}
	if len(t.Lanes) > 0 {
		b.WriteString("█ running  ░ ready, no processor free  ▫ system call  ─ waiting in a task  · waiting\n")
	}
	return b.String() + strings.Join(t.remarks(), "\n")
}

// remarks are what a careful reader should know.
func (t *Timeline) remarks() []string {
	remarks := slices.Clone(t.Notes)
	if t.Helped > 0 {
		remarks = append(remarks, fmt.Sprintf("Not drawn: %d goroutines that Go's packages started for it.", t.Helped))
	}
	return remarks
}

// columns are a lane in characters.
func (t *Timeline) columns(l Lane) string {
	out := make([]rune, textColumns)
	for i := range out {
		from := t.Traced * time.Duration(i) / textColumns
		to := t.Traced * time.Duration(i+1) / textColumns
		out[i] = l.column(from, to)
	}
	return string(out)
}

// column is the sign for what took most of a time.
func (l Lane) column(from, to time.Duration) rune {
	in := map[State]time.Duration{}
	for _, s := range l.Spans {
		if overlap := min(s.End, to) - max(s.Start, from); overlap > 0 {
			in[s.State] += overlap
		}
	}
	if len(in) == 0 {
		return ' '
	}
	state := Waiting
	for s := range in {
		if in[s] > in[state] || in[s] == in[state] && s > state {
			state = s
		}
	}
	if state != Waiting {
		return signs[state]
	}
	for _, r := range l.Regions {
		switch {
		case r.Start >= from && r.Start < to:
			return taskSign
		case r.Start < to && r.End > from:
			return waitingSign
		}
	}
	return signs[Waiting]
}

// SimpleRender returns the timeline as text/plain, for a notebook that draws none.
func (t *Timeline) SimpleRender() map[string]any {
	return map[string]any{"text/plain": t.String()}
}
