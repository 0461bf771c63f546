package kernelext_test

import (
	"fmt"
	"time"

	"seminar/kernelext"
)

func ExamplePool() {
	kernelext.Pool(2, 4, func(i int) {
		fmt.Println("task", i)
	})
	// Unordered output:
	// task 0
	// task 1
	// task 2
	// task 3
}

// Two threads share one lock: a running sum needs no other one as long as no
// thread ticks in the middle of it.
func ExampleThreads() {
	sums := make([]int, 2)
	halves := kernelext.Split(1_000_000, 2)
	kernelext.Threads(2, 2, func(t *kernelext.Thread, i int) {
		sums[i] = t.Sum(halves[i])
	})
	fmt.Println(sums[0] + sums[1])
	// Output: 499999500000
}

// Coroutines need no lock: they change hands only where they await.
func ExampleLoop() {
	visits := 0
	kernelext.Loop(3, func(t *kernelext.Task, i int) {
		fmt.Println("start", i)
		t.Await(func() { time.Sleep(time.Duration(i) * 20 * time.Millisecond) })
		visits++
		fmt.Println("end", i)
	})
	fmt.Println(visits, "visits")
	// Output:
	// start 0
	// start 1
	// start 2
	// end 0
	// end 1
	// end 2
	// 3 visits
}

// Two wait for what the third does. In a notebook charts.EventLoop(&log) draws it.
func ExampleLoopLog() {
	var log kernelext.LoopLog
	ready := make(chan bool)
	log.Loop(3, func(t *kernelext.Task, i int) {
		if i == 2 {
			t.Note("cook")
			close(ready)
			return
		}
		t.Await(func() { <-ready })
	})
	fmt.Println("at most", log.Figures().Waiting, "waited at once, for", log.Name(2))
	// Output: at most 2 waited at once, for cook
}

// The main function of the program must begin with kernelext.ProcessMain().
func ExampleProcesses() {
	halves := kernelext.Split(10, 2)
	fmt.Println(halves, kernelext.Processes(2, "sum", halves))
	// Output: [0..4 5..9] [10 35]
}

func ExampleMakespan() {
	latency := []time.Duration{3 * time.Second, time.Second, time.Second, 2 * time.Second}
	for workers := 1; workers <= 4; workers++ {
		fmt.Println(workers, kernelext.Makespan(latency, workers))
	}
	// Output:
	// 1 7s
	// 2 4s
	// 3 3s
	// 4 3s
}

func ExampleSites() {
	sites := kernelext.ServeSites() // or with addresses of real ones
	defer sites.Close()
	fmt.Println(sites.N(), "visits take", sites.Limit(1), "in order,", sites.Limit(4), "with four workers")
	kernelext.Pool(4, 4, sites.Get)
	// Output: 40 visits take 6.01s in order, 1.67s with four workers
}

func ExampleTable_Verdict() {
	nap := func() { time.Sleep(5 * time.Millisecond) }
	table := kernelext.Compare(
		kernelext.Case{Name: "one nap", Run: nap},
		kernelext.Case{Name: "two naps", Run: func() { nap(); nap() }},
	)
	fmt.Println(table.Verdict(0), table.Rows[1].Ratio.Value < 0.9)
	// Output: baseline true
}
