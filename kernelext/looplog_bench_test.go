package kernelext

import (
	"iter"
	"testing"
)

// A bareLoop is Loop as it would be if nobody could record it: what the place for a log
// costs is measured against it.
type bareLoop struct{ *loop }

func bare(n int, do func(t *Task, i int)) {
	l := bareLoop{&loop{crew: newCrew("Loop", n), do: do, open: n, queue: make(chan *Task, n)}}
	for i := range n {
		l.queue <- &Task{index: i}
	}
	l.Go(func() {
		for l.open > 0 {
			l.step(<-l.queue)
		}
	})
	l.finish()
}

func (l bareLoop) step(t *Task) {
	l.open--
	if t.resume == nil {
		if l.failure.Load() != nil {
			return
		}
		l.begin(t)
	}
	t.running.Store(true)
	if wait, waits := t.resume(); waits {
		l.open++
		l.Go(func() { l.await(t, wait) })
	}
}

func (l bareLoop) begin(t *Task) {
	l.taken.Add(1)
	l.view.Changed()
	t.resume, _ = iter.Pull(func(yield func(func()) bool) {
		defer t.running.Store(false)
		t.yield = yield
		nameLane("task", t.index)
		catch(t.index, func() { inLane(t.index, func(i int) { l.do(t, i) }) }, func(p *Panic) { l.fail(t.blame(p)) })
	})
}

func (l bareLoop) await(t *Task, wait func()) {
	defer func() { l.queue <- t }()
	catch(t.index, wait, func(p *Panic) { t.failed = p })
}

// 30,000 awaits of nothing, with a loop that has no place for a log, with Loop, and with a
// log that keeps them all. There is nothing but the loop here, so no ratio can be worse.
func BenchmarkLoopLog(b *testing.B) {
	const tasks, awaits = 300, 100
	do := func(t *Task, i int) {
		for range awaits {
			t.Await(func() {})
		}
	}
	for b.Loop() {
		var log LoopLog
		table := Compare(
			Case{Name: "no place for a log", Run: func() { bare(tasks, do) }},
			Case{Name: "no log", Run: func() { Loop(tasks, do) }},
			Case{Name: "log", Run: func() { log.Loop(tasks, do) }},
		)
		b.Logf("%v", table)
		within(b, 1/table.Rows[1].Ratio.Value, "times-bare", 0.85, 1.1)
		within(b, 1/table.Rows[2].Ratio.Value, "times-bare-logged", 1, 3)
		b.ReportMetric(float64(table.Rows[2].Time-table.Rows[0].Time)/(tasks*awaits), "ns/await-logged")
	}
}
