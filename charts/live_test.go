package charts

import (
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"seminar/kernelext"
	"seminar/kernelext/progress"
)

// A place keeps what is shown in it, and when.
type place struct {
	mu     sync.Mutex
	texts  []string
	at     []time.Time
	states []progress.State
}

func (*place) Cell() uint64 { return 0 }

func (p *place) Show(bundle map[string]any, state progress.State) {
	p.mu.Lock()
	defer p.mu.Unlock()
	text, _, _ := strings.Cut(bundle["text/plain"].(string), "\n")
	p.texts, p.at, p.states = append(p.texts, text), append(p.at, time.Now()), append(p.states, state)
}

// watched runs cases that sleep for so long, and returns what was shown meanwhile.
func watched(t *testing.T, cases ...kernelext.Case) (p *place, table *kernelext.Table, panicked any, start time.Time) {
	t.Helper()
	p = &place{}
	synctest.Test(t, func(t *testing.T) {
		was := progress.NewPlace
		defer func() { progress.NewPlace = was }()
		progress.NewPlace = func() progress.Place { return p }
		start = time.Now()
		func() {
			defer func() { panicked = recover() }()
			table = live(kernelext.Comparison{Cases: cases}, &engine{library: func() ([]byte, error) { return nil, ErrNoLibrary }})
		}()
		synctest.Wait()
	})
	return p, table, panicked, start
}

func sleeping(name string, d time.Duration) kernelext.Case {
	return kernelext.Case{Name: name, Run: func() { time.Sleep(d) }}
}

// A chart fills while the work runs, not before a second, not more than five times a
// second, and ends as the bars of the table.
func TestLive(t *testing.T) {
	p, table, _, start := watched(t, sleeping("a", 400*ms), sleeping("b", 90*ms), sleeping("c", 710*ms))
	for i, at := range p.at {
		if i == 0 && at.Sub(start) < time.Second || i > 0 && i < len(p.at)-1 && at.Sub(p.at[i-1]) < 200*ms {
			t.Errorf("picture %d of %d came after %v", i, len(p.at), at.Sub(start))
		}
	}
	last := len(p.texts) - 1
	if p.texts[0] != "Measuring: no case has run yet" && !strings.HasPrefix(p.texts[0], "Measuring: 2 of 3") || !strings.HasPrefix(p.texts[last-1], "So far, after ") {
		t.Errorf("shown were %q", p.texts)
	}
	if want := Bars(table).title; p.texts[last] != want || p.states[last] != progress.Ended {
		t.Errorf("the last is %q, want %q", p.texts[last], want)
	}
}

// Of short work there is only the last picture.
func TestLiveOfShortWork(t *testing.T) {
	p, table, _, _ := watched(t, sleeping("a", 40*ms), sleeping("b", 20*ms))
	if len(p.texts) != 1 || p.texts[0] != Bars(table).title {
		t.Errorf("shown were %q", p.texts)
	}
}

// A case that panics leaves the picture of what was measured, and says so.
func TestLiveOfAPanic(t *testing.T) {
	runs := 0
	p, _, panicked, _ := watched(t, sleeping("a", 400*ms), kernelext.Case{Name: "b", Run: func() {
		time.Sleep(300 * ms)
		if runs++; runs == 3 {
			panic("boom")
		}
	}})
	last := len(p.texts) - 1
	if panicked == nil || !strings.HasPrefix(p.texts[last], "Stopped. So far, after 4 runs: ") && !strings.HasPrefix(p.texts[last], "Stopped. So far, after 5 runs: ") || p.states[last] != progress.Stopped {
		t.Errorf("%v, shown were %q", panicked, p.texts)
	}
}
