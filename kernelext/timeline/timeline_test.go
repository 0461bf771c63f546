package timeline_test

import (
	"context"
	"iter"
	"net/http"
	"net/http/httptest"
	"runtime"
	"runtime/trace"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"seminar/kernelext/timeline"
)

func names(t *timeline.Timeline) (names []string) {
	for _, lane := range t.Lanes {
		names = append(names, lane.Name)
	}
	return names
}

// sound fails when a timeline contradicts itself.
func sound(t *testing.T, tl *timeline.Timeline) {
	t.Helper()
	for _, lane := range tl.Lanes {
		last := time.Duration(0)
		for _, s := range lane.Spans {
			if s.Start < last || s.End <= s.Start || s.End > tl.Traced || (s.State == timeline.Running) != (s.Processor >= 0) {
				t.Errorf("%s: %+v after %v of %v", lane.Name, s, last, tl.Traced)
			}
			last = s.End
		}
		for _, r := range lane.Regions {
			if r.End < r.Start || r.End > tl.Traced {
				t.Errorf("%s: %+v of %v", lane.Name, r, tl.Traced)
			}
		}
	}
	for p, turns := range tl.Processors {
		last := time.Duration(0)
		for _, turn := range turns {
			if turn.Start < last || turn.End <= turn.Start || turn.Lane >= len(tl.Lanes) {
				t.Errorf("processor %d: %+v after %v", p, turn, last)
			}
			last = turn.End
		}
	}
}

// Each lane is a goroutine that descends from the call, however it was started, under
// the name that it gave itself or that of its code.
func TestLanes(t *testing.T) {
	tl := timeline.Record(func() {
		var wg sync.WaitGroup
		wg.Go(func() { timeline.Name("first"); timeline.Name("worker 1") })
		wg.Wait()
		grown := make(chan bool)
		go func() {
			go close(grown)
			<-grown
			done <- true
		}()
		<-done
		next, stop := iter.Pull(func(yield func(int) bool) { timeline.Name("pulled"); yield(1) })
		next()
		stop()
	})
	sound(t, tl)
	want := []string{"caller", "worker 1", "timeline_test.TestLanes.func1.2", "timeline_test.TestLanes.func1.2.gowrap1", "pulled"}
	if got := names(tl); !slices.Equal(got, want) {
		t.Errorf("the lanes are %q, want %q", got, want)
	}
	if tl.Traced < tl.Elapsed || tl.Helped != 0 || len(tl.Notes) > 0 {
		t.Errorf("traced %v of %v, %d helpers, notes %q", tl.Traced, tl.Elapsed, tl.Helped, tl.Notes)
	}
}

var done = make(chan bool)

// With one processor nothing is parallel, and a processor has one goroutine at a time.
func TestOneProcessor(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	tl := timeline.Record(func() {
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				for range 1000 {
					runtime.Gosched()
				}
			})
		}
		wg.Wait()
	})
	sound(t, tl)
	if tl.Parallel != 0 || len(tl.Processors) != 1 || tl.Busy == 0 || tl.Busy > tl.Traced {
		t.Errorf("%v of %v were parallel on %d processors, %v busy", tl.Parallel, tl.Traced, len(tl.Processors), tl.Busy)
	}
	if got, want := tl.Finding(), "Concurrent, not parallel: 3 goroutines at once; never did two run"; got != want {
		t.Errorf("it finds %q, want %q", got, want)
	}
}

// Of two that compute on two processors there is a time in which both run.
func TestParallel(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	for parallel := false; !parallel; { // whether they do, the system decides
		tl := timeline.Record(func() {
			var wg sync.WaitGroup
			for range 2 {
				wg.Go(func() { sums.Add(sum(10_000_000)) })
			}
			wg.Wait()
		})
		sound(t, tl)
		if 2*tl.Parallel > tl.Busy || tl.Busy > 2*tl.Traced {
			t.Fatalf("%v of %v in parallel, %v busy", tl.Parallel, tl.Traced, tl.Busy)
		}
		parallel = tl.Parallel > 0
	}
}

var sums atomic.Int64 // lest the loops be left out

func sum(n int64) (sum int64) {
	for i := range n {
		sum += i ^ sum
	}
	return sum
}

// A wait says for what and where, a region what it was for.
func TestWaitsAndRegions(t *testing.T) {
	tl := timeline.Record(func() {
		ch := make(chan int)
		go func() {
			trace.WithRegion(context.Background(), "task 7", func() {
				trace.WithRegion(context.Background(), "GET /a", func() { ch <- 1 })
			})
		}()
		for runtime.NumGoroutine() > 0 { // until it waits
			if strings.Contains(stacks(), "[chan send") {
				break
			}
			runtime.Gosched()
		}
		<-ch
	})
	sound(t, tl)
	lane := tl.Lanes[1]
	waits := slices.IndexFunc(lane.Spans, func(s timeline.Span) bool { return s.Why == "chan send" })
	if waits < 0 || !strings.HasPrefix(lane.Spans[waits].At, "timeline_test.go:") {
		t.Errorf("its spans are %+v", lane.Spans)
	}
	if len(lane.Regions) != 2 || lane.Regions[0].Name != "task 7" || lane.Regions[1].Name != "GET /a" || lane.Regions[1].Start < lane.Regions[0].Start {
		t.Errorf("its regions are %+v", lane.Regions)
	}
}

func stacks() string {
	all := make([]byte, 1<<20)
	return string(all[:runtime.Stack(all, true)])
}

// What Go's own packages start is counted, not drawn; servers are others.
func TestHelpers(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer server.Close()
	tl := timeline.Record(func() {
		response, err := server.Client().Get(server.URL)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
	})
	sound(t, tl)
	if got := names(tl); !slices.Equal(got, []string{"caller"}) || tl.Helped < 2 {
		t.Errorf("the lanes are %q and %d helpers", got, tl.Helped)
	}
	ran := map[int]bool{}
	for _, turns := range tl.Processors {
		for _, turn := range turns {
			ran[turn.Lane] = true
		}
	}
	if !ran[0] || !ran[timeline.Helpers] || !ran[timeline.Others] {
		t.Errorf("there ran %v", ran)
	}
}

// A trace within a trace is none; the function is called, and the outer one is whole.
func TestNested(t *testing.T) {
	called := false
	var inner *timeline.Timeline
	outer := timeline.Record(func() {
		inner = timeline.Record(func() { called = true })
		timeline.Name("after")
	})
	if !called || len(inner.Lanes) != 0 || len(inner.Notes) != 1 || !strings.Contains(inner.Notes[0], "another trace") || inner.Finding() != "No goroutine was recorded" {
		t.Errorf("called %v; %v", called, inner)
	}
	if got := names(outer); !slices.Equal(got, []string{"after"}) || len(outer.Notes) != 0 {
		t.Errorf("the outer lanes are %q, with %q", got, outer.Notes)
	}
}

// A trace that grows too large ends early and says when; it can be read.
func TestLimit(t *testing.T) {
	ended := make(chan bool)
	tl := timeline.RecordWithin(64<<10, func() {
		ch := make(chan int)
		go func() {
			for range 100_000 {
				ch <- 1
			}
			close(ended)
		}()
		for range 100_000 {
			<-ch
		}
		<-ended
		for trace.IsEnabled() { // the runtime writes in its own time
			runtime.Gosched()
		}
	})
	sound(t, tl)
	if tl.Traced == 0 || tl.Traced >= tl.Elapsed || len(tl.Lanes) != 2 || len(tl.Notes) != 1 || !strings.HasPrefix(tl.Notes[0], "The recording ends after ") {
		t.Errorf("traced %v of %v, lanes %q, notes %q", tl.Traced, tl.Elapsed, names(tl), tl.Notes)
	}
}

// A panic and a Goexit pass through, and leave no trace on.
func TestPanic(t *testing.T) {
	for name, f := range map[string]func(){"panic": func() { panic("boom") }, "Goexit": runtime.Goexit} {
		over := make(chan any)
		go func() {
			defer func() { over <- recover() }()
			timeline.Record(f)
			t.Errorf("%s: Record returned", name)
		}()
		if got := <-over; name == "panic" && got != "boom" || trace.IsEnabled() {
			t.Errorf("%s: got %v, a trace is on: %v", name, got, trace.IsEnabled())
		}
	}
}

// The text of a made-up timeline.
func TestText(t *testing.T) {
	const ms = time.Millisecond
	tl := &timeline.Timeline{
		Lanes: []timeline.Lane{
			{Name: "caller", Spans: []timeline.Span{{End: 60 * ms, State: timeline.Waiting, Processor: -1}}},
			{Name: "worker 1", Spans: []timeline.Span{
				{Start: 1 * ms, End: 20 * ms, State: timeline.Running},
				{Start: 20 * ms, End: 30 * ms, State: timeline.Ready, Processor: -1},
				{Start: 30 * ms, End: 50 * ms, State: timeline.Waiting, Processor: -1},
				{Start: 50 * ms, End: 55 * ms, State: timeline.Syscall, Processor: -1},
			}, Regions: []timeline.Region{{Name: "task 0", Start: 30 * ms, End: 50 * ms}}},
		},
		Traced: 60 * ms, Elapsed: 60 * ms, Busy: 19 * ms, Helped: 3, Notes: []string{"A doubt."},
	}
	want := `In order: one thing at a time, running 32% of the time (60 ms)
caller    ····························································  ran 0 ns
worker 1   ███████████████████░░░░░░░░░░├───────────────────▫▫▫▫▫       ran 19 ms
█ running  ░ ready, no processor free  ▫ system call  ─ waiting in a task  · waiting
A doubt.
Not drawn: 3 goroutines that Go's packages started for it.`
	if got := tl.String(); got != want {
		t.Errorf("it is\n%s\nwant\n%s", got, want)
	}
}

func TestFinding(t *testing.T) {
	lane := func(at, to time.Duration) timeline.Lane {
		return timeline.Lane{Spans: []timeline.Span{{Start: at, End: to}}, Regions: []timeline.Region{{Start: at, End: to}}}
	}
	for want, tl := range map[string]*timeline.Timeline{
		"No goroutine was recorded":                                             {},
		"Parallel: two or more ran 99.4% of the time":                           {Lanes: []timeline.Lane{lane(0, 1000)}, Traced: 1000, Parallel: 994},
		"Partly parallel: two or more ran 35% of the time":                      {Lanes: []timeline.Lane{lane(0, 1000)}, Traced: 1000, Parallel: 350},
		"In order: one thing at a time, running 99.5% of the time":              {Lanes: []timeline.Lane{lane(0, 1000)}, Traced: 1000, Busy: 995},
		"Concurrent, not parallel: 2 tasks at once; never did two run":          {Lanes: []timeline.Lane{lane(0, 500), lane(200, 700), lane(700, 900)}, Traced: 1000},
		"Concurrent, not parallel: 2 tasks at once; two ran 0.001% of the time": {Lanes: []timeline.Lane{lane(0, 50000), lane(200, 70000)}, Traced: 100000, Parallel: 1},
	} {
		if got := tl.Finding(); got != want {
			t.Errorf("it finds %q, want %q", got, want)
		}
	}
}
