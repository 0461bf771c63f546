package timeline

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"runtime/trace"
	"sync"
	"time"
)

// limit of a trace, in bytes: what is more takes seconds to read.
const limit = 8 << 20

// Record calls f on the calling goroutine, and returns what the goroutines of the
// call were doing meanwhile. It blocks until f has returned and the trace is read: about
// 50 ms a megabyte. A panic of f passes through, and leaves no recording on.
//
// What is more than 8 MB of trace is not recorded, and the timeline's notes say from
// when on. A process has one trace at a time: when there is another one already, f
// is called all the same, and the notes say why there is no lane.
func Record(f func()) *Timeline { return record(f, limit) }

func record(f func(), limit int) *Timeline {
	t := &Timeline{CPUs: runtime.GOMAXPROCS(0)}
	r := &recording{room: limit, full: make(chan struct{})}
	start := time.Now()
	if err := trace.Start(r); err != nil {
		f()
		t.Elapsed = time.Since(start)
		t.Notes = append(t.Notes, "No goroutine was recorded: another trace of this process is under way.")
		return t
	}
	r.run(f, &t.Elapsed)
	if err := t.read(&r.trace); err != nil {
		t.Notes = append(t.Notes, fmt.Sprintf("The runtime's trace could not be read (%v), so there is no lane.", err))
	}
	if t.Traced < t.Elapsed {
		t.Notes = append(t.Notes, fmt.Sprintf("The recording ends after %s of %s: it has reached %d MB.", short(t.Traced), short(t.Elapsed), limit>>20))
	}
	return t
}

// A recording is a trace as far as there is room for it.
type recording struct {
	trace bytes.Buffer // written by the runtime's own goroutine until the trace has stopped
	room  int
	full  chan struct{} // closed when there is no room any more
	stop  sync.Once
}

// Write takes whatever comes: a trace that is cut anywhere cannot be read.
func (r *recording) Write(b []byte) (int, error) {
	had := r.trace.Len() <= r.room
	n, err := r.trace.Write(b)
	if had && r.trace.Len() > r.room {
		close(r.full) // to stop it from here would wait for itself
	}
	return n, err
}

// run calls f between two marks, and stops the trace whatever f does.
func (r *recording) run(f func(), elapsed *time.Duration) {
	done := make(chan struct{})
	var watcher sync.WaitGroup
	watcher.Go(func() {
		select {
		case <-r.full:
			r.stop.Do(trace.Stop)
		case <-done:
		}
	})
	defer func() {
		close(done)
		watcher.Wait()
		r.stop.Do(trace.Stop)
	}()
	defer runtime.KeepAlive(f)
	trace.Log(context.Background(), markCategory, markBegin)
	start := time.Now()
	f()
	*elapsed = time.Since(start)
	trace.Log(context.Background(), markCategory, markEnd)
}

// short writes a time with three digits.
func short(d time.Duration) string {
	value := float64(d)
	for _, unit := range []string{"ns", "µs", "ms"} {
		if value < 999.5 {
			return fmt.Sprintf("%.3g %s", value, unit)
		}
		value /= 1000
	}
	return fmt.Sprintf("%.3g s", value)
}
