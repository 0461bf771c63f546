package charts

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"seminar/kernelext/timeline"
)

// pooled is forty tasks on four workers that mostly wait, as a pool of fetches does.
func pooled() *timeline.Timeline {
	t := &timeline.Timeline{Elapsed: 1680 * ms, Traced: 1680 * ms, CPU: 34 * ms, CPUs: 2, Processors: make([][]timeline.Turn, 2)}
	t.Lanes = append(t.Lanes, timeline.Lane{Name: "caller", Spans: []timeline.Span{{End: 1680 * ms, Processor: -1, Why: "sync"}}})
	for w := range 4 {
		lane, at := timeline.Lane{Name: fmt.Sprint("worker ", w+1)}, time.Duration(0)
		for k := range 10 {
			begin := at
			for step := range 6 { // it writes, and waits for the answer; then it reads
				s := timeline.Span{Start: at, End: at + 20*time.Microsecond, State: timeline.Running, Processor: (w + k + step) % 2}
				t.Processors[s.Processor] = append(t.Processors[s.Processor], timeline.Turn{Start: s.Start + 40*time.Microsecond*time.Duration(w), End: s.End + 40*time.Microsecond*time.Duration(w), Lane: w + 1})
				wait := timeline.Span{Start: s.End, End: s.End + 10*time.Microsecond, Processor: -1, Why: "select", At: "cell[3]:7"}
				if step == 4 {
					wait.End = wait.Start + time.Duration(90+(w*37+k*23)%90)*ms
				}
				lane.Spans = append(lane.Spans, s, wait)
				at = wait.End
			}
			lane.Regions = append(lane.Regions, timeline.Region{Name: fmt.Sprint("task ", 4*k+w), Start: begin, End: at})
		}
		t.Lanes = append(t.Lanes, lane)
	}
	return t
}

// Forty tasks on four workers.
func BenchmarkTimeline(b *testing.B) {
	needLibrary(b)
	t, size := pooled(), 0
	Timeline(t).SimpleRender()
	for b.Loop() {
		size = 0
		for _, member := range Timeline(t).SimpleRender() {
			size += len(member.(string))
		}
	}
	b.ReportMetric(float64(size), "bytes/chart")
}

// TestThinned: what is long stays as it is, what is short becomes one with its
// neighbours, in the state that took most of it; no time is lost.
func TestThinned(t *testing.T) {
	span := func(from, to int, state timeline.State) timeline.Span {
		return timeline.Span{Start: time.Duration(from), End: time.Duration(to), State: state}
	}
	run, wait, ready := timeline.Running, timeline.Waiting, timeline.Ready
	for name, test := range map[string]struct{ in, want []timeline.Span }{
		"nothing":          {nil, nil},
		"long ones":        {[]timeline.Span{span(0, 10, run), span(10, 20, wait)}, []timeline.Span{span(0, 10, run), span(10, 20, wait)}},
		"alike":            {[]timeline.Span{span(0, 10, run), span(10, 20, run)}, []timeline.Span{span(0, 20, run)}},
		"a lone short one": {[]timeline.Span{span(0, 10, wait), span(10, 11, run), span(11, 30, wait)}, []timeline.Span{span(0, 10, wait), span(10, 11, run), span(11, 30, wait)}},
		"a sliver of work": {[]timeline.Span{span(0, 100, wait), span(100, 101, run), span(101, 102, ready), span(102, 200, wait)}, []timeline.Span{span(0, 100, wait), span(100, 102, run), span(102, 200, wait)}},
		"a crowd":          {[]timeline.Span{span(0, 1, wait), span(1, 4, run), span(4, 5, ready), span(5, 6, wait)}, []timeline.Span{span(0, 6, run)}},
		"two crowds":       {[]timeline.Span{span(0, 8, run), span(8, 16, wait), span(16, 20, run)}, []timeline.Span{span(0, 8, run), span(8, 16, wait), span(16, 20, run)}},
	} {
		if got := thinned(test.in, 10); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

// busy is a timeline of many lanes, each with many spans and tasks.
func busy(lanes, spans int) *timeline.Timeline {
	t := &timeline.Timeline{Elapsed: time.Second, Traced: time.Second, Processors: [][]timeline.Turn{nil}}
	each := time.Second / time.Duration(spans)
	for i := range lanes {
		lane := timeline.Lane{Name: fmt.Sprint("goroutine ", i)}
		for k := range spans {
			at := time.Duration(k) * each
			lane.Spans = append(lane.Spans, timeline.Span{Start: at, End: at + each, State: timeline.State(k % 4), Processor: k%4/2 - 1, Why: "select"})
			lane.Regions = append(lane.Regions, timeline.Region{Name: fmt.Sprint("task ", k), Start: at, End: at + each})
			if i == 0 {
				t.Processors[0] = append(t.Processors[0], timeline.Turn{Start: at, End: at + each/2, Lane: k % lanes})
			}
		}
		t.Lanes = append(t.Lanes, lane)
	}
	return t
}

// TestTimelineSizes: whatever was recorded, the bundle stays small and says what it merged.
func TestTimelineSizes(t *testing.T) {
	needLibrary(t)
	for name, test := range map[string]struct {
		of   *timeline.Timeline
		note string
	}{
		"forty tasks on four workers": {pooled(), ""},
		"10,000 spans":                {busy(4, 2500), "10000 spans are more than a screen can show: those shorter than "},
		"100,000 spans":               {busy(1, 100_000), "100000 spans are more than a screen can show: those shorter than "},
		"200 lanes":                   {busy(200, 20), "158 more goroutines have no lane here"},
	} {
		c, size := Timeline(test.of), 0
		for _, member := range c.SimpleRender() {
			size += len(member.(string))
		}
		if size > 60_000 {
			t.Errorf("%s: the bundle has %d bytes", name, size)
		}
		if said := strings.Join(c.notes, " "); !strings.HasPrefix(said, test.note) || test.note == "" && said != "" {
			t.Errorf("%s: the notes are %q", name, said)
		}
	}
}

// TestOddTimelines: nothing recorded is said in the title; what no recorder would write
// is drawn as far as it goes.
func TestOddTimelines(t *testing.T) {
	needLibrary(t)
	none := Timeline(&timeline.Timeline{Notes: []string{"Another trace is under way."}})
	if bundle := none.SimpleRender(); len(bundle) != 1 || none.title != "No goroutine was recorded. Another trace is under way." {
		t.Errorf("nothing is %q", bundle)
	}
	odd := func(s timeline.Span, r timeline.Region, turn timeline.Turn) *timeline.Timeline {
		return &timeline.Timeline{Traced: ms, Lanes: []timeline.Lane{{Name: "odd", Spans: []timeline.Span{s}, Regions: []timeline.Region{r}}}, Processors: [][]timeline.Turn{{turn}}}
	}
	for name, of := range map[string]*timeline.Timeline{
		"no spans":        {Traced: time.Second, Lanes: []timeline.Lane{{}}},
		"a nanosecond":    {Traced: 1, Lanes: []timeline.Lane{{Name: "x", Spans: []timeline.Span{{End: 1, State: timeline.Running}}}}},
		"a year":          {Traced: 365 * 24 * time.Hour, Lanes: []timeline.Lane{{Name: "x", Spans: []timeline.Span{{End: 365 * 24 * time.Hour, State: timeline.Running, Processor: 99}}}}},
		"before the call": odd(timeline.Span{Start: -ms, End: ms / 2}, timeline.Region{Start: -ms, End: -ms / 2}, timeline.Turn{Start: -ms, End: 2 * ms, Lane: 7}),
		"after the call":  odd(timeline.Span{Start: 2 * ms, End: 3 * ms, State: timeline.Running, Processor: -1}, timeline.Region{Start: 2 * ms, End: 5 * ms}, timeline.Turn{Start: 2 * ms, End: 3 * ms, Lane: -7}),
		"backwards":       odd(timeline.Span{Start: ms, End: 0, State: 9}, timeline.Region{Start: ms, End: 0}, timeline.Turn{Start: ms, End: 0}),
	} {
		if bundle := Timeline(of).SimpleRender(); bundle["image/svg+xml"] == nil {
			t.Errorf("%s: not drawn, but %q", name, bundle["text/plain"])
		}
	}
}

// TestHostileTimeline: names and notes stay text.
func TestHostileTimeline(t *testing.T) {
	needLibrary(t)
	for _, text := range hostile {
		of := pooled()
		of.Notes = []string{text}
		of.Lanes[1].Name, of.Lanes[1].Regions[0].Name, of.Lanes[1].Spans[1].Why, of.Lanes[1].Spans[1].At = text, text, text, text
		if part := Timeline(of).SimpleRender()["text/html"].(string); !embedded.MatchString(part) {
			t.Errorf("%q leaves its place in %.2000s", text, part)
		}
	}
}

// TestNarrowed: what stands left of lanes and bars leaves room for them.
func TestNarrowed(t *testing.T) {
	for text, want := range map[string]string{"worker 1": "worker 1", "abcdefghij": "abcdefghij", "abcdefghijk": "abcdefghij…", "일꾼하나둘셋": "일꾼하나둘…"} {
		if got := narrowed(text, 10); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}
