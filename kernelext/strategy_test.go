package kernelext

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// strategies run n plain tasks, with two at once where the strategy can.
var strategies = []struct {
	name string
	run  func(n int, do func(i int))
}{
	{"Sequential", Sequential},
	{"Pool", func(n int, do func(int)) { Pool(2, n, do) }},
	{"Pool of n", func(n int, do func(int)) { Pool(max(1, n), n, do) }},
	{"Threads", func(n int, do func(int)) { Threads(2, n, func(t *Thread, i int) { do(i) }) }},
	{"Threads that block", func(n int, do func(int)) {
		Threads(2, n, func(t *Thread, i int) { t.Blocking(func() { do(i) }) })
	}},
	{"Loop", func(n int, do func(int)) { Loop(n, func(t *Task, i int) { do(i) }) }},
	{"Loop that awaits", func(n int, do func(int)) {
		Loop(n, func(t *Task, i int) { t.Await(func() { do(i) }) })
	}},
}

func TestEveryTaskIsDoneOnce(t *testing.T) {
	for _, s := range strategies {
		for _, n := range []int{0, 1, 2, 40} {
			var done [40]atomic.Int32
			s.run(n, func(i int) { done[i].Add(1) })
			for i := range done {
				if got := done[i].Load(); got != 1 && i < n || got != 0 && i >= n {
					t.Errorf("%s: task %d of %d was done %d times", s.name, i, n, got)
				}
			}
		}
	}
}

// A bubble of synctest ends only when every goroutine in it has ended, so these
// tests also show that none is left.
func TestPanicInATask(t *testing.T) {
	boom := errors.New("boom")
	for _, s := range strategies[1:] {
		synctest.Test(t, func(t *testing.T) {
			var begun atomic.Int32
			value := panicOf(func() {
				s.run(100, func(i int) {
					begun.Add(1)
					time.Sleep(time.Second)
					if i == 1 {
						panic(boom)
					}
					time.Sleep(time.Second)
				})
			})
			p, ok := value.(*Panic)
			if !ok {
				t.Fatalf("%s: panicked with %T %v", s.name, value, value)
			}
			if p.Task != 1 || p.Value != boom || !errors.Is(p, boom) || p.Error() != "kernelext: task 1 panicked: boom" {
				t.Errorf("%s: %v, %+v", s.name, p, p)
			}
			if !strings.Contains(p.Stack, "TestPanicInATask") {
				t.Errorf("%s: the stack does not show the task:\n%s", s.name, p.Stack)
			}
			if n := begun.Load(); n > 4 && s.name != "Pool of n" && s.name != "Loop that awaits" {
				t.Errorf("%s: %d tasks began", s.name, n)
			}
		})
	}
}

func TestGoexitInATask(t *testing.T) {
	for _, s := range strategies[1:] {
		synctest.Test(t, func(t *testing.T) {
			value := mustPanic(t, func() {
				s.run(5, func(i int) {
					if i > 0 {
						runtime.Goexit()
					}
				})
			}, "kernelext: task", "runtime.Goexit")
			if p, ok := value.(*Panic); !ok || !strings.Contains(p.Stack, "TestGoexitInATask") {
				t.Errorf("%s: %#v", s.name, value)
			}
		})
	}
}

func TestMisuse(t *testing.T) {
	nothing := func(int) {}
	for _, c := range []struct {
		want string
		run  func()
	}{
		{"kernelext: Sequential needs 0 tasks or more, got -1", func() { Sequential(-1, nothing) }},
		{"kernelext: Pool needs at least 1 worker, got 0", func() { Pool(0, 1, nothing) }},
		{"kernelext: Pool needs 0 tasks or more, got -2", func() { Pool(1, -2, nothing) }},
		{"kernelext: Threads needs at least 1 thread, got 0", func() { Threads(0, 1, nil) }},
		{"kernelext: a GIL needs an Interval of 0 or more, got -1s", func() { (&GIL{Interval: -time.Second}).Threads(1, 1, nil) }},
		{"kernelext: Loop needs 0 tasks or more, got -1", func() { Loop(-1, nil) }},
		{"kernelext: Processes needs at least 1 process, got 0", func() { Processes(0, "sum", nil) }},
		{`kernelext: Processes knows no task "sun", only close pipes,`, func() { Processes(1, "sun", nil) }},
		{`kernelext: RegisterTask("late") comes after ProcessMain`, func() { RegisterTask("late", Sum) }},
		{"kernelext: Makespan needs at least 1 worker, got 0", func() { Makespan(nil, 0) }},
		{"kernelext: Split needs at least 1 part, got 0", func() { Split(3, 0) }},
		{`kernelext: ServeSites needs whole addresses like https://go.dev, got "go.dev"`, func() { ServeSites("go.dev") }},
		{"kernelext: Compare needs at least 1 case, got 0", func() { Compare() }},
		{`kernelext: case 0 ("x") needs a Name and a Run`, func() { Compare(Case{Name: "x"}) }},
	} {
		mustPanic(t, c.run, c.want)
	}
}

func TestAwaitAndBlockingOutsideTheirTask(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mustPanic(t, func() {
			Loop(2, func(t *Task, i int) { t.Await(func() { t.Await(func() {}) }) })
		}, "Await was called by a task that is not running")
		mustPanic(t, func() {
			Threads(2, 2, func(t *Thread, i int) { t.Blocking(func() { t.Blocking(func() {}) }) })
		}, "Blocking was called by a thread that does not hold the GIL")
		var kept *Task
		Loop(1, func(t *Task, i int) { kept = t })
		mustPanic(t, func() { kept.Await(func() {}) }, "not running")
	})
}

// A task may handle the failure of what it awaited, like try around await.
func TestAwaitedPanicCanBeRecovered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		failed := 0
		Loop(3, func(task *Task, i int) {
			defer func() {
				if p, ok := recover().(*Panic); ok && errors.Is(p, io.EOF) && p.Task == i {
					failed++
				}
				task.Await(func() { time.Sleep(time.Second) }) // and go on
			}()
			task.Await(func() { panic(io.EOF) })
		})
		if failed != 3 {
			t.Errorf("%d of 3 tasks recovered", failed)
		}
	})
}

// fetches is the latency of each of the seminar's 40 fetches.
func fetches(t *testing.T) []time.Duration {
	sites := ServeSites()
	t.Cleanup(sites.Close)
	return sites.latency
}

// In the bubble's exact time every strategy takes what list scheduling says.
func TestStrategiesReachTheMakespan(t *testing.T) {
	latency := fetches(t)
	wait := func(i int) { time.Sleep(latency[i]) }
	for _, c := range []struct {
		name string
		want time.Duration
		run  func()
	}{
		{"Sequential", 6010 * time.Millisecond, func() { Sequential(40, wait) }},
		{"Pool of 4", 1670 * time.Millisecond, func() { Pool(4, 40, wait) }},
		{"Pool of 40", 850 * time.Millisecond, func() { Pool(40, 40, wait) }},
		{"Threads that block", 1670 * time.Millisecond, func() {
			Threads(4, 40, func(t *Thread, i int) { t.Blocking(func() { wait(i) }) })
		}},
		{"Threads that hold the GIL", 6010 * time.Millisecond, func() {
			Threads(4, 40, func(t *Thread, i int) { wait(i) })
		}},
		{"Loop", 850 * time.Millisecond, func() {
			Loop(40, func(t *Task, i int) { t.Await(func() { wait(i) }) })
		}},
		{"Loop that awaits nothing", 6010 * time.Millisecond, func() {
			Loop(40, func(t *Task, i int) { wait(i) })
		}},
	} {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			c.run()
			if took := time.Since(start); took != c.want {
				t.Errorf("%s took %v, want %v", c.name, took, c.want)
			}
		})
	}
}

func TestMakespan(t *testing.T) {
	latency := fetches(t)
	for workers, want := range map[int]time.Duration{1: 6010, 4: 1670, 40: 850, 1000: 850} {
		if got := Makespan(latency, workers); got != want*time.Millisecond {
			t.Errorf("%d workers: %v, want %d ms", workers, got, want)
		}
	}
	if got := Makespan(nil, 3); got != 0 {
		t.Errorf("nothing to do takes %v", got)
	}
}

func TestSplitAndSum(t *testing.T) {
	for n := range 20 {
		for parts := 1; parts < 7; parts++ {
			next, sum := 0, 0
			for _, r := range Split(n, parts) {
				if size := r.To - r.From; r.From != next || size < n/parts || size > n/parts+1 {
					t.Errorf("Split(%d, %d) has %v after %d", n, parts, r, next)
				}
				next = r.To
				sum += Sum(r)
			}
			if next != n || sum != n*(n-1)/2 {
				t.Errorf("Split(%d, %d) ends at %d and sums up to %d", n, parts, next, sum)
			}
		}
	}
}

func TestSumUnderTheGIL(t *testing.T) {
	for _, r := range []Range{{0, 0}, {5, 2}, {3, 4}, {7, ticked + 7}, {1, 3*ticked + 2}} {
		Threads(1, 1, func(th *Thread, i int) {
			if got, want := th.Sum(r), Sum(r); got != want {
				t.Errorf("sum of %v is %d, want %d", r, got, want)
			}
		})
	}
}

// inside is plain on purpose: the race detector would see two coroutines that
// ran at once, also when the count is right by luck.
func TestLoopRunsOneAtATime(t *testing.T) {
	inside, most, steps := 0, 0, 0
	Loop(50, func(t *Task, i int) {
		for range 20 {
			inside++
			most = max(most, inside)
			runtime.Gosched()
			steps++
			inside--
			t.Await(runtime.Gosched)
		}
	})
	if most != 1 || steps != 1000 {
		t.Errorf("at most %d ran at once, %d steps", most, steps)
	}
}

// The companion: the same body is clean as coroutines and is caught as
// goroutines, by a race detector that is certainly on.
func TestRaceDetectorTellsLoopFromGoroutines(t *testing.T) {
	program := filepath.Join(t.TempDir(), "onlyone")
	build := exec.Command("go", "build", "-race", "-o", program, "./testdata/onlyone")
	if out, err := build.CombinedOutput(); err != nil {
		if _, missing := exec.LookPath("go"); missing != nil || strings.Contains(string(out), "-race requires") || strings.Contains(string(out), "C compiler") {
			t.Skipf("no race detector here: %v\n%s", err, out)
		}
		t.Fatalf("%v\n%s", err, out)
	}
	if out, err := exec.Command(program, "loop").CombinedOutput(); err != nil || string(out) != "1000 steps\n" {
		t.Errorf("loop: %v\n%s", err, out)
	}
	goroutines := exec.Command(program, "goroutines")
	goroutines.Env = append(os.Environ(), "GORACE=halt_on_error=1 exitcode=66")
	out, err := goroutines.CombinedOutput()
	if goroutines.ProcessState.ExitCode() != 66 || !strings.Contains(string(out), "WARNING: DATA RACE") {
		t.Errorf("goroutines: %v\n%s", err, out)
	}
}

// Each line is whole, each Start is before its End, and what a channel puts in
// order is printed in that order.
func TestPrintedLinesAreWholeAndInOrder(t *testing.T) {
	for _, s := range strategies {
		lines := readLines(t, func() {
			s.run(400, func(i int) {
				fmt.Println("Start with", i, strings.Repeat("x", 200))
				runtime.Gosched()
				fmt.Println("End", i, strings.Repeat("x", 200))
			})
		})
		if len(lines) != 800 {
			t.Errorf("%s: %d lines", s.name, len(lines))
		}
		for i := range 400 {
			start := slices.Index(lines, fmt.Sprint("Start with ", i, " ", strings.Repeat("x", 200)))
			end := slices.Index(lines, fmt.Sprint("End ", i, " ", strings.Repeat("x", 200)))
			if start < 0 || end <= start {
				t.Fatalf("%s: task %d starts in line %d and ends in line %d", s.name, i, start, end)
			}
		}
	}
}

func TestLinesOfAChainOfGoroutines(t *testing.T) {
	lines := readLines(t, func() {
		turn := make([]chan bool, 201)
		for i := range turn {
			turn[i] = make(chan bool, 1)
		}
		turn[0] <- true
		Pool(200, 200, func(i int) {
			<-turn[i]
			fmt.Println("line", i)
			turn[i+1] <- true
		})
	})
	for i, line := range lines {
		if line != fmt.Sprint("line ", i) {
			t.Fatalf("line %d is %q", i, line)
		}
	}
	if len(lines) != 200 {
		t.Errorf("%d lines", len(lines))
	}
}

func TestPoolRunsSoManyAtOnce(t *testing.T) {
	var mu sync.Mutex
	inside, most := 0, 0
	synctest.Test(t, func(t *testing.T) {
		Pool(4, 40, func(i int) {
			mu.Lock()
			inside++
			most = max(most, inside)
			mu.Unlock()
			time.Sleep(time.Second)
			mu.Lock()
			inside--
			mu.Unlock()
		})
	})
	if most != 4 {
		t.Errorf("a pool of 4 ran %d at once", most)
	}
}
