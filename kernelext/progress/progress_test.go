package progress

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// A record is a place that notes what it is told, and when.
type record struct {
	cell uint64
	from time.Time
	mu   sync.Mutex
	said []string
	at   []time.Duration
}

func (r *record) Cell() uint64 { return r.cell }

func (r *record) Show(bundle map[string]any, state State) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.said = append(r.said, fmt.Sprintf("%d %s", state, bundle["text/plain"]))
	r.at = append(r.at, time.Since(r.from))
}

// all is what the place was told, once nobody is about to tell it more.
func (r *record) all() []string {
	synctest.Wait()
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.said
}

func (r *record) String() string { return strings.Join(r.all(), "\n") }

func last(said []string) string { return said[len(said)-1] }

// recorded calls f in a bubble with places of its own, one for each call of place.
func recorded(t *testing.T, f func(t *testing.T, place func(cell uint64) *record)) {
	synctest.Test(t, func(t *testing.T) {
		was := NewPlace
		defer func() { NewPlace = was }()
		f(t, func(cell uint64) *record {
			r := &record{cell: cell, from: time.Now()}
			NewPlace = func() Place { return r }
			return r
		})
	})
}

// A count is work whose state is a number.
type count struct {
	n atomic.Int64
	*View
}

func watchCount() *count {
	c, said := &count{}, int64(-1)
	c.View = Watch(func(is State) map[string]any {
		n := c.n.Load()
		if is == Running && n == said {
			return nil
		}
		said = n
		return map[string]any{"text/plain": fmt.Sprint(n)}
	})
	return c
}

func (c *count) add() {
	c.n.Add(1)
	c.Changed()
}

func TestShortWorkShowsNothing(t *testing.T) {
	recorded(t, func(t *testing.T, place func(uint64) *record) {
		r := place(1)
		c := watchCount()
		c.add()
		time.Sleep(999 * time.Millisecond)
		c.End()
		time.Sleep(time.Hour)
		if len(r.all()) != 0 {
			t.Errorf("said %q", r.all())
		}
	})
}

func TestPace(t *testing.T) {
	recorded(t, func(t *testing.T, place func(uint64) *record) {
		r := place(1)
		c := watchCount()
		for range 3000 {
			time.Sleep(time.Millisecond)
			c.add()
		}
		time.Sleep(100 * time.Microsecond)
		c.End()
		c.End()
		c.Stop()
		c.add()
		time.Sleep(time.Hour)
		r.all()
		if len(r.at) != 12 || r.at[0] != time.Second {
			t.Fatalf("shown %d times, first after %v", len(r.at), r.at[0])
		}
		for i := range r.at[:len(r.at)-2] {
			if gap := r.at[i+1] - r.at[i]; gap != 200*time.Millisecond {
				t.Errorf("%v after state %d", gap, i)
			}
		}
		if got := last(r.all()); got != "1 3000" {
			t.Errorf("the last state is %q", got)
		}
	})
}

// What changes after a silence is shown at once, and what changes right after that in
// its turn; meanwhile no timer runs.
func TestSilence(t *testing.T) {
	recorded(t, func(t *testing.T, place func(uint64) *record) {
		r := place(1)
		c := watchCount()
		time.Sleep(10 * time.Second)
		if !c.quiet.Load() {
			t.Error("it looks on although nothing changes")
		}
		c.add()
		time.Sleep(time.Millisecond)
		c.add()
		time.Sleep(10 * time.Second)
		c.Stop()
		r.all()
		want := []time.Duration{time.Second, 10 * time.Second, 10*time.Second + pace, 20*time.Second + time.Millisecond}
		if !slices.Equal(r.at, want) || r.String() != "0 0\n0 1\n0 2\n2 2" {
			t.Errorf("at %v:\n%v", r.at, r)
		}
	})
}

// Many goroutines report; whatever comes last is shown.
func TestManyReport(t *testing.T) {
	recorded(t, func(t *testing.T, place func(uint64) *record) {
		r := place(1)
		c := watchCount()
		var all sync.WaitGroup
		for i := range 100 {
			all.Go(func() {
				for range 50 {
					time.Sleep(time.Duration(i+1) * time.Millisecond)
					c.add()
				}
			})
		}
		all.Wait()
		time.Sleep(pace)
		if got := last(r.all()); got != "0 5000" {
			t.Errorf("the last state is %q", got)
		}
		c.End()
	})
}

// Of all that one cell does only what it began first is shown; another cell has a place of
// its own.
func TestOneForEachCell(t *testing.T) {
	recorded(t, func(t *testing.T, place func(uint64) *record) {
		outer := place(1)
		a := watchCount()
		time.Sleep(time.Millisecond)
		inner := place(1)
		b := watchCount()
		other := place(2)
		c := watchCount()
		time.Sleep(2 * time.Second)
		b.End()
		a.End()
		if len(outer.all()) != 2 || len(inner.all()) != 0 || len(other.all()) != 1 {
			t.Errorf("%q, %q, %q", outer.all(), inner.all(), other.all())
		}
		next := place(1)
		d := watchCount()
		time.Sleep(2 * time.Second)
		Interrupt(1)
		d.add()
		d.End()
		if next.String() != "0 0\n2 0" {
			t.Errorf("after an interrupt:\n%v", next)
		}
		if len(other.all()) != 1 {
			t.Errorf("the interrupt of another cell: %q", other.all())
		}
		c.End()
		Interrupt(1)
	})
}
