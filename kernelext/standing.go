package kernelext

import (
	"fmt"
	"math"
	"sync/atomic"
	"time"

	"seminar/kernelext/progress"
)

// watchTasks shows how many of a strategy's tasks have begun, when all of them take over
// a second. How long the rest takes is not said: tasks differ.
func watchTasks(strategy string, tasks int, begun *atomic.Int64) *progress.View {
	start, said := time.Now(), -1
	return progress.Watch(func(is progress.State) map[string]any {
		now := min(int(begun.Load()), tasks) // who finds none left has counted, too
		switch {
		case is == progress.Ended:
			return says("%s: %s in %s", strategy, count(tasks, "task"), figure(time.Since(start)))
		case is == progress.Stopped:
			return says("%s: stopped after %s; of %s, %d had begun", strategy, figure(time.Since(start)), count(tasks, "task"), now)
		case now == said:
			return nil
		}
		said = now
		return says("%s: %d of %s begun", strategy, now, count(tasks, "task"))
	})
}

// A standing is how far a comparison has come.
type standing struct {
	done, of int       // runs; of is 0 where nobody knows
	name     string    // of the case that runs
	end      time.Time // at the latest, if rounds take as long as so far; zero when unknown
}

// A view shows how far a comparison has come, when it takes over a second.
type view struct {
	*progress.View
	at atomic.Pointer[standing]
}

// watchRuns begins a view. What it costs the runs is measured: BenchmarkProgress.
func watchRuns(name string) *view {
	v, start := new(view), time.Now()
	v.at.Store(new(standing))
	var said *standing
	v.View = progress.Watch(func(is progress.State) map[string]any {
		at, took := v.at.Load(), figure(time.Since(start))
		switch {
		case is == progress.Ended:
			return says("%s: %s in %s", name, count(at.done+1, "run"), took)
		case is == progress.Stopped:
			return says("%s: stopped after %s and %s, in %q", name, count(at.done, "run"), took, at.name)
		case at == said:
			return nil
		}
		said = at
		return says("%s: %s", name, at)
	})
	return v
}

// begin says that a run begins.
func (v *view) begin(at standing) {
	v.at.Store(&at)
	v.Changed()
}

// String is the standing as a reader sees it while the case runs.
func (s *standing) String() string {
	done := count(s.done, "run")
	if s.of > 0 {
		done = fmt.Sprintf("%d of %s", s.done, count(s.of, "run"))
	}
	more := ""
	if left := time.Until(s.end); left > time.Second/2 {
		more = fmt.Sprintf("; at most about %.0f s more", math.Ceil(left.Seconds()))
	}
	return fmt.Sprintf("%s done, now %q%s", done, s.name, more)
}

// says is one line for the reader.
func says(format string, args ...any) map[string]any {
	return map[string]any{"text/plain": fmt.Sprintf(format, args...)}
}

// count writes 1 run, 2 runs.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
