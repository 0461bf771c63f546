package zmtp

import (
	"io"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// Of two readers that have 6 MB to read, one takes 1 MB in 100 ms and one nothing: the
// first is waited for until 4 MB are left, the second for a Patience.
func TestPaceIsTheSpeedOfWhoeverReads(t *testing.T) {
	for name, c := range map[string]struct {
		reads bool
		want  time.Duration
	}{"a slow reader": {true, 200 * time.Millisecond}, "no reader": {false, Patience}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ours, theirs := net.Pipe()
				p := newPeer(ours)
				p.begin()
				go p.write()
				s := &Socket{peers: map[*Peer]struct{}{p: {}}}
				for range 6 {
					p.queue(make([]byte, 1<<20))
				}
				var reader sync.WaitGroup
				if c.reads {
					reader.Go(func() {
						for range 6 {
							time.Sleep(100 * time.Millisecond)
							io.ReadFull(theirs, make([]byte, 1<<20))
						}
					})
				}
				began := time.Now()
				s.Pace()
				if took := time.Since(began); took < c.want || took > c.want+10*time.Millisecond {
					t.Errorf("it waited %v, want %v", took, c.want)
				}
				reader.Wait()
				p.cut()
				theirs.Close()
			})
		})
	}
}
