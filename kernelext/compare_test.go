package kernelext

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"gotest.tools/v3/assert"
	"gotest.tools/v3/golden"
)

// A machine is a meter whose CPU clock the cases turn; the wall clock is the
// bubble's.
type machine struct {
	meter
	used time.Duration
}

func newMachine() *machine {
	m := &machine{}
	m.meter = meter{name: "Compare", paces: paces, cpu: func() time.Duration { return m.used }}
	return m
}

// work is a Run that takes the listed milliseconds, run by run and then again,
// on so many CPUs.
func (m *machine) work(cpus float64, millis ...float64) func() {
	run := 0
	return func() {
		d := ms(millis[run%len(millis)])[0]
		time.Sleep(d)
		m.used += time.Duration(cpus * float64(d))
		run++
	}
}

func TestCompareTakesTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine()
		var order strings.Builder
		one := func(name string) Case {
			run := m.work(1, 100)
			return Case{Name: name, Run: func() { order.WriteString(name); run() }}
		}
		m.compare([]Case{one("a"), one("b"), one("c")})
		if got, want := order.String(), "abcbcacababcbcacab"; got != want {
			t.Errorf("order %s, want %s", got, want)
		}
	})
}

func TestCompareComputing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine()
		table := m.compare([]Case{
			{Name: "in order", Run: m.work(1, 101.5, 100, 140, 101, 130, 180), Published: 8688 * time.Millisecond},
			{Name: "goroutines", Run: m.work(2, 50.5, 50, 70, 50, 66, 90), Cores: 2},
			{Name: "starved", Run: m.work(1.1, 91.4, 90, 126, 91, 117, 160), Cores: 2},
			{Name: "starved, not judged", Run: m.work(1.1, 91.4, 90, 126, 91, 117, 160)},
			{Name: "the same", Run: m.work(1, 101, 100, 142, 101, 130, 181), Limit: time.Millisecond},
		})
		if table.Rounds != 6 || table.Bound != CPUBound || len(table.Notes) != 0 {
			t.Errorf("%d rounds, %s-bound, %q", table.Rounds, table.Bound, table.Notes)
		}
		for i, want := range []string{"baseline", "2.00x as fast [1.97 … 2.02], 6 runs", "the machine gave only 1.1 of 2 CPUs", "1.11x as fast [1.11 … 1.12], 6 runs", "no difference seen: 1.00x [0.99 … 1.00], 6 runs"} {
			if got := table.Verdict(i); got != want {
				t.Errorf("verdict %d is %q, want %q", i, got, want)
			}
		}
		base, fast := table.Rows[0], table.Rows[1]
		if base.Time != 100*time.Millisecond || base.Low != base.Time || base.High != 180*time.Millisecond || base.Limit != 0 || base.Published != 8688*time.Millisecond || base.Ratio != (Ratio{}) {
			t.Errorf("baseline %+v", base)
		}
		if fast.Limit != 50*time.Millisecond || fast.Granted != 2 || fast.Cores != 2 || len(fast.Notes) != 0 {
			t.Errorf("goroutines %+v", fast)
		}
		if notes := table.Rows[2].Notes; len(notes) != 1 || notes[0] != "The machine gave only 1.1 of 2 CPUs, so its time says little about the case." {
			t.Errorf("notes %q", notes)
		}
		if table.Rows[4].Limit != time.Millisecond {
			t.Errorf("a given limit became %v", table.Rows[4].Limit)
		}
	})
}

func TestCompareWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine()
		table := m.compare([]Case{
			{Name: "in order", Run: m.work(0.01, 2400, 2410, 3000), Limit: 2390 * time.Millisecond},
			{Name: "pool", Run: m.work(0.01, 600, 601, 590), Cores: 2},
		})
		if table.Rounds != 3 || table.Bound != IOBound || table.Rows[0].Time != 2410*time.Millisecond || table.Rows[1].Time != 600*time.Millisecond {
			t.Errorf("%+v", table)
		}
		if got, want := table.Verdict(1), "4.02x as fast [4.00 … 5.08], 3 runs"; got != want {
			t.Errorf("verdict %q, want %q", got, want) // the CPUs of a case that waits are not judged
		}
	})
}

func TestCompareNoise(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine()
		table := m.compare([]Case{
			{Name: "steady", Run: m.work(1, 400)},
			{Name: "noisy", Run: m.work(1, 100, 110, 120, 130, 140, 150, 160, 170, 180, 190, 200, 210, 220, 230, 240, 250, 260, 270)},
		})
		if table.Rounds < 8 || table.Rounds > 10 { // 5 s
			t.Errorf("%d rounds", table.Rounds)
		}
		if got := table.Rows[1].Notes; len(got) != 1 || got[0] != "The three best runs differ by 20%: the machine is busy, or the work varies." {
			t.Errorf("notes %q", got)
		}
		long := m.compare([]Case{{Name: "long", Run: m.work(1, 12000)}})
		if want := "One round takes 12.0 s, so there were 2 instead of 6: the intervals are less sure."; long.Rounds != 2 || len(long.Notes) != 1 || long.Notes[0] != want {
			t.Errorf("%d rounds, notes %q", long.Rounds, long.Notes)
		}
	})
}

func TestOnce(t *testing.T) {
	runs := 0
	table := Once(Case{Name: "a", Run: func() { runs++ }}, Case{Name: "b", Run: func() { runs++ }})
	if runs != 2 || table.Rounds != 1 || len(table.Notes) != 0 || !strings.HasSuffix(table.Verdict(1), "x as fast; 1 run, no interval") {
		t.Errorf("%d runs: %+v", runs, table)
	}
	if !strings.Contains(table.String(), "1 run each.") {
		t.Error(table)
	}
}

func TestPanicInACase(t *testing.T) {
	quiet := func() {}
	value := mustPanic(t, func() {
		Compare(Case{Name: "fine", Run: quiet}, Case{Name: "a pool", Run: func() {
			Pool(2, 5, func(i int) { panic(io.EOF) })
		}})
	}, `kernelext: case "a pool" panicked: task `, " panicked: EOF")
	if p, ok := value.(*Panic); !ok || !errors.Is(p, io.EOF) || p.Case != "a pool" || !strings.Contains(p.Stack, "TestPanicInACase") {
		t.Errorf("%#v", value)
	}
}

// The real clocks: half of a core's time is computing, and a nap is not.
func TestRealClocksTellComputingFromWaiting(t *testing.T) {
	sum := 0
	if got := Once(Case{Name: "sum", Run: func() { sum += Sum(Range{0, 50_000_000}) }}).Rows[0]; got.CPU[0] == 0 {
		t.Errorf("a sum of %d took no CPU time: %+v", sum, got)
	}
	if got := Once(Case{Name: "nap", Run: func() { time.Sleep(20 * time.Millisecond) }}); got.Bound != IOBound {
		t.Errorf("a nap is %s-bound: %+v", got.Bound, got.Rows[0])
	}
}

// tables are what the golden files show.
func tables() map[string]*Table {
	computing := &Table{Rounds: 9, Bound: CPUBound, CPUs: 2, Rows: []Row{
		{Name: "in order", Time: 27100 * time.Microsecond, Low: 27100 * time.Microsecond, High: 30 * time.Millisecond, Published: 8688 * time.Millisecond},
		{Name: "threads <GIL> & more", Time: 27500 * time.Microsecond, Low: 27500 * time.Microsecond, High: 51 * time.Millisecond, Published: 8917900 * time.Microsecond, Ratio: Ratio{0.985, 0.94, 1.02, 9}},
		{Name: "goroutines", Time: 13600 * time.Microsecond, Low: 13600 * time.Microsecond, High: 15 * time.Millisecond, Limit: 13550 * time.Microsecond, Ratio: Ratio{1.993, 1.95, 2.01, 9}, Cores: 2, Granted: 1.98},
		{Name: "processes", Time: 25 * time.Millisecond, Low: 25 * time.Millisecond, High: 31 * time.Millisecond, Limit: 13550 * time.Microsecond, Ratio: Ratio{1.08, 0.99, 1.1, 9}, Cores: 2, Granted: 1.1, Notes: []string{"The machine gave only 1.1 of 2 CPUs, so its time says little about the case."}},
	}}
	waiting := &Table{Rounds: 3, Bound: IOBound, CPUs: 2, Notes: []string{"A doubt."}, Rows: []Row{
		{Name: "in order", Time: 6040 * time.Millisecond, Low: 6030 * time.Millisecond, High: 6050 * time.Millisecond},
		{Name: "pool of 4", Time: 1680 * time.Millisecond, Low: 1670 * time.Millisecond, High: 1690 * time.Millisecond, Ratio: Ratio{3.595, 3.57, 3.62, 3}},
	}}
	return map[string]*Table{"computing": computing, "waiting": waiting}
}

func TestRenderedTables(t *testing.T) {
	for name, table := range tables() {
		bundle := table.SimpleRender()
		for kind, ext := range map[string]string{"text/plain": ".txt", "text/html": ".html"} {
			assert.Check(t, golden.String(bundle[kind].(string), name+ext))
		}
		page := xml.NewDecoder(strings.NewReader("<div>" + bundle["text/html"].(string) + "</div>"))
		for {
			if _, err := page.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: the HTML is not well formed: %v", name, err)
			}
		}
	}
}
