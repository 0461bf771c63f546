package zmtp

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"sync"
	"time"
)

// A Peer is one connection to a socket.
type Peer struct {
	conn net.Conn
	in   *bufio.Reader

	mu     sync.Mutex
	wake   sync.Cond // something is queued, or the end has come
	out    [][]byte  // encoded messages, oldest first
	unread int       // bytes in out
	took   time.Time // when the peer last took some of them, or began to lag
	shaken bool      // the handshake is over: messages may be written
	ending bool      // write what is queued, then close
	dead   bool      // write nothing more
	fault  error     // why we cut it off, when that was our doing
	topics map[string]int
	id     string
}

func newPeer(conn net.Conn) *Peer {
	p := &Peer{conn: conn, in: bufio.NewReader(conn), topics: map[string]int{}}
	p.wake.L = &p.mu
	return p
}

// ID returns the identity that the peer gave itself; it may be empty. A Jupyter
// client uses one identity for its shell and its stdin connection.
func (p *Peer) ID() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.id
}

// Send queues the message for the peer. It never blocks: to a peer that has
// gone the message is dropped, and a peer that leaves MaxUnread bytes unread is
// disconnected.
func (p *Peer) Send(message [][]byte) { p.queue(encode(message)) }

func (p *Peer) queue(wire []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.dead || p.ending {
		return
	}
	if p.unread > 0 && p.unread+len(wire) > MaxUnread { // a single message may be larger
		p.dead, p.fault = true, fmt.Errorf("it left %d MB unread", MaxUnread>>20)
		p.conn.Close()
	} else {
		if p.unread == 0 {
			p.took = time.Now()
		}
		p.out = append(p.out, wire)
		p.unread += len(wire)
	}
	p.wake.Signal()
}

// write sends what is queued until the peer's end.
func (p *Peer) write() {
	for {
		wire, ok := p.next()
		if !ok {
			break
		}
		for len(wire) > 0 {
			n, err := p.conn.Write(wire[:min(len(wire), piece)])
			if err != nil {
				p.cut()
				return
			}
			p.written(n)
			wire = wire[n:]
		}
	}
	p.farewell()
}

// piece is how much is written at once: a peer that takes a long message slowly is
// seen to take it.
const piece = 256 << 10

// next waits for something to write. It returns false at the end.
func (p *Peer) next() ([]byte, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for !p.dead && !(p.ending && len(p.out) == 0) && (!p.shaken || len(p.out) == 0) {
		p.wake.Wait()
	}
	if p.dead || len(p.out) == 0 || !p.shaken {
		return nil, false
	}
	wire := p.out[0]
	p.out[0] = nil
	p.out = p.out[1:]
	return wire, true
}

func (p *Peer) written(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.unread -= n
	p.took = time.Now()
}

// isBehind tells whether the peer reads, and has much to read.
func (p *Peer) isBehind() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return !p.dead && p.unread > PaceFrom && time.Since(p.took) < Patience
}

// farewell ends the writing half first. Closing both while the peer's last
// requests are unread would reset the connection, and the peer would lose the
// last replies. ZeroMQ's own peers answer by closing theirs at once.
func (p *Peer) farewell() {
	p.conn.SetReadDeadline(time.Now().Add(Linger / 10))
	if half, ok := p.conn.(interface{ CloseWrite() error }); ok {
		half.CloseWrite()
	} else {
		p.conn.Close()
	}
}

// begin lets messages out. It returns false when the end came first.
func (p *Peer) begin() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.dead || p.ending {
		return false
	}
	p.shaken = true
	p.conn.SetDeadline(time.Time{})
	p.wake.Signal()
	return true
}

// hangUp lets the peer take what is queued, for a Linger at most.
func (p *Peer) hangUp() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ending = true
	p.conn.SetDeadline(time.Now().Add(Linger))
	if !p.shaken {
		p.conn.Close()
	}
	p.wake.Signal()
}

// cut ends the connection at once.
func (p *Peer) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.dead = true
	p.conn.Close()
	p.wake.Signal()
}

func (p *Peer) isHungUp() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.ending
}

// complaint returns what there is to say about the peer's end: nothing when it
// went by itself or when the socket was closed.
func (p *Peer) complaint(err error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.fault != nil:
		return p.fault
	case p.ending:
		return nil
	}
	return err
}

// subscribe obeys a subscriber's message: 1 and a topic, or 0 and a topic to
// take it back. Anything else is ignored, as ZeroMQ does. It returns true for the
// first.
func (p *Peer) subscribe(message [][]byte) (topic string, ok bool) {
	if len(message) != 1 || len(message[0]) == 0 {
		return "", false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	topic = string(message[0][1:])
	switch message[0][0] {
	case 1:
		p.topics[topic]++
	case 0:
		if p.topics[topic]--; p.topics[topic] <= 0 {
			delete(p.topics, topic)
		}
	}
	return topic, message[0][0] == 1
}

func (p *Peer) wants(topic []byte) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for prefix := range p.topics {
		if bytes.HasPrefix(topic, []byte(prefix)) {
			return true
		}
	}
	return false
}
