//go:build gophernotes

package main

import (
	"fmt"
	"sync/atomic"

	"seminar/kernelext/kernel/pipe"
	"seminar/kernelext/progress"
	showing "seminar/kernelext/worker/display"
)

// A spot is a display that changes where it stands, and stays as it last was when the
// notebook is saved.
type spot struct {
	*worker
	request uint64 // below whose cell it stands
	id      string
	shown   bool
}

// lastSpot numbers the spots of this process.
var lastSpot atomic.Uint64

// spot returns a place below the cell of a request. Nothing is shown yet.
func (w *worker) spot(request uint64) *spot {
	return &spot{worker: w, request: request, id: w.displayID("spot", lastSpot.Add(1))}
}

// displayID is a display id that no other process uses.
func (w *worker) displayID(kind string, n uint64) string {
	return fmt.Sprintf("%s-%s-%d", kind, w.marks.secret, n)
}

// put shows a value in its place, or in the place of the one that is there. One
// goroutine calls it at a time.
func (s *spot) put(data map[string]any) {
	update := s.shown
	s.shown = true
	s.marked(pipe.Event{ID: s.request, Kind: pipe.Display, Update: update, Bundle: &pipe.Bundle{Data: data, Transient: map[string]any{"display_id": s.id}}})
}

// Cell and Show make it a progress.Place.

func (s *spot) Cell() uint64 { return s.request }

func (s *spot) Show(data map[string]any, _ progress.State) { s.put(data) }

// changing gives cells, and the packages that they use, what changes below a cell.
func (w *worker) changing() {
	progress.NewPlace = func() progress.Place { return w.spot(w.owners.mine()) }
	showing.Placer = func(v any, n uint64, update bool) error {
		b := bundle(rendered(v))
		transient := map[string]any{"display_id": w.displayID("handle", n)}
		for key, value := range b.Transient {
			if key != "display_id" {
				transient[key] = value
			}
		}
		b.Transient = transient
		return w.marked(pipe.Event{ID: w.owners.mine(), Kind: pipe.Display, Update: update, Bundle: &b})
	}
	showing.Clearer = func(wait bool) {
		w.marked(pipe.Event{ID: w.owners.mine(), Kind: pipe.Clear, Wait: wait})
	}
}
