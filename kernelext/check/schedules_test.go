package check_test

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"seminar/kernelext/cell/live"
	"seminar/kernelext/check"
)

// counter is what package cell makes of
//
//	for range goroutines { all.Go(func() { for range times { n++ } }) }
//
// but for the race, which the detector would find.
func counter(goroutines, times int) int {
	var all sync.WaitGroup
	var n atomic.Int64
	for range goroutines {
		all.Go(func() {
			for range times {
				live.Point()
				v := n.Load()
				live.Point()
				n.Store(v + 1)
			}
		})
	}
	all.Wait()
	return int(n.Load())
}

// mutexed is counter with a mutex around n++.
func mutexed(goroutines, times int) int {
	var all sync.WaitGroup
	var mu sync.Mutex
	n := 0
	for range goroutines {
		all.Go(func() {
			for range times {
				live.Point()
				mu.Lock()
				live.Point()
				v := n
				live.Point()
				n = v + 1
				live.Point()
				mu.Unlock()
			}
		})
	}
	all.Wait()
	return n
}

func TestALostUpdateIsFoundInFewSchedules(t *testing.T) {
	f := failure(func() { check.Schedules(10, 4, func() any { return counter(2, 2) }) })
	if f == nil {
		t.Fatal("10 schedules lost no update of 4")
	}
	t.Log(f)
}

// A goroutine that waits for a mutex must not keep the one that has it from going on.
func TestAMutexIsNoObstacleToAScheduler(t *testing.T) {
	if f := failure(func() { check.Schedules(50, 6, func() any { return mutexed(3, 2) }) }); f != nil {
		t.Error(f)
	}
}

// The same seeds give the same results, each time: a failure can be looked at again.
func TestASeedDecidesTheSchedule(t *testing.T) {
	once := func() (results []int) {
		failure(func() {
			check.Schedules(30, "", func() any {
				results = append(results, counter(3, 2))
				return ""
			})
		})
		return results
	}
	first := once()
	different := slices.Compact(slices.Sorted(slices.Values(first)))
	if len(different) < 3 {
		t.Errorf("30 schedules of three goroutines gave the results %v only", different)
	}
	for range 5 {
		if again := once(); !slices.Equal(again, first) {
			t.Errorf("the same seeds gave\n%v and\n%v", first, again)
		}
	}
}

// What has ended is no part of the next schedule: a goroutine that is left over from one run does not
// end up in another.
func TestWhatIsLeftOverStaysInItsSchedule(t *testing.T) {
	f := failure(func() {
		check.Schedules(20, 1, func() any {
			never := make(chan int)
			go func() {
				live.Point()
				<-never
				live.Point()
			}()
			live.Point()
			return 1
		})
	})
	if f != nil {
		t.Error(f)
	}
}

// A goroutine that something outside of the schedule has started goes on by itself.
func TestAGoroutineFromElsewhereIsNotScheduled(t *testing.T) {
	stop, goes := make(chan bool), make(chan bool)
	defer close(stop)
	go func() {
		for {
			live.Point()
			select {
			case goes <- true:
			case <-stop:
				return
			}
		}
	}()
	f := failure(func() {
		check.Schedules(20, 4, func() any {
			<-goes
			return mutexed(2, 2)
		})
	})
	if f != nil {
		t.Error(f)
	}
}

// failure returns how a check fails, or nil.
func failure(call func()) (f *check.Failure) {
	defer func() {
		if p := recover(); p != nil {
			var ok bool
			if f, ok = check.IsFailure(p); !ok {
				panic(fmt.Sprint("no Failure: ", p))
			}
		}
	}()
	call()
	return nil
}
