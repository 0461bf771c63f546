package kernel

import (
	"sync"
	"time"

	"seminar/kernelext/kernel/pipe"
)

// updateEvery is how often one display is updated: a loop that updates it as fast as
// it can would otherwise send a client more than it can draw, and the notebook hang.
const updateEvery = 50 * time.Millisecond

// An updates thins the updates of displays: of those that come sooner than updateEvery
// after one, the newest is shown when that time is over, or at the end.
type updates struct {
	show func(c *cell, e pipe.Event) // called with the lock held

	mu    sync.Mutex
	last  map[string]time.Time // by display id
	held  map[string]*heldUpdate
	order []string // of held, oldest first
	timer *time.Timer
}

// A heldUpdate waits to be shown.
type heldUpdate struct {
	cell  *cell
	event pipe.Event
}

func newUpdates(show func(c *cell, e pipe.Event)) *updates {
	u := &updates{show: show, last: map[string]time.Time{}, held: map[string]*heldUpdate{}}
	u.timer = time.AfterFunc(time.Hour, u.flush)
	u.timer.Stop()
	return u
}

// put shows e, which updates the display id, now or later, or never when another one
// comes first.
func (u *updates) put(c *cell, id string, e pipe.Event) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if since := time.Since(u.last[id]); since >= updateEvery && u.held[id] == nil {
		u.note(id)
		u.show(c, e)
		return
	}
	if u.held[id] == nil {
		u.order = append(u.order, id)
		if len(u.order) == 1 {
			u.timer.Reset(updateEvery)
		}
	}
	u.held[id] = &heldUpdate{c, e}
}

// note remembers when a display was updated; of a thousand displays, it forgets.
func (u *updates) note(id string) {
	if len(u.last) > 1000 {
		clear(u.last)
	}
	u.last[id] = time.Now()
}

// flush shows what is held.
func (u *updates) flush() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.timer.Stop()
	for _, id := range u.order {
		u.note(id)
		u.show(u.held[id].cell, u.held[id].event)
	}
	u.order = u.order[:0]
	clear(u.held)
}
