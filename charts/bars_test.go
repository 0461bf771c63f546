package charts

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"seminar/kernelext"
)

func ExampleBars() {
	table := &kernelext.Table{
		Rounds: 9, Bound: kernelext.CPUBound, CPUs: 2,
		Rows: []kernelext.Row{
			{Name: "in order", Time: 276 * time.Millisecond, Low: 276 * time.Millisecond, High: 301 * time.Millisecond},
			{Name: "goroutines", Time: 139 * time.Millisecond, Low: 139 * time.Millisecond, High: 158 * time.Millisecond,
				Ratio: kernelext.Ratio{Value: 1.98, Low: 1.95, High: 2.01, Runs: 9}},
		},
	}
	chart := Bars(table).Caption("Sum of 0 to 99,999,999.")
	text, _, _ := strings.Cut(fmt.Sprint(chart.SimpleRender()["text/plain"]), "\nComputing")
	fmt.Println(text)
	// Output:
	// goroutines: 1.98x as fast as in order
	// Sum of 0 to 99,999,999.
	//
	// in order    ████████████████████████████████████████ 276 ms
	// goroutines  ████████████████████▏ 139 ms
	//
	// case          time        from … to  against the first
	// in order    276 ms  276 ms … 301 ms  baseline
	// goroutines  139 ms  139 ms … 158 ms  1.98x as fast [1.95 … 2.01], 9 runs
}

func TestFinding(t *testing.T) {
	same, alone := ratio(1.01, 0.98, 1.04), kernelext.Ratio{Value: 2, Low: 2, High: 2, Runs: 1}
	for _, test := range []struct {
		want   string
		ratios []kernelext.Ratio
	}{
		{"c0 took 100 ms", nil},
		{"c1: 2.00x as fast as c0", []kernelext.Ratio{ratio(2, 1.9, 2.1)}},
		{"c1: 2.00x as fast as c0", []kernelext.Ratio{alone}},
		{"c1: no difference seen", []kernelext.Ratio{same}},
		{"c2: 2.00x as fast as c0; c3: 0.50x; c1: no difference seen", []kernelext.Ratio{same, ratio(2, 1.9, 2.1), ratio(0.5, 0.4, 0.6)}},
		{"c1, c2 and c3: no difference seen", []kernelext.Ratio{same, same, same}},
		{"c4: 5.00x as fast as c0, the fastest of 5", []kernelext.Ratio{ratio(2, 1.9, 2.1), ratio(3, 2.9, 3.1), ratio(4, 3.9, 4.1), ratio(5, 4.9, 5.1)}},
		{"c0: the fastest of 5", []kernelext.Ratio{ratio(.2, .1, .3), ratio(.3, .2, .4), ratio(.4, .3, .5), ratio(.5, .4, .6)}},
	} {
		table := &kernelext.Table{Rows: []kernelext.Row{row("c0", 100*ms)}, Rounds: 9, Bound: kernelext.CPUBound}
		for i, r := range test.ratios {
			next := row(fmt.Sprintf("c%d", i+1), time.Duration(float64(100*ms)/r.Value))
			next.Ratio = r
			table.Rows = append(table.Rows, next)
		}
		if got := newBars(table).finding(); got != test.want {
			t.Errorf("the finding is %q, want %q", got, test.want)
		}
	}
	if got := newBars(starved()).finding(); !strings.HasPrefix(got, "goroutines: the machine gave only 1.1 of 2 CPUs; ") {
		t.Errorf("without the CPUs the finding is %q", got)
	}
}

// TestPublished: figures of another scale are drawn by their ratio, figures of
// the same scale as they are, and one alone is only told.
func TestPublished(t *testing.T) {
	b := newBars(cpu())
	if got := float64(b.published(3)) / float64(b.published(0)); b.published(0) != b.rows[0].Time || fmt.Sprintf("%.3f", got) != "0.455" {
		t.Errorf("the published 3.95 s are drawn %.3f times as high as the 8.69 s, which are drawn as %v", got, b.published(0))
	}
	if want := "8.69 s there is as high as 276 ms here"; !strings.Contains(b.caption(), want) {
		t.Errorf("the caption %q does not say %q", b.caption(), want)
	}
	if b := newBars(fetches()); b.published(2) != b.rows[2].Published || strings.Contains(b.caption(), "scaled") {
		t.Errorf("0.8603 s of the same scale are drawn as %v, with the caption %q", b.published(2), b.caption())
	}
	if b := newBars(one()); b.published(0) != 0 || !strings.Contains(b.caption(), "Published: 8.69 s, 318x the time here.") {
		t.Errorf("a single one is drawn as %v, with the caption %q", b.published(0), b.caption())
	}
	later := cpu()
	later.Rows[0].Published = 0
	if b := newBars(later); b.published(1) != b.rows[1].Time || b.published(0) != 0 {
		t.Errorf("without one at the baseline, the first that has one is drawn as %v, want %v", b.published(1), b.rows[1].Time)
	}
}

func TestLimits(t *testing.T) {
	if got := newBars(cpu()).limits(); fmt.Sprint(got) != "[[2 3 138]]" {
		t.Errorf("two neighbours with a limit: %v", got)
	}
	all := cpu()
	for i := range all.Rows {
		all.Rows[i].Limit = 138 * ms
	}
	if got := newBars(all).limits(); fmt.Sprint(got) != "[[0 3 138]]" {
		t.Errorf("the same limit for all: %v", got)
	}
	if got := newBars(fetches()).limits(); fmt.Sprint(got) != "[[0 0 6.01] [1 1 1.67] [2 2 0.85]]" {
		t.Errorf("a limit for each: %v", got)
	}
}

// TestTip: whoever doubts a bar finds every run in its tooltip.
func TestTip(t *testing.T) {
	got := newBars(cpu()).tip(2)
	want := []string{"goroutines: 139 ms", "9 runs, in ms: 139 · 141 · 144 · 148 · 141 · 142 · 158 · 146 · 141", "1.98x as fast [1.95 … 2.01], 9 runs", "limit: 138 ms"}
	if !slices.Equal(got, want) {
		t.Errorf("the tip is %q, want %q", got, want)
	}
}

func TestLabels(t *testing.T) {
	for _, test := range []struct {
		longest, d time.Duration
		want       string
	}{
		{6 * time.Second, 861 * ms, "0.86 s"},
		{6 * time.Second, 40 * ms, "40.0 ms"},
		{276 * ms, 27300 * time.Microsecond, "27.3 ms"},
		{999 * time.Microsecond, 12 * time.Microsecond, "12.0 µs"},
		{12, 12, "12.0 ns"},
		{0, 0, "0 ms"},
	} {
		if got := unitFor(test.longest).label(test.d); got != test.want {
			t.Errorf("%v beside %v is %q, want %q", test.d, test.longest, got, test.want)
		}
	}
}

// TestAxis: every axis has room for its value, 4 to 7 steps and round labels.
func TestAxis(t *testing.T) {
	for most := 0.0013; most < 5e9; most *= 1.07 {
		a := axisTo(most)
		steps := a.top / a.step
		if a.top < most*(1-1e-5) || steps < 3.99 || steps > 7.01 || a.top > 1.5*most {
			t.Errorf("for %g the axis goes to %g in steps of %g", most, a.top, a.step)
		}
	}
	for most, want := range map[float64]string{301: "100", 6.2: "0", 0.9: "0.2", 9.2e9: "10000000000,,,"} {
		if got := axisTo(most).widest(); len(got) != len(want) {
			t.Errorf("for %g the widest label is %q, want one like %q", most, got, want)
		}
	}
}

// The first chart loads ECharts.
func BenchmarkFirstChart(b *testing.B) {
	needLibrary(b)
	for b.Loop() {
		Bars(six()).bundle(&engine{library: Library, idle: time.Hour})
	}
}

func BenchmarkChart(b *testing.B) {
	needLibrary(b)
	size := 0
	Bars(six()).SimpleRender()
	for b.Loop() {
		size = 0
		for _, member := range Bars(six()).SimpleRender() {
			size += len(member.(string))
		}
	}
	b.ReportMetric(float64(size), "bytes/chart")
}
