package display

import (
	"io"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// What is said of a statement depends on what a turn takes, and here nothing else does: the clock
// is a bubble's.
func TestTimeSaysWhatATurnTakes(t *testing.T) {
	const itself = "the loop itself"
	for name, test := range map[string]struct {
		turn func(round int) time.Duration // of a thousand turns
		want string
	}{
		"nothing":     {func(int) time.Duration { return 300 }, "0.3 ns each: best of 7 rounds of 268435456; that is " + itself},
		"a statement": {func(int) time.Duration { return 1500 }, "1.5 ns each: best of 7 rounds of 33554432\n"},
		"a call":      {func(int) time.Duration { return 2500 * time.Microsecond }, "2.5 µs each: best of 7 rounds of 32768\n"},
		"a busy machine": {func(round int) time.Duration {
			return time.Duration(1+round%2) * time.Millisecond
		}, "the slowest took 2.0 times that: memory was collected, or the machine was busy\n"},
	} {
		t.Run(name, func(t *testing.T) {
			said := printed(t, func() {
				synctest.Test(t, func(*testing.T) {
					round := 0
					Time(func(n int) {
						time.Sleep(test.turn(round) * time.Duration(n) / 1000)
						round++
					})
				})
			})
			if !strings.Contains(said, test.want) || strings.Contains(said, itself) != strings.Contains(test.want, itself) {
				t.Errorf("said %q, want %q", said, test.want)
			}
		})
	}
}

// printed returns what f prints to standard output.
func printed(t *testing.T, f func()) string {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout := os.Stdout
	os.Stdout = w
	f()
	os.Stdout = stdout
	w.Close()
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
