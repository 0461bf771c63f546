// A reusable barrier, a latch and a rendezvous built from channels and mutexes.
package main

import (
	"fmt"
	"strings"
	"sync"
)

type barrier struct {
	mu      sync.Mutex
	parties int
	waiting int
	release chan struct{}
}

func newBarrier(n int) *barrier { return &barrier{parties: n, release: make(chan struct{})} }

func (b *barrier) await() (last bool) {
	b.mu.Lock()
	release := b.release
	if b.waiting++; b.waiting == b.parties {
		b.waiting, b.release = 0, make(chan struct{})
		close(release)
		last = true
	}
	b.mu.Unlock()
	<-release
	return
}

type latch struct {
	once sync.Once
	done chan struct{}
}

func (l *latch) open() { l.once.Do(func() { close(l.done) }) }
func (l *latch) isOpen() bool {
	select {
	case <-l.done:
		return true
	default:
		return false
	}
}

func main() {
	const workers, phases = 4, 3
	b := newBarrier(workers)
	var mu sync.Mutex
	log := make([]strings.Builder, phases)
	lasts := 0
	start := latch{done: make(chan struct{})}
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			<-start.done
			for p := range phases {
				mu.Lock()
				fmt.Fprintf(&log[p], "%c", 'a'+p)
				mu.Unlock()
				if b.await() {
					mu.Lock()
					lasts++
					mu.Unlock()
				}
				if n := log[p].Len(); n != workers {
					panic(fmt.Sprint("worker ", w, " passed after ", n))
				}
				b.await()
			}
		})
	}
	fmt.Println(start.isOpen())
	start.open()
	start.open()
	wg.Wait()
	fmt.Println(start.isOpen(), lasts, log[0].String(), log[2].String())
}
