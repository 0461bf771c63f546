package kernelext

import (
	"slices"
	"time"
)

// A LoopInstant is where the tasks of a loop are between two events.
type LoopInstant struct {
	Event   int           // how many events came before
	Time    time.Duration // of the last of them
	Ready   []int         // the tasks in the queue, the next one first
	Back    int           // how many of these have what they awaited; the others have not begun
	Runs    int           // the task that runs, -1 for none
	Waits   []bool        // by task: it awaits something
	Waiting int           // how many do
	Ended   int           // how many have ended, those that failed too
	Dropped int           // how many never began, because another had failed

	begun []bool
}

// Replay calls visit with every instant of the run: before the first event, and after
// each. The instant is changed in its place from call to call.
func (l *LoopLog) Replay(visit func(at *LoopInstant)) {
	l.read()
	if !l.ran {
		return
	}
	at := startOf(l.tasks)
	visit(at)
	for _, e := range l.events {
		at.take(e)
		visit(at)
	}
}

// startOf is the instant before the first event.
func startOf(tasks int) *LoopInstant {
	at := &LoopInstant{Runs: -1, Ready: make([]int, tasks), Waits: make([]bool, tasks), begun: make([]bool, tasks)}
	for i := range at.Ready {
		at.Ready[i] = i
	}
	return at
}

// allows reports whether an event of one of the tasks can come next.
func (at *LoopInstant) allows(e LoopEvent) bool {
	switch e.Kind {
	case LoopPosted:
		return at.Waits[e.Task]
	case LoopResumed:
		return at.Runs < 0 && slices.Contains(at.Ready, e.Task)
	case LoopAwaits, LoopEnded, LoopFailed:
		return at.Runs == e.Task
	case LoopDropped:
		return !at.begun[e.Task] && slices.Contains(at.Ready, e.Task)
	}
	return false
}

// take moves a task to where an event puts it.
func (at *LoopInstant) take(e LoopEvent) {
	at.Event++
	at.Time = e.Time
	switch e.Kind {
	case LoopPosted:
		at.Waits[e.Task] = false
		at.Waiting--
		at.Back++
		at.Ready = append(at.Ready, e.Task)
	case LoopResumed:
		at.leave(e.Task)
		at.begun[e.Task] = true
		at.Runs = e.Task
	case LoopAwaits:
		at.Waits[e.Task] = true
		at.Waiting++
		at.Runs = -1
	case LoopEnded, LoopFailed:
		at.Runs = -1
		at.Ended++
	case LoopDropped:
		at.leave(e.Task)
		at.Dropped++
	}
}

// leave takes a task from the queue. It is the first, or close to it: two that were posted
// in the same microsecond may have changed places on the way.
func (at *LoopInstant) leave(task int) {
	if at.Ready[0] == task {
		at.Ready = at.Ready[1:]
	} else {
		place := slices.Index(at.Ready, task)
		at.Ready = slices.Delete(at.Ready, place, place+1)
	}
	if at.begun[task] {
		at.Back--
	}
}

// Telling is the instant that shows most, by its number of events before: while one task
// runs, the most have what they awaited and stand in the queue, counted as often as
// others still wait (and once more). Where nobody ever stands there like that, it is the
// one with most waiting while one runs. Of equals, the first; 0 when nothing ran.
func (l *LoopLog) Telling() int {
	best, most := 0, [2]int{-1, -1}
	l.Replay(func(at *LoopInstant) {
		score := [2]int{at.Back * (1 + at.Waiting), at.Waiting}
		if at.Runs >= 0 && slices.Compare(score[:], most[:]) > 0 {
			best, most = at.Event, score
		}
	})
	return best
}

// LoopFigures say in numbers what a loop did in the time that its log tells of.
type LoopFigures struct {
	Busy    float64 // share of the time in which a task ran, 0 to 1
	Waiting int     // the most tasks that awaited something at once
	Queue   int     // the most in the queue at once, without those that had not begun

	Held   time.Duration // the longest that one task ran without giving the loop back
	Holder int           // which one, -1 for none
	Late   time.Duration // the longest that a task stood in the queue with what it had awaited
	Latest int           // which one, -1 for none
}

// Figures derives them from the events.
func (l *LoopLog) Figures() LoopFigures {
	f, busy := LoopFigures{Holder: -1, Latest: -1}, time.Duration(0)
	posted, resumed := map[int]time.Duration{}, time.Duration(0)
	running, waiting, queue := -1, 0, 0
	ran := func(until time.Duration) {
		busy += until - resumed
		if held := until - resumed; f.Holder < 0 || held > f.Held {
			f.Held, f.Holder = held, running
		}
		running = -1
	}
	for _, e := range l.Events() {
		switch e.Kind {
		case LoopPosted:
			posted[e.Task] = e.Time
			waiting--
			queue++
			f.Queue = max(f.Queue, queue)
		case LoopResumed:
			running, resumed = e.Task, e.Time
			if since, back := posted[e.Task]; back {
				queue--
				if late := e.Time - since; f.Latest < 0 || late > f.Late {
					f.Late, f.Latest = late, e.Task
				}
			}
		case LoopAwaits:
			ran(e.Time)
			waiting++
			f.Waiting = max(f.Waiting, waiting)
		case LoopEnded, LoopFailed:
			ran(e.Time)
		}
	}
	if running >= 0 { // the log was cut while it ran
		ran(l.Span())
	}
	if span := l.Span(); span > 0 {
		f.Busy = float64(busy) / float64(span)
	}
	return f
}

// Course divides the time into so many equal columns, and says of each which share of it a
// task ran, 0 to 1, and how many waited in it at most. Of a run that took no time it says nothing.
func (l *LoopLog) Course(columns int) (busy, waiting []float64) {
	atLeast(1, columns, "a Course has 1 column or more")
	span := l.Span()
	if span <= 0 {
		return nil, nil
	}
	busy, waiting = make([]float64, columns), make([]float64, columns)
	column := float64(span) / float64(columns)
	last, running, count := 0.0, false, 0.0 // since last, in columns
	pass := func(until time.Duration) {
		to := float64(until) / column
		for i := int(last); i < columns && float64(i) <= to; i++ {
			waiting[i] = max(waiting[i], count)
			if running {
				busy[i] += min(to, float64(i+1)) - max(last, float64(i))
			}
		}
		last = to
	}
	l.Replay(func(at *LoopInstant) {
		pass(at.Time)
		running, count = at.Runs >= 0, float64(at.Waiting)
	})
	pass(span)
	return busy, waiting
}
