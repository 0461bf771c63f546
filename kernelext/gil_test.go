package kernelext

import (
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// compute holds the GIL for steps of 2 ms and ticks after each. The time of the
// bubble is exact; 2 ms and 5 ms never meet at an instant before the next tick.
func compute(t *Thread, steps int) {
	for range steps {
		time.Sleep(2 * time.Millisecond)
		t.Tick()
	}
}

// Asked at 5 ms, a holder that ticks every 2 ms lets go at 6 ms; the next turn
// lasts 6 ms as well, because its clock starts with it.
func TestGILSwitchesAfterTheInterval(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		var turns []string
		g := new(GIL)
		g.Threads(2, 2, func(th *Thread, i int) {
			for range 9 {
				turns = append(turns, fmt.Sprint(i))
				time.Sleep(2 * time.Millisecond)
				th.Tick()
			}
		})
		if got, want := strings.Join(turns, ""), "000111000111000111"; got != want {
			t.Errorf("turns %s, want %s", got, want)
		}
		// five between the six turns, and two to let both threads go home
		if took := time.Since(start); took != 36*time.Millisecond || g.Switches() != 7 {
			t.Errorf("took %v with %d switches", took, g.Switches())
		}
	})
}

func TestGILPassesInOrderOfWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var order []int
		(&GIL{Interval: time.Millisecond}).Threads(4, 4, func(th *Thread, i int) {
			for range 5 {
				order = append(order, i)
				time.Sleep(2 * time.Millisecond)
				th.Tick()
			}
		})
		first := order[:4]
		for i, thread := range order {
			if thread != first[i%4] {
				t.Fatalf("order %v", order)
			}
		}
		if len(slices.Compact(slices.Sorted(slices.Values(first)))) != 4 {
			t.Errorf("order %v", order)
		}
	})
}

// Who waits for something else does not keep the others waiting.
func TestBlockingReleasesTheGIL(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		Threads(10, 10, func(th *Thread, i int) { th.Blocking(func() { time.Sleep(time.Second) }) })
		if took := time.Since(start); took != time.Second {
			t.Errorf("ten waits under one GIL took %v", took)
		}
	})
}

// The convoy effect of CPython: a thread that waits 0.5 ms at a time waits a
// switch interval more for the lock, each time, when another one computes.
func TestConvoyEffect(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var took time.Duration
		computing := make(chan bool)
		Threads(2, 2, func(th *Thread, i int) {
			if i == 1 {
				close(computing)
				compute(th, 100)
				return
			}
			th.Blocking(func() { <-computing })
			start := time.Now()
			for range 10 {
				th.Blocking(func() { time.Sleep(500 * time.Microsecond) })
			}
			took = time.Since(start)
		})
		// Each wait ends 0.5 ms into the other's turn, the request comes 5 ms
		// later, the tick that obeys it 0.5 ms after that.
		if took != 60*time.Millisecond {
			t.Errorf("ten waits of 0.5 ms took %v", took)
		}
	})
}

func TestNoRequestWhenNobodyWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := new(GIL)
		g.Threads(1, 3, func(th *Thread, i int) {
			compute(th, 100)
			if g.drop.Load() {
				t.Error("a thread alone was asked to let go")
			}
		})
		if g.Switches() != 0 {
			t.Errorf("%d switches with one thread", g.Switches())
		}
	})
}

// Ticking where the lock is not held takes it from nobody.
func TestTickInsideBlocking(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		inside := 0
		Threads(3, 3, func(th *Thread, i int) {
			for range 20 {
				inside++
				if inside != 1 {
					t.Error("two threads hold the GIL")
				}
				time.Sleep(3 * time.Millisecond)
				inside--
				th.Tick()
				th.Blocking(func() {
					time.Sleep(time.Millisecond)
					th.Tick()
				})
			}
		})
	})
}

func TestPanicInBlocking(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		boom := errors.New("boom")
		value := mustPanic(t, func() {
			Threads(3, 9, func(th *Thread, i int) {
				th.Blocking(func() {
					time.Sleep(time.Second)
					if i == 2 {
						panic(boom)
					}
				})
			})
		}, "task 2 panicked: boom")
		if !errors.Is(value.(error), boom) {
			t.Errorf("%v does not wrap the error", value)
		}
	})
}

// One GIL in two calls at once is one lock.
func TestTwoCallsShareAGIL(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		g := new(GIL)
		Pool(2, 2, func(int) { g.Threads(2, 2, func(th *Thread, i int) { compute(th, 50) }) })
		if took := time.Since(start); took != 400*time.Millisecond {
			t.Errorf("4 x 100 ms under one GIL took %v", took)
		}
	})
}

// The check must cost next to nothing, so the compiler has to inline it.
func TestTickIsInlined(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("no go command here to ask the compiler with")
	}
	out, err := exec.Command("go", "build", "-gcflags=-m", ".").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{"can inline (*Thread).Tick", "inlining call to (*Thread).Tick"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("the compiler does not say %q", want)
		}
	}
}
