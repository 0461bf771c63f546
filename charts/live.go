package charts

import (
	"fmt"
	"sync/atomic"
	"time"

	"seminar/kernelext"
	"seminar/kernelext/progress"
)

// The pace of a chart that fills: nobody needs it for work of less than a second, and more
// than five pictures a second are more than an eye follows.
const (
	livePatience = time.Second
	livePace     = 200 * time.Millisecond
)

// Live is Compare with its bars on display while it measures: they grow with the runs, and
// end as the same picture that Bars draws of the table, which it returns. In a notebook the
// picture changes in its place; in a program on a terminal its title does, and the text follows in
// the end.
//
// A picture is drawn between two runs, while nothing is measured, and the time that this
// takes is not counted; work whose runs are long shows few. Of what takes less than a
// second only the last picture is shown. A panic of a case passes through.
func Live(cases ...kernelext.Case) *kernelext.Table {
	return live(kernelext.Comparison{Cases: cases}, drawing)
}

func live(c kernelext.Comparison, e *engine) *kernelext.Table {
	f := filling{engine: e}
	f.last.Store(&filled{bundle: map[string]any{"text/plain": "Measuring: no case has run yet"}})
	v := progress.Watch(f.look)
	defer v.Stop()
	drawn, runs := time.Now().Add(livePatience-livePace), 0
	c.Seen = func(t *kernelext.Table) {
		if runs++; time.Since(drawn) >= livePace {
			f.draw(soFar(t, runs))
			v.Changed()
			drawn = time.Now()
		}
	}
	t := c.Run()
	f.draw(Bars(t))
	v.Conclude()
	return t
}

// A filling is a chart that changes.
type filling struct {
	engine *engine
	last   atomic.Pointer[filled]
	said   *filled // by look, which is called by one at a time
}

// A filled is the chart as it was once, drawn.
type filled struct {
	chart  *Chart
	bundle map[string]any
}

func (f *filling) draw(c *Chart) { f.last.Store(&filled{c, c.bundle(f.engine)}) }

// look is what progress shows. It draws only what was stopped.
func (f *filling) look(is progress.State) map[string]any {
	last := f.last.Load()
	switch {
	case is == progress.Running && last == f.said:
		return nil
	case is == progress.Stopped && last.chart != nil:
		return last.chart.Title("Stopped. " + last.chart.title).bundle(f.engine)
	}
	f.said = last
	return last.bundle
}

// soFar are the bars of a comparison that has not ended.
func soFar(t *kernelext.Table, runs int) *Chart {
	c := Bars(t)
	if t.Rounds == 0 {
		return c.Title(fmt.Sprintf("Measuring: %d of %d cases have run once", runs, len(t.Rows)))
	}
	return c.Title(fmt.Sprintf("So far, after %d runs: %s", runs, c.title))
}
