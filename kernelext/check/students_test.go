package check_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// The students' code. The line directives make of it what a compiled cell is: functions whose places are
// lines of cells.

//line cell[1]:1
func pool(workers, n int, do func(i int)) {
	var all sync.WaitGroup
	next := make(chan int)
	for range workers {
		all.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	all.Wait()
}

//line cell[2]:1
func unbounded(n int, do func(i int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { do(i) })
	}
	all.Wait()
}

//line cell[3]:1
func forgetful(n int, do func(i int)) {
	for i := range n {
		go do(i)
	}
}

//line cell[4]:1
func arriving(n int, task func(i int) int) []int {
	var mu sync.Mutex
	var got []int
	unbounded(n, func(i int) {
		v := task(i)
		mu.Lock()
		defer mu.Unlock()
		got = append(got, v)
	})
	return got
}

//line cell[5]:1
func ordered(n int, task func(i int) int) []int {
	got := make([]int, n)
	unbounded(n, func(i int) { got[i] = task(i) })
	return got
}

//line cell[6]:1
func leaks(n int) {
	results := make(chan int)
	for i := range n {
		go func() { results <- i }()
	}
	<-results
}

//line cell[7]:1
func deadlock() {
	a, b := make(chan int), make(chan int)
	go func() {
		<-a
		b <- 1
	}()
	<-b
	a <- 1
}

//line cell[8]:1
func twoLocks() {
	var mu sync.Mutex
	mu.Lock()
	mu.Lock()
}

//line cell[9]:1
func deaf(ctx context.Context) error {
	for ctx.Err() == nil {
		time.Sleep(400 * time.Millisecond)
	}
	return ctx.Err()
}

//line cell[10]:1
func obeys(ctx context.Context) error {
	select {
	case <-time.After(time.Hour):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

//line cell[11]:1
func never(context.Context) {
	for mine := turn.Load(); mine == turn.Load(); {
		time.Sleep(time.Minute)
	}
}

//line cell[12]:1
func unwritten() int { panic("not written yet: write it here") }

//line cell[13]:1
func leaves() { runtime.Goexit() }

//line cell[14]:1
func spins() {
	for mine := turn.Load(); mine == turn.Load(); {
	}
}

// turn counts the trials. What has no end ends with its own: it would slow down those that follow.
var turn atomic.Int32

//line cell[15]:1
func fetch(page int) error {
	return fmt.Errorf("page %d: %w", page, errGone)
}

var errGone = errors.New("410 Gone")

//line cell[16]:1
func stops(ctx context.Context) {
	go func() { time.Sleep(time.Hour) }()
	<-ctx.Done()
}
