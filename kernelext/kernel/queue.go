package kernel

import (
	"slices"
	"sync"
)

// maxQueued bounds the bytes of requests that wait, each with what it costs us
// besides. A client that sends more is read no further until some are answered.
const (
	maxQueued = 16 << 20
	overhead  = 1 << 10
)

// A queue holds the shell's requests in the order of their arrival.
type queue struct {
	mu     sync.Mutex
	moved  sync.Cond
	wait   []*request
	bytes  int
	closed bool
}

func newQueue() *queue {
	q := &queue{}
	q.moved.L = &q.mu
	return q
}

// push adds r and blocks while the queue is full. After close it drops r.
func (q *queue) push(r *request) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for !q.closed && q.bytes > 0 && q.bytes+r.size > maxQueued {
		q.moved.Wait()
	}
	q.wait = append(q.wait, r)
	q.bytes += r.size
	q.moved.Broadcast()
}

// pop returns the next request and blocks until there is one. It returns nil
// after close.
func (q *queue) pop() *request {
	q.mu.Lock()
	defer q.mu.Unlock()
	for !q.closed && len(q.wait) == 0 {
		q.moved.Wait()
	}
	if q.closed {
		return nil
	}
	r := q.wait[0]
	q.wait[0] = nil
	q.wait = q.wait[1:]
	q.bytes -= r.size
	q.moved.Broadcast()
	return r
}

// take removes r, and tells whether it still waited.
func (q *queue) take(r *request) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	i := slices.Index(q.wait, r)
	if q.closed || i < 0 {
		return false
	}
	q.wait = slices.Delete(q.wait, i, i+1)
	q.bytes -= r.size
	q.moved.Broadcast()
	return true
}

// abort marks the execute requests that wait: a cell before them has failed.
// They keep their places, so that all replies come in order.
func (q *queue) abort() {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, r := range q.wait {
		r.aborted = r.aborted || r.header.MsgType == "execute_request"
	}
}

func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.moved.Broadcast()
}
