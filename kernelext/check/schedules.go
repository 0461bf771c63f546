package check

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"runtime"
	"runtime/pprof"
	"sync"
	"time"
	"unsafe"

	"seminar/kernelext/cell/live"
	"seminar/kernelext/check/exam"
)

// Schedules checks that f returns want, as reflect.DeepEqual tells, whatever the order in which its
// goroutines get on. It runs f n times in a bubble. Each time one goroutine of the cells runs at a
// time, and after each statement a pseudo-random choice, which the number of the run seeds, decides whose next
// statement comes: the random walk of the literature on controlled concurrency testing (Thomson, Donaldson and Betts
// 2014, "Concurrency Testing Using Schedule Bounding: an Empirical Study", where it found as many bugs as bounded
// search). A statement such as x++ counts as two, the reading and the writing. The seed also decides what a select
// chooses among several ready cases, so the same seed gives the same course again.
//
// A statement costs some microseconds, so use a few goroutines and tens of rounds, not thousands; after 20 s
// in all, the rest is left out and a sentence says so. Outside of
// test cells the statements are not interrupted, and f just runs n times.
func Schedules(n int, want any, f func() any) {
	if n < 1 {
		misuse("Schedules needs at least 1 run, not %d", n)
	}
	if !exam.Enter(exam.Schedules) {
		return
	}
	defer exam.Leave()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1)) // who runs next is then one queue's affair
	begun := time.Now()
	for seed := range n {
		if time.Since(begun) > 2*patience {
			note("Schedules", "only %d of %d schedules were tried: they took %s. Let the function do less.", seed, n, took(time.Since(begun)))
			return
		}
		s := newScheduler(seed)
		if got := s.run(f); !reflect.DeepEqual(got, want) {
			fail("Schedules", "under schedule %d of %d the result is %s; %s was expected.%s", seed+1, n, show(got), show(want), again(seed, f))
		}
	}
}

// again runs the schedule once more and tells its course at the end.
func again(seed int, f func() any) string {
	s := newScheduler(seed)
	s.tells = true
	s.run(f)
	if len(s.course) == 0 {
		return ""
	}
	return " So the goroutines went on, at the end:" + listed(s.course)
}

// A scheduler lets one goroutine go on at a time, to its next statement.
type scheduler struct {
	seed   uint64
	random *rand.Rand
	wake   chan struct{} // of the bubble: somebody has come to a statement
	tells  bool
	course []string // the last steps, when it tells

	mine unsafe.Pointer // the label of f's goroutines: of others, left over from elsewhere, the order is their own

	mu     sync.Mutex
	parked []*turn
	names  map[string]string // of goroutines, in the order in which they came
}

// A turn is a goroutine before a statement. It waits for a mutex: unlike a channel, that
// belongs to no bubble, so that a goroutine of another run could not end the program.
type turn struct {
	lock  sync.Mutex
	place string
}

func newScheduler(seed int) *scheduler {
	return &scheduler{seed: uint64(seed), random: rand.New(rand.NewPCG(uint64(seed), 0))}
}

// run runs f under the scheduler and returns its result.
func (s *scheduler) run(f func() any) (result any) {
	inBubble("Schedules", func(b *bubble) {
		s.wake = make(chan struct{}, 1)
		pprof.SetGoroutineLabels(pprof.WithLabels(context.Background(), pprof.Labels("schedule", "")))
		s.mine = live.Label()
		step := s.step
		live.Turn.Store(&step)
		defer live.Turn.Store(nil)
		defer s.chooses()()
		ended := make(chan struct{})
		go s.schedule(ended)
		b.call(func() { result = f() })
		close(ended)
	})
	return result
}

// chooses has selects choose by the scheduler's seed, until the returned function is called.
func (s *scheduler) chooses() (undo func()) {
	if exam.Choices == nil {
		return func() {}
	}
	*exam.Choices = rand.NewPCG(s.seed, 1).Uint64() | 1 // 0 would be Go's own way
	return func() { *exam.Choices = 0 }
}

// step is called by a goroutine before each of its statements.
func (s *scheduler) step() {
	if live.Label() != s.mine {
		return
	}
	t := new(turn)
	if s.tells {
		number, _ := ownHead()
		t.place = s.name(number) + at(caller(2, ""))
	}
	t.lock.Lock()
	s.mu.Lock()
	s.parked = append(s.parked, t)
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default:
	}
	t.lock.Lock()
}

// schedule chooses whose turn it is, until f has ended.
func (s *scheduler) schedule(ended <-chan struct{}) {
	for {
		s.settle()
		if t := s.choose(); t != nil {
			t.lock.Unlock()
			continue
		}
		select {
		case <-s.wake:
		case <-ended:
			return
		}
	}
}

// settle returns when nobody can go on but those who wait for their turn. With one processor, a
// goroutine that yields comes back when the others have run; the second time is for the runtime's habit
// of looking at its queues in another order now and then.
func (s *scheduler) settle() {
	for range 2 {
		runtime.Gosched()
	}
}

// choose takes one of those who wait.
func (s *scheduler) choose() *turn {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.parked) == 0 {
		return nil
	}
	i := s.random.IntN(len(s.parked))
	t := s.parked[i]
	s.parked = append(s.parked[:i], s.parked[i+1:]...)
	if s.tells {
		s.tell(t.place)
	}
	return t
}

func (s *scheduler) tell(place string) {
	const steps = 8
	s.course = append(s.course, place)
	if len(s.course) > steps {
		s.course = s.course[1:]
	}
}

// name returns a short name for a goroutine: goroutine 1, goroutine 2, …
func (s *scheduler) name(number string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.names == nil {
		s.names = map[string]string{}
	}
	if s.names[number] == "" {
		s.names[number] = fmt.Sprint("goroutine ", len(s.names)+1)
	}
	return s.names[number]
}
