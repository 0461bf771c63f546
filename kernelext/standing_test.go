package kernelext

import (
	"encoding/json"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"seminar/kernelext/progress"
)

// A told keeps what the strategies and Compare say of themselves while they run; all
// tests of this package have one in the place of the terminal.
type told struct {
	mu    sync.Mutex
	lines []string
}

func (*told) Cell() uint64 { return 0 }

func (p *told) Show(bundle map[string]any, _ progress.State) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lines = append(p.lines, bundle["text/plain"].(string))
}

// saying returns what is said while f runs, in a bubble, and swallows its panic.
func saying(t *testing.T, f func()) (lines []string) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		p, was := new(told), progress.NewPlace
		defer func() { progress.NewPlace = was }()
		progress.NewPlace = func() progress.Place { return p }
		panicOf(f)
		synctest.Wait()
		p.mu.Lock()
		lines = p.lines
		p.mu.Unlock()
	})
	return lines
}

// sleeper is a task of so long, of which one may panic.
func sleeper(d time.Duration, fails int) func(int) {
	return func(i int) {
		time.Sleep(d)
		if i == fails {
			panic("no")
		}
	}
}

func TestStrategiesSayWhereTheyAre(t *testing.T) {
	const long, never = 700 * time.Millisecond, -1
	for _, c := range []struct {
		run  func()
		want string
	}{
		{func() { Sequential(1, sleeper(long, never)) }, ""},
		{func() { Sequential(3, sleeper(long, never)) }, "Sequential: 2 of 3 tasks begun|Sequential: 3 of 3 tasks begun|Sequential: 3 tasks in 2.10 s"},
		{func() { Sequential(3, sleeper(long, 1)) }, "Sequential: 2 of 3 tasks begun|Sequential: stopped after 1.40 s; of 3 tasks, 2 had begun"},
		{func() { Pool(2, 3, sleeper(long, never)) }, "Pool: 3 of 3 tasks begun|Pool: 3 tasks in 1.40 s"},
		{func() { Pool(1, 1, sleeper(2*long, never)) }, "Pool: 1 of 1 task begun|Pool: 1 task in 1.40 s"},
		{func() { Pool(1, 9, sleeper(long, 1)) }, "Pool: 2 of 9 tasks begun|Pool: stopped after 1.40 s; of 9 tasks, 2 had begun"},
		{func() { Threads(1, 2, func(*Thread, int) { time.Sleep(long) }) }, "Threads: 2 of 2 tasks begun|Threads: 2 tasks in 1.40 s"},
		{func() { Loop(3, func(t *Task, i int) { t.Await(func() { sleeper(2*long, never)(i) }) }) }, "Loop: 3 of 3 tasks begun|Loop: 3 tasks in 1.40 s"},
		{func() { Loop(3, func(_ *Task, i int) { sleeper(long, never)(i) }) }, "Loop: 2 of 3 tasks begun|Loop: 3 of 3 tasks begun|Loop: 3 tasks in 2.10 s"},
		{func() { Sequential(2, func(int) { Pool(1, 2, sleeper(long, never)) }) }, "Sequential: 1 of 2 tasks begun|Sequential: 2 of 2 tasks begun|Sequential: 2 tasks in 2.80 s"},
	} {
		if got := strings.Join(saying(t, c.run), "|"); got != c.want {
			t.Errorf("said %q,\nwant %q", got, c.want)
		}
	}
}

// Processes live outside of a bubble: here their fleet gives ranges to nobody.
func TestFleetCountsWhatItGives(t *testing.T) {
	for _, c := range []struct {
		given int
		want  string
	}{{1, "Processes: 1 of 2 tasks begun"}, {3, "Processes: 2 of 2 tasks begun"}} {
		got := saying(t, func() {
			f := &fleet{args: make([]Range, 2)}
			f.view = watchTasks("Processes", len(f.args), &f.given)
			defer f.view.Stop()
			for range c.given {
				read, write, err := os.Pipe()
				if err != nil {
					t.Fatal(err)
				}
				f.give(&process{jobs: write})
				read.Close()
				write.Close()
			}
			time.Sleep(1100 * time.Millisecond)
		})
		if got[0] != c.want {
			t.Errorf("after %d gifts: %q, want %q", c.given, got[0], c.want)
		}
	}
}

func TestCompareSaysWhereItIs(t *testing.T) {
	var waiting, fails, once []string
	waiting = saying(t, func() {
		m := newMachine()
		m.compare([]Case{{Name: "in order", Run: m.work(0.01, 2400)}, {Name: "pool", Run: m.work(0.01, 600)}})
	})
	fails = saying(t, func() {
		m, run := newMachine(), 0
		m.compare([]Case{{Name: "a", Run: func() {
			if time.Sleep(700 * time.Millisecond); run == 2 {
				panic("no")
			}
			run++
		}}})
	})
	once = saying(t, func() {
		m := newMachine()
		m.name, m.paces = "Once", nil
		m.compare([]Case{{Name: "a", Run: m.work(1, 1500)}, {Name: "b", Run: m.work(1, 1500)}})
	})
	for _, c := range []struct {
		got, want []string
	}{
		{waiting, []string{
			`Compare: 0 runs done, now "in order"`,
			`Compare: 1 run done, now "pool"`,
			`Compare: 2 runs done, now "pool"; at most about 7 s more`,
			`Compare: 3 runs done, now "in order"; at most about 7 s more`,
			`Compare: 4 runs done, now "in order"; at most about 4 s more`,
			`Compare: 5 runs done, now "pool"; at most about 2 s more`,
			`Compare: 6 runs in 9.00 s`,
		}},
		{fails, []string{
			`Compare: 1 run done, now "a"; at most about 3 s more`,
			`Compare: 2 runs done, now "a"; at most about 3 s more`,
			`Compare: stopped after 2 runs and 2.10 s, in "a"`,
		}},
		{once, []string{`Once: 0 of 2 runs done, now "a"`, `Once: 1 of 2 runs done, now "b"`, `Once: 2 runs in 3.00 s`}},
	} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("said\n%s\nwant\n%s", strings.Join(c.got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

// A piped is a place at the other end of a pipe, as a notebook's is.
type piped struct {
	to    *os.File
	shown int
}

func newPiped(b *testing.B) *piped {
	read, write, err := os.Pipe()
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { write.Close() })
	go func() {
		defer read.Close()
		io.Copy(io.Discard, read)
	}()
	return &piped{to: write}
}

func (*piped) Cell() uint64 { return 0 }

func (p *piped) Show(bundle map[string]any, _ progress.State) {
	p.shown++
	json.NewEncoder(p.to).Encode(bundle)
}

// BenchmarkProgress compares ten runs of the work of which each is said, with ten of
// which none is: what is said is shown five times a second, as JSON on a pipe.
func BenchmarkProgress(b *testing.B) {
	was := progress.NewPlace
	defer func() { progress.NewPlace = was }()
	for b.Loop() {
		p := newPiped(b)
		progress.NewPlace = func() progress.Place { return p }
		var begun atomic.Int64
		v := watchTasks("Sequential", 1<<40, &begun)
		time.Sleep(1100 * time.Millisecond) // until it shows what is new
		sum := 0
		runs := func(say func()) func() {
			return func() {
				for range 10 {
					say()
					sum += Sum(Range{0, work.To / 10})
				}
			}
		}
		table := Compare(
			Case{Name: "silent", Run: runs(func() {})},
			Case{Name: "said", Run: runs(func() { begun.Add(1); v.Changed() })},
		)
		v.Stop()
		b.Logf("%v\nshown %d times", table, p.shown)
		within(b, 1/table.Rows[1].Ratio.Value, "times-silent", 0.97, 1.03)
	}
}
