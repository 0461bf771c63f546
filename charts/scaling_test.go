package charts

import (
	"math"
	"strings"
	"testing"
	"time"

	"seminar/kernelext"
)

// swept is a scaling with a row of each time.
func swept(workers []int, times ...time.Duration) *kernelext.Scaling {
	s := &kernelext.Scaling{Workers: workers, Cores: 2, Table: &kernelext.Table{Rounds: 3, Bound: kernelext.IOBound, CPUs: 2}}
	for i, d := range times {
		r := row(workersOf(workers[i]), d, 1.01, 1.02)
		if i > 0 {
			fast := float64(times[0]) / float64(max(d, 1))
			r.Ratio = ratio(fast, 0.98*fast, 1.02*fast)
		}
		s.Table.Rows = append(s.Table.Rows, r)
	}
	return s
}

// The title says what more workers give, and how far it is from what is possible.
func TestScalingFinding(t *testing.T) {
	limited := swept([]int{1, 4}, 6*time.Second, 2*time.Second)
	limited.Table.Rows[0].Limit, limited.Table.Rows[1].Limit = 6*time.Second, 1500*ms
	fitted := swept([]int{1, 4}, 6*time.Second, 2*time.Second)
	fitted.Fit = &kernelext.Amdahl{InOrder: time.Second, Shared: 4 * time.Second, Points: 3}
	for want, s := range map[string]*kernelext.Scaling{
		"4 workers: 3.00x as fast as 1":                                                                       swept([]int{1, 4}, 6*time.Second, 2*time.Second),
		"4 workers: 3.00x as fast as 1, 75% of what is possible":                                              limited,
		"4 workers: 3.00x as fast as 1; 20% of the work stays in order":                                       fitted,
		"More than 1 worker gain nothing":                                                                     swept([]int{1, 2, 4}, 100*ms, 99*ms, 120*ms),
		"Nothing to draw: to see it scale takes two numbers of workers with a time above 0, and there are 1.": swept([]int{1, 2}, 100*ms, 0),
		"Nothing to draw: to see it scale takes two numbers of workers with a time above 0, and there are 0.": {Table: &kernelext.Table{}},
	} {
		if got := Scaling(s).title; got != want {
			t.Errorf("the title is %q, want %q", got, want)
		}
	}
}

// Whatever was measured is drawn as far as it goes.
func TestOddScalings(t *testing.T) {
	needLibrary(t)
	wild := swept([]int{1, 2, 4}, time.Second, time.Second, time.Second)
	wild.Table.Rows[1].Ratio = ratio(math.NaN(), math.Inf(-1), math.Inf(1))
	wild.Table.Rows[2].Ratio = ratio(-1, -2, 0)
	many, times := []int{}, []time.Duration{}
	for n := 1; n <= 10_000; n++ {
		many, times = append(many, n), append(times, time.Second/time.Duration(n))
	}
	broken := swept([]int{1, 2, 4}, time.Second, time.Second/2, time.Second/4)
	broken.Fit = &kernelext.Amdahl{InOrder: -time.Second}
	for name, s := range map[string]*kernelext.Scaling{
		"NaN, infinite and negative ratios": wild,
		"10,000 points":                     swept(many, times...),
		"a law without work":                broken,
		"a billion times as fast":           swept([]int{1, 1 << 30}, 9e18, 1),
		"slower and slower":                 swept([]int{1, 2, 64}, 1, time.Minute, time.Hour),
		"downwards":                         swept([]int{8, 4, 1}, time.Second, 2*time.Second, 8*time.Second),
	} {
		bundle := Scaling(s).SimpleRender()
		if bundle["image/svg+xml"] == nil {
			t.Errorf("%s: not drawn, but %q", name, bundle["text/plain"])
			continue
		}
		if size := len(bundle["text/html"].(string)) + len(bundle["image/svg+xml"].(string)); size > 45_000 {
			t.Errorf("%s: %d bytes", name, size)
		}
		if strings.Contains(bundle["image/svg+xml"].(string), "NaN") {
			t.Errorf("%s: there is NaN in the picture", name)
		}
	}
}

// TestOddDistributions: runs that no clock gives are left out, many are sampled.
func TestOddDistributions(t *testing.T) {
	needLibrary(t)
	many := row("many", 100*ms)
	for i := range 9999 {
		many.Runs = append(many.Runs, 100*ms+time.Duration(i*7919%9973)*time.Microsecond)
	}
	for name, rows := range map[string][]kernelext.Row{
		"10,000 runs":   {many},
		"one run":       {row("one", 100*ms)},
		"runs alike":    {row("alike", 100*ms, 1, 1, 1)},
		"negative runs": {{Name: "below", Runs: []time.Duration{-1, 5 * ms, math.MinInt64}}},
		"no time":       {{Name: "nothing", Runs: []time.Duration{0, 0}}},
		"huge":          {{Name: "huge", Runs: []time.Duration{math.MaxInt64, 1}}},
		"Korean":        {row("이벤트 루프를 놓아주지 않는 아주 긴 계산", 100*ms, 1.1), row("방문자", 90*ms, 1.3)},
	} {
		c := Distribution(&kernelext.Table{Rows: rows, Rounds: 2, Bound: kernelext.CPUBound})
		bundle := c.SimpleRender()
		picture, _ := bundle["image/svg+xml"].(string)
		if picture == "" || strings.Contains(picture, "NaN") || len(picture) > 20_000 {
			t.Errorf("%s: not drawn well (%d bytes): %q", name, len(picture), bundle["text/plain"])
		}
		if name == "10,000 runs" && !strings.Contains(strings.Join(c.notes, " "), "200 of 10000 runs are drawn") {
			t.Errorf("the notes are %q", c.notes)
		}
	}
	if c := Distribution(&kernelext.Table{Rows: []kernelext.Row{{Name: "no run"}}}); c.title != "Nothing to draw: the table has no runs." {
		t.Errorf("without runs it says %q", c.title)
	}
}

// TestHostileNames: what a reader calls a case stays text in every chart of a table.
func TestHostileNames(t *testing.T) {
	needLibrary(t)
	table := withTexts(hostile...)
	s := &kernelext.Scaling{Table: table, Cores: 2, Notes: hostile}
	for i := range table.Rows {
		s.Workers = append(s.Workers, i+1)
		table.Rows[i].Runs = append(table.Rows[i].Runs, 101*ms)
	}
	for name, c := range map[string]*Chart{"Distribution": Distribution(table), "Scaling": Scaling(s), "BeforeAfter": BeforeAfter(table)} {
		if part, _ := c.SimpleRender()["text/html"].(string); !embedded.MatchString(part) {
			t.Errorf("%s: a text leaves its place in %.3000s", name, part)
		}
	}
}

// TestBeforeAfter: the finding, who is left out, and what cannot be compared.
func TestBeforeAfter(t *testing.T) {
	needLibrary(t)
	of := func(figures ...time.Duration) *kernelext.Table {
		table := &kernelext.Table{Rounds: 3}
		for i := 0; i < len(figures); i += 2 {
			table.Rows = append(table.Rows, kernelext.Row{Name: "case " + string(rune('a'+i/2)), Published: figures[i], Time: figures[i+1]})
		}
		return table
	}
	for want, table := range map[string]*kernelext.Table{
		"case b: 2.00x published, 1.50x here": of(8*time.Second, 300*ms, 4*time.Second, 200*ms, 0, ms),
		"As published: all within 5%":         of(8*time.Second, 210*ms, 4*time.Second, 100*ms),
		"Nothing to compare: two cases need a published figure and a time above 0, and 1 have both.": of(8*time.Second, 210*ms, 0, 100*ms, time.Second, 0),
	} {
		c := BeforeAfter(table)
		if c.title != want {
			t.Errorf("the title is %q, want %q", c.title, want)
		}
		if picture, _ := c.SimpleRender()["image/svg+xml"].(string); strings.Contains(picture, "NaN") || c.plot != nil && picture == "" {
			t.Errorf("%s: not drawn", want)
		}
	}
	if picture, _ := BeforeAfter(of(math.MaxInt64, 1, 1, math.MaxInt64)).SimpleRender()["image/svg+xml"].(string); picture == "" || strings.Contains(picture, "NaN") {
		t.Errorf("worlds apart: not drawn")
	}
	if c := BeforeAfter(of(8*time.Second, 300*ms, 4*time.Second, 200*ms, 0, ms)); !strings.HasSuffix(c.caption, "Without a published figure: case c.") {
		t.Errorf("the caption is %q", c.caption)
	}
}
