// A discrete event simulation: a heap of closures, entities as embedded structs, a virtual clock.
package main

import (
	"cmp"
	"container/heap"
	"fmt"
	"time"
)

type moment struct {
	at   time.Duration
	seq  int
	what func(*world)
}

type agenda []moment

func (a agenda) Len() int { return len(a) }
func (a agenda) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(a[i].at, a[j].at), cmp.Compare(a[i].seq, a[j].seq)) < 0
}
func (a agenda) Swap(i, j int) { a[i], a[j] = a[j], a[i] }
func (a *agenda) Push(x any)   { *a = append(*a, x.(moment)) }
func (a *agenda) Pop() (x any) {
	n := len(*a) - 1
	x, *a = (*a)[n], (*a)[:n]
	return
}

type world struct {
	agenda
	now time.Duration
	seq int
}

func (w *world) after(d time.Duration, f func(*world)) {
	w.seq++
	heap.Push(w, moment{w.now + d, w.seq, f})
}

func (w *world) run(until time.Duration) (steps int) {
	for w.Len() > 0 && w.agenda[0].at <= until {
		m := heap.Pop(w).(moment)
		w.now = m.at
		m.what(w)
		steps++
	}
	return
}

func (w *world) say(format string, args ...any) {
	fmt.Printf("%6v "+format+"\n", append([]any{w.now}, args...)...)
}

type entity struct{ name string }

type clerk struct {
	entity
	queue []*customer
	busy  bool
	done  int
}

type customer struct {
	*entity
	came time.Duration
	need time.Duration
}

func (c *clerk) arrive(w *world, k *customer) {
	k.came = w.now
	c.queue = append(c.queue, k)
	if !c.busy {
		c.serve(w)
	}
}

func (c *clerk) serve(w *world) {
	c.busy = len(c.queue) > 0
	if !c.busy {
		return
	}
	k := c.queue[0]
	c.queue = c.queue[1:]
	w.after(k.need, func(w *world) {
		c.done++
		w.say("%s served %s, %v in all", c.name, k.name, w.now-k.came)
		c.serve(w)
	})
}

func main() {
	w, c := &world{}, &clerk{entity: entity{"Kim"}}
	for i, need := range []time.Duration{90, 30, 45, 10} {
		w.after(time.Duration(i)*20*time.Second, func(w *world) {
			c.arrive(w, &customer{&entity{fmt.Sprintf("#%d", i)}, 0, need * time.Second})
		})
	}
	var tick func(*world)
	tick = func(w *world) {
		w.say("waiting: %d", len(c.queue))
		if c.done < 3 {
			w.after(time.Minute, tick)
		}
	}
	w.after(0, tick)
	fmt.Println(w.run(time.Minute), w.Len())
	fmt.Println(w.run(time.Hour), w.Len(), c.done, w.now)
}
