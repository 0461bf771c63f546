// Package zmtp is the listening side of ZeroMQ's wire protocol, as far as a
// Jupyter kernel needs it: ZMTP 3.0 with the NULL mechanism, for ROUTER and PUB
// sockets (https://rfc.zeromq.org/spec/23/).
//
// A kernel's ports are open to every program of the machine before any
// signature is looked at, so no peer may be able to end or to block it. The
// rejected way, github.com/go-zeromq/zmq4 v0.17.0, fails at that: a frame that
// announces 2^63 bytes and an unknown socket type each panic in a goroutine of
// the library, a peer that connects and says nothing keeps all others out, a
// subscriber that does not read blocks all others, and closing a socket drops
// what was sent just before. The tests hold each of these, and use zmq4 as the
// client: two independent readings of the protocol.
//
// The package dials nothing, encrypts nothing and knows nothing of Jupyter.
package zmtp

import (
	"errors"
	"fmt"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// A Kind is what a socket is.
type Kind string

// The kinds of socket. A ROUTER answers each peer by itself, a PUB tells all
// peers that have subscribed.
const (
	Router Kind = "ROUTER"
	Pub    Kind = "PUB"
)

// peers are the kinds that may talk to a kind.
var peers = map[Kind][]string{
	Router: {"DEALER", "REQ", "ROUTER"},
	Pub:    {"SUB", "XSUB"},
}

// What a peer may cost.
const (
	MaxMessage = 64 << 20        // bytes of one message; more ends the connection
	MaxFrames  = 1024            // frames of one message
	PaceFrom   = 4 << 20         // bytes queued for a peer, from which on Pace waits
	MaxUnread  = 32 << 20        // bytes queued for a peer that does not read; more ends the connection
	Patience   = 5 * time.Second // for a peer's handshake, and for one that does not read
	Linger     = time.Second     // for peers to take what is queued when the socket is closed
)

// Options say what a Socket does with what arrives. The zero value ignores it.
type Options struct {
	// Receive gets each message of a ROUTER's peer, without the identity frame
	// that ZeroMQ's own sockets put before it: answer with Peer.Send. It is called
	// on the peer's own goroutine, in the order of arrival; while it blocks,
	// nothing more is read from that peer, and no other peer is held up.
	Receive func(p *Peer, message [][]byte)
	// Subscribed is told of each subscription to a PUB, on the peer's own goroutine,
	// when it holds: what is published from now on reaches the peer.
	Subscribed func(p *Peer, topic string)
	// Gone is told of each peer whose connection has ended, on the peer's own
	// goroutine.
	Gone func(p *Peer)
	// Log gets one line for each peer that was turned away. It may be called from
	// several goroutines.
	Log func(line string)
}

// A Socket is a listening ZeroMQ socket.
type Socket struct {
	kind     Kind
	options  Options
	listener net.Listener
	life     sync.WaitGroup // the accepting goroutine and two for each peer

	mu     sync.Mutex
	closed bool
	peers  map[*Peer]struct{}
}

// Listen opens a socket of the kind at addr, which is meant as in net.Listen:
// network is "tcp" or "unix". It serves until Close.
func Listen(kind Kind, network, addr string, o Options) (*Socket, error) {
	if peers[kind] == nil {
		panic(fmt.Sprintf("zmtp: Listen needs kind Router or Pub, got %q", kind))
	}
	l, err := listen(network, addr)
	if err != nil {
		return nil, fmt.Errorf("zmtp: %w", err)
	}
	if o.Receive == nil {
		o.Receive = func(*Peer, [][]byte) {}
	}
	if o.Subscribed == nil {
		o.Subscribed = func(*Peer, string) {}
	}
	if o.Gone == nil {
		o.Gone = func(*Peer) {}
	}
	if o.Log == nil {
		o.Log = func(string) {}
	}
	s := &Socket{kind: kind, options: o, listener: l, peers: map[*Peer]struct{}{}}
	s.life.Go(s.accept)
	return s, nil
}

// listen is net.Listen for one user: a socket's file is not for others.
func listen(network, addr string) (net.Listener, error) {
	l, err := listenAgain(network, addr)
	if err != nil || network != "unix" {
		return l, err
	}
	if err := os.Chmod(addr, 0o600); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

// listenAgain is net.Listen, also where a process that was killed has left its socket's
// file behind.
func listenAgain(network, addr string) (net.Listener, error) {
	l, err := net.Listen(network, addr)
	if network != "unix" || !errors.Is(err, syscall.EADDRINUSE) {
		return l, err
	}
	c, refused := net.Dial(network, addr)
	if refused == nil {
		c.Close()
	}
	if !errors.Is(refused, syscall.ECONNREFUSED) {
		return nil, err
	}
	if err := os.Remove(addr); err != nil {
		return nil, err
	}
	return net.Listen(network, addr)
}

// Addr returns the address on which the socket listens.
func (s *Socket) Addr() net.Addr { return s.listener.Addr() }

// Publish queues the message for every peer that has subscribed to a prefix of
// its first frame. It never blocks. A peer with MaxUnread bytes queued is
// disconnected: it connects again by itself once it reads, and has then missed
// messages, which it must expect of any PUB socket.
func (s *Socket) Publish(message [][]byte) {
	if len(message) == 0 {
		return
	}
	wire := encode(message)
	s.mu.Lock()
	defer s.mu.Unlock()
	for p := range s.peers {
		if p.wants(message[0]) {
			p.queue(wire)
		}
	}
}

// Pace blocks while a peer has more than PaceFrom bytes queued and takes them: whoever
// publishes as fast as it can is held to the speed of the slowest reader. A peer that
// has taken nothing for a Patience does not read, and is not waited for.
func (s *Socket) Pace() {
	for s.isBehind() {
		time.Sleep(2 * time.Millisecond) // it is the network that is waited for
	}
}

func (s *Socket) isBehind() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for p := range s.peers {
		if !s.closed && p.isBehind() {
			return true
		}
	}
	return false
}

// Peer returns the connected peer that gave itself the identity, or nil. An empty
// identity is nobody's.
func (s *Socket) Peer(id string) *Peer {
	s.mu.Lock()
	defer s.mu.Unlock()
	for p := range s.peers {
		if id != "" && p.ID() == id {
			return p
		}
	}
	return nil
}

// Close stops listening, lets the peers take what is queued for them and closes
// their connections. It returns when every goroutine of the socket has ended,
// within about a Linger; a Receive that blocks longer blocks Close, too.
func (s *Socket) Close() {
	s.mu.Lock()
	s.closed = true
	s.listener.Close()
	for p := range s.peers {
		p.hangUp()
	}
	s.mu.Unlock()
	s.life.Wait()
}

// accept takes in peers. Each shakes hands on its own goroutine, so that a
// silent one keeps nobody out.
func (s *Socket) accept() {
	for {
		conn, err := s.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil { // no descriptors left, say: a moment later there may be one
			s.options.Log(fmt.Sprintf("cannot accept a connection: %v", err))
			time.Sleep(50 * time.Millisecond)
			continue
		}
		s.life.Go(func() { s.serve(conn) })
	}
}

// serve is the life of one peer.
func (s *Socket) serve(conn net.Conn) {
	defer conn.Close()
	p := newPeer(conn)
	if !s.add(p) {
		return
	}
	defer s.options.Gone(p)
	defer s.remove(p)
	s.life.Go(p.write)
	if err := p.complaint(s.converse(p)); err != nil {
		s.options.Log(fmt.Sprintf("%s: a peer was disconnected: %v", s.kind, err))
	}
	p.cut()
}

// converse returns nil when the peer has gone away by itself.
func (s *Socket) converse(p *Peer) error {
	p.conn.SetDeadline(time.Now().Add(Patience))
	if err := p.handshake(s.kind); err != nil {
		return gone(err)
	}
	if !p.begin() {
		return nil
	}
	for {
		message, err := p.read()
		if err != nil {
			return gone(err)
		}
		if p.isHungUp() {
			continue // what comes after the end is read only to close in peace
		}
		if s.kind == Pub {
			if topic, ok := p.subscribe(message); ok {
				s.options.Subscribed(p, topic)
			}
		} else {
			s.options.Receive(p, message)
		}
	}
}

func (s *Socket) add(p *Peer) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.peers[p] = struct{}{}
	return true
}

func (s *Socket) remove(p *Peer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.peers, p)
}
