package display

import (
	"testing"
	"testing/synctest"
	"time"
)

// What is said of a statement depends on what a turn takes, and here nothing else does: the clock
// is a bubble's.
func TestTimeSaysWhatATurnTakes(t *testing.T) {
	const itself = "; that is the loop itself: the compiler has left the statement out, or nearly"
	for name, test := range map[string]struct {
		turn func(round int) time.Duration // of a thousand turns
		want string
	}{
		"nothing":     {func(int) time.Duration { return 300 }, "0.3 ns each: best of 7 rounds of 268435456" + itself},
		"a statement": {func(int) time.Duration { return 1500 }, "1.5 ns each: best of 7 rounds of 33554432"},
		"a call":      {func(int) time.Duration { return 2500 * time.Microsecond }, "2.5 µs each: best of 7 rounds of 32768"},
		"a busy machine": {func(round int) time.Duration {
			return time.Duration(1+round%2) * time.Millisecond
		}, "1 µs each: best of 7 rounds of 32768; the slowest took 2.0 times that: memory was collected, or the machine was busy"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				round := 0
				said := timed(func(n int) {
					time.Sleep(test.turn(round) * time.Duration(n) / 1000)
					round++
				})
				if said != test.want {
					t.Errorf("said %q, want %q", said, test.want)
				}
			})
		})
	}
}
