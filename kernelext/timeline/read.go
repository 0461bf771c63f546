package timeline

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"golang.org/x/exp/trace"
)

// The logs that tell where in the trace the call begins and ends.
const (
	markCategory = "seminar.timeline"
	markBegin    = "begin"
	markEnd      = "end"
)

// read makes a timeline of the events between the two marks.
func (t *Timeline) read(from io.Reader) error {
	in, err := trace.NewReader(from)
	if err != nil {
		return err
	}
	r := &reader{goroutines: map[trace.GoID]*goroutine{}, places: map[trace.Stack]string{}}
	for !r.ended {
		e, err := in.ReadEvent()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return err
		}
		r.take(e)
		t.Events++
	}
	if r.root == nil {
		return errors.New("the beginning of the call is not in it")
	}
	r.end()
	r.into(t)
	return nil
}

// A goroutine as far as the trace has been read.
type goroutine struct {
	ours    bool // the one that called, or one that descends from it
	name    string
	origin  trace.StackFrame // where its code stands
	now     Span             // its state since Start
	spans   []Span           // of ours only
	regions []Region
	open    []int // indices of the regions that have not ended
}

// A turn is a Turn of which it is not known yet which goroutines have lanes.
type turn struct {
	start, end time.Duration
	processor  int
	of         *goroutine
}

// A reader follows all goroutines: those that are not ours keep processors from us.
type reader struct {
	goroutines map[trace.GoID]*goroutine
	ours       []*goroutine // in order of their start
	root       *goroutine
	turns      []turn
	places     map[trace.Stack]string
	zero       trace.Time // of the call's beginning
	now        time.Duration
	ended      bool
	running    int // of ours
	parallel   time.Duration
	busy       time.Duration
}

// take is what an event changes.
func (r *reader) take(e trace.Event) {
	if r.root != nil {
		r.pass(time.Duration(e.Time() - r.zero))
	}
	switch e.Kind() {
	case trace.EventStateTransition:
		if st := e.StateTransition(); st.Resource.Kind == trace.ResourceGoroutine {
			r.change(e, st)
		}
	case trace.EventLog:
		r.log(e)
	case trace.EventRegionBegin:
		if g := r.goroutines[e.Goroutine()]; g != nil && g.ours {
			g.open = append(g.open, len(g.regions))
			g.regions = append(g.regions, Region{Name: e.Region().Type, Start: r.now})
		}
	case trace.EventRegionEnd:
		if g := r.goroutines[e.Goroutine()]; g != nil && len(g.open) > 0 {
			last := len(g.open) - 1
			g.regions[g.open[last]].End = r.now
			g.open = g.open[:last]
		}
	}
}

// pass lets time go on.
func (r *reader) pass(now time.Duration) {
	if r.running >= 2 {
		r.parallel += now - r.now
	}
	r.busy += time.Duration(r.running) * (now - r.now)
	r.now = now
}

// log takes a mark of the call, or the name of a lane.
func (r *reader) log(e trace.Event) {
	l, g := e.Log(), r.of(e.Goroutine())
	switch {
	case l.Category == markCategory && l.Message == markBegin && r.root == nil:
		r.begin(e, g)
	case l.Category == markCategory && l.Message == markEnd && g == r.root:
		r.ended = true
	case l.Category == nameCategory && g.ours:
		g.name = l.Message
	}
}

// begin makes the goroutine of the first mark the root, and its time the first.
func (r *reader) begin(e trace.Event, g *goroutine) {
	r.zero, r.root = e.Time(), g
	g.name, g.ours = "caller", true
	r.ours = append(r.ours, g)
	for _, other := range r.goroutines {
		other.now.Start = 0
	}
	g.now = Span{State: Running, Processor: int(e.Proc())}
	r.running = 1
}

func (r *reader) of(id trace.GoID) *goroutine {
	g := r.goroutines[id]
	if g == nil {
		g = &goroutine{now: Span{Processor: -1}}
		r.goroutines[id] = g
	}
	return g
}

// change is a goroutine's way from one state to another.
func (r *reader) change(e trace.Event, st trace.StateTransition) {
	from, to := st.Goroutine()
	g := r.of(st.Resource.Goroutine())
	if from == trace.GoNotExist {
		r.born(e, st, g)
	} else {
		r.close(g)
	}
	g.now = Span{Start: r.now, Processor: -1}
	switch to {
	case trace.GoRunning:
		g.now.State, g.now.Processor = Running, int(e.Proc())
		if g.ours {
			r.running++
		}
	case trace.GoRunnable:
		g.now.State = Ready
	case trace.GoSyscall:
		g.now.State = Syscall
	case trace.GoWaiting:
		g.now.Why, g.now.At = st.Reason, r.place(st.Stack)
	case trace.GoNotExist:
		delete(r.goroutines, st.Resource.Goroutine())
	}
}

// born makes a new goroutine one of ours when the one that started it is.
func (r *reader) born(e trace.Event, st trace.StateTransition, g *goroutine) {
	parent := r.goroutines[e.Goroutine()]
	if parent == nil || !parent.ours {
		return
	}
	g.ours, g.origin = true, origin(st.Stack, e.Stack())
	r.ours = append(r.ours, g)
}

// close ends the state in which a goroutine is.
func (r *reader) close(g *goroutine) {
	span := g.now
	span.End = r.now
	if span.State == Running && span.Processor >= 0 {
		if g.ours {
			r.running--
		}
		if r.root != nil && span.End > span.Start {
			r.turns = append(r.turns, turn{span.Start, span.End, span.Processor, g})
		}
	}
	if g.ours && span.End > span.Start {
		g.spans = append(g.spans, span)
	}
}

// end closes what is open at the end of the call.
func (r *reader) end() {
	for _, g := range r.goroutines {
		r.close(g)
	}
	for _, g := range r.ours {
		for _, i := range g.open {
			g.regions[i].End = r.now
		}
	}
}

// into gives the timeline its lanes and turns.
func (r *reader) into(t *Timeline) {
	t.Traced, t.Parallel, t.Busy = r.now, r.parallel, r.busy
	lanes, names := map[*goroutine]int{}, map[string]int{}
	for _, g := range r.ours {
		if g.name == "" && helps(g.origin.Func) {
			t.Helped++
			continue
		}
		lanes[g] = len(t.Lanes)
		t.Lanes = append(t.Lanes, Lane{numbered(names, g), g.spans, g.regions})
	}
	slices.SortFunc(r.turns, func(a, b turn) int { return cmp.Compare(a.start, b.start) })
	for _, one := range r.turns {
		for len(t.Processors) <= one.processor {
			t.Processors = append(t.Processors, nil)
		}
		lane, has := lanes[one.of]
		if !has {
			lane = Others
			if one.of.ours {
				lane = Helpers
			}
		}
		t.Processors[one.processor] = append(t.Processors[one.processor], Turn{one.start, one.end, lane})
	}
}

// numbered is a goroutine's name; one that has none is called by where its code stands.
func numbered(names map[string]int, g *goroutine) string {
	name := g.name
	if name == "" {
		name = placed(g.origin)
	}
	if names[name]++; names[name] > 1 && g.name == "" {
		return fmt.Sprintf("%s (%d)", name, names[name])
	}
	return name
}
