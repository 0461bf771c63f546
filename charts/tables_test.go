package charts

import (
	"math"
	"slices"
	"time"

	"seminar/kernelext"
)

const ms = time.Millisecond

// row is a measured case; the runs are spread around its time as noise on a
// computer is: upwards.
func row(name string, best time.Duration, share ...float64) kernelext.Row {
	r := kernelext.Row{Name: name}
	for _, s := range append([]float64{1}, share...) {
		r.Runs = append(r.Runs, time.Duration(float64(best)*s))
	}
	r.Time, r.Low, r.High = slices.Min(r.Runs), slices.Min(r.Runs), slices.Max(r.Runs)
	return r
}

func ratio(value, low, high float64) kernelext.Ratio {
	return kernelext.Ratio{Value: value, Low: low, High: high, Runs: 9}
}

// cpu is the seminar's sum on a machine thirty times as fast.
func cpu() *kernelext.Table {
	inOrder := row("in order", 276*ms, 1.004, 1.01, 1.03, 1.02, 1.06, 1.01, 1.002, 1.09)
	inOrder.Published = 8688 * ms
	threads := row("threads, GIL", 279*ms, 1.01, 1.02, 1.00, 1.05, 1.03, 1.01, 1.02, 1.04)
	threads.Published, threads.Ratio = 8917900*time.Microsecond, ratio(0.99, 0.97, 1.02)
	goroutines := row("goroutines", 139400*time.Microsecond, 1.01, 1.03, 1.06, 1.01, 1.02, 1.13, 1.05, 1.01)
	goroutines.Limit, goroutines.Ratio = 138*ms, ratio(1.98, 1.95, 2.01)
	processes := row("processes", 146*ms, 1.02, 1.01, 1.04, 1.02, 1.06, 1.03, 1.05, 1.08)
	processes.Limit, processes.Published, processes.Ratio = 138*ms, 3950200*time.Microsecond, ratio(1.89, 1.81, 1.93)
	return &kernelext.Table{Rows: []kernelext.Row{inOrder, threads, goroutines, processes}, Rounds: 9, Bound: kernelext.CPUBound, CPUs: 2}
}

// fetches is the seminar's forty fetches, on the same scale as its own.
func fetches() *kernelext.Table {
	inOrder := row("in order", 6041*ms, 1.002, 1.004)
	inOrder.Published, inOrder.Limit = 6058300*time.Microsecond, 6010*ms
	pool := row("pool of 4", 1681*ms, 1.004, 1.01)
	pool.Published, pool.Limit, pool.Ratio = 1669600*time.Microsecond, 1670*ms, ratio(3.6, 3.58, 3.61)
	loop := row("event loop", 861*ms, 1.003, 1.012)
	loop.Published, loop.Limit, loop.Ratio = 860300*time.Microsecond, 850*ms, ratio(7.02, 6.97, 7.04)
	return &kernelext.Table{Rows: []kernelext.Row{inOrder, pool, loop}, Rounds: 3, Bound: kernelext.IOBound, CPUs: 2}
}

// eight has as many cases as a chart is made for, some with long names.
func eight() *kernelext.Table {
	names := []string{"in order", "pool of 2", "pool of 4", "pool of 8", "pool of 16", "one goroutine for each of them", "event loop", "a-name-without-any-place-to-break"}
	t := &kernelext.Table{Rounds: 3, Bound: kernelext.IOBound, CPUs: 2}
	for i, at := range []time.Duration{6041, 3105, 1681, 1003, 880, 862, 861, 40} {
		r := row(names[i], at*ms, 1.01, 1.02)
		r.Limit = at * ms * 99 / 100
		if i > 0 {
			r.Ratio = ratio(6041/float64(at), 6000/float64(at), 6100/float64(at))
		}
		r.Published = at * ms * 31 / 30
		t.Rows = append(t.Rows, r)
	}
	t.Notes = []string{"The budget of 10 s was spent before the runs had settled."}
	t.Rows[3].Notes = []string{"its third best run is 14% above its best."}
	return t
}

// one is a single case, whose published figure has nothing to be scaled by.
func one() *kernelext.Table {
	r := row("in order", 27300*time.Microsecond, 1.01, 1.21, 1.04)
	r.Published = 8688 * ms
	return &kernelext.Table{Rows: []kernelext.Row{r}, Rounds: 4, Bound: kernelext.CPUBound, CPUs: 2}
}

// korean has names in a script whose letters are as wide as they are high.
func korean() *kernelext.Table {
	t := cpu()
	for i, name := range []string{"순차 실행", "스레드 두 개 (전역 인터프리터 잠금)", "고루틴", "프로세스 두 개와 결과를 모으는 큐"} {
		t.Rows[i].Name = name
	}
	return t
}

// starved is a parallel case that did not get its CPUs.
func starved() *kernelext.Table {
	t := cpu()
	t.Rows = t.Rows[:3]
	t.Rows[2].Cores, t.Rows[2].Granted = 2, 1.12
	t.Rows[2].Notes = []string{"the machine gave only 1.1 of 2 CPUs, so this says nothing about goroutines; run the cell again when nothing else runs."}
	return t
}

// six is what the size of a chart is judged by.
func six() *kernelext.Table {
	t := eight()
	t.Rows, t.Notes = t.Rows[:6], nil
	return t
}

// odd has what a clock does not give and a hand-made table may: times of 0 and
// below, one that dwarfs the others, ratios that are no numbers.
func odd() *kernelext.Table {
	return &kernelext.Table{Rounds: 2, Bound: kernelext.CPUBound, Rows: []kernelext.Row{
		{Name: "nothing", Runs: []time.Duration{0, 0}},
		{Name: "below", Runs: []time.Duration{-5, -1}, Time: -5, Low: -5, High: -1, Limit: -1, Ratio: kernelext.Ratio{Value: math.NaN(), Low: math.NaN(), High: math.NaN(), Runs: 2}},
		{Name: "endless", Runs: []time.Duration{math.MaxInt64, math.MaxInt64}, Time: math.MaxInt64, Low: math.MaxInt64, High: math.MaxInt64, Published: 1, Ratio: kernelext.Ratio{Value: math.Inf(1), Low: 0, High: math.Inf(1), Runs: 2}},
		{Name: "", Time: time.Second},
	}}
}

// single ran once: no whiskers, no interval.
func single() *kernelext.Table {
	second := row("two processes", 152*ms)
	second.Ratio = kernelext.Ratio{Value: 1.82, Low: 1.82, High: 1.82, Runs: 1}
	return &kernelext.Table{Rows: []kernelext.Row{row("in order", 277*ms), second}, Rounds: 1, Bound: kernelext.CPUBound, CPUs: 2}
}
