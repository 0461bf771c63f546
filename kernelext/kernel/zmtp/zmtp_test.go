package zmtp

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"net"
	"strings"
	"testing"

	"github.com/go-zeromq/zmq4"
)

// echo listens as a ROUTER that sends every message back.
func echo(t *testing.T) (*Socket, <-chan string) {
	t.Helper()
	lines := make(chan string, 100)
	s, err := Listen(Router, "tcp", "127.0.0.1:0", Options{
		Receive: func(p *Peer, message [][]byte) { p.Send(message) },
		Log:     func(line string) { lines <- line },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s, lines
}

// ask is a well-behaved client's round trip.
func ask(t *testing.T, s *Socket, client zmq4.Socket) {
	t.Helper()
	t.Cleanup(func() { client.Close() })
	if err := client.Dial("tcp://" + s.Addr().String()); err != nil {
		t.Fatal(err)
	}
	large := strings.Repeat("x", 100_000)
	if err := client.Send(zmq4.NewMsgFromString([]string{"a", "", large})); err != nil {
		t.Fatal(err)
	}
	reply, err := client.Recv()
	if err != nil || len(reply.Frames) != 3 || string(reply.Frames[0]) != "a" || string(reply.Frames[2]) != large {
		t.Fatalf("got %d frames, %v", len(reply.Frames), err)
	}
}

// raw dials without any library and sends each piece.
func raw(t testing.TB, s *Socket, pieces ...[]byte) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", s.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	for _, piece := range pieces {
		if _, err := c.Write(piece); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// asKind is the handshake of a peer of the given kind.
func asKind(kind string) []byte { return append(greeting(), ready(Kind(kind))...) }

func TestADealerIsAnsweredOnItsOwnConnection(t *testing.T) {
	s, _ := echo(t)
	ask(t, s, zmq4.NewDealer(context.Background(), zmq4.WithID([]byte("client"))))
	ask(t, s, zmq4.NewDealer(context.Background()))
}

func TestAReqHeartbeatIsAnswered(t *testing.T) {
	s, _ := echo(t)
	hb := zmq4.NewReq(context.Background())
	defer hb.Close()
	if err := hb.Dial("tcp://" + s.Addr().String()); err != nil {
		t.Fatal(err)
	}
	if err := hb.Send(zmq4.NewMsgString("ping")); err != nil {
		t.Fatal(err)
	}
	if reply, err := hb.Recv(); err != nil || string(reply.Bytes()) != "ping" {
		t.Fatalf("got %q, %v", reply, err)
	}
}

// Each of these peers ended the process, or kept everybody else out, with zmq4.
func TestABadPeerHarmsNobody(t *testing.T) {
	endless := []byte{long, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}
	for name, test := range map[string]struct {
		sends []byte
		line  string // what is logged; empty for a peer that is left alone
	}{
		"it says nothing":                {nil, ""},
		"it stops in its greeting":       {greeting()[:20], ""},
		"it speaks HTTP":                 {[]byte("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" + strings.Repeat(" ", 64)), "does not speak ZMTP 3"},
		"it wants PLAIN":                 {bytes.Replace(greeting(), []byte("NULL\x00"), []byte("PLAIN"), 1), `wants security mechanism "PLAIN"`},
		"its socket type does not exist": {asKind("NOSUCH"), `socket type "NOSUCH" does not go with ROUTER`},
		"its socket type does not fit":   {asKind("SUB"), `socket type "SUB" does not go with ROUTER`},
		"its metadata is cut":            {append(greeting(), "\x04\x08\x05READY\x14x"...), "metadata is cut short"},
		"its READY is endless":           {append(greeting(), append([]byte{command | long}, endless[1:]...)...), "a message of more than"},
		"its READY is no command":        {append(greeting(), "\x00\x03abc"...), "has no READY"},
		"its frame announces 2^63 bytes": {append(asKind("DEALER"), endless...), "a message of more than 64 MB"},
		"it sends 2000 frames":           {append(asKind("DEALER"), bytes.Repeat([]byte{more, 0}, 2000)...), "more than 1024 frames"},
		"it stops inside a frame":        {append(asKind("DEALER"), 0, 200, 'x'), ""},
	} {
		t.Run(name, func(t *testing.T) {
			s, lines := echo(t)
			raw(t, s, test.sends)
			ask(t, s, zmq4.NewDealer(context.Background()))
			if test.line == "" {
				return
			}
			if line := <-lines; !strings.Contains(line, test.line) || strings.Contains(line, "\n") {
				t.Errorf("logged %q, want one line with %q", line, test.line)
			}
		})
	}
}

func TestAPeerThatDisconnectsInTheMiddleOfAMessageIsForgotten(t *testing.T) {
	s, lines := echo(t)
	c := raw(t, s, asKind("DEALER"), []byte{more, 1, 'a', 0, 100, 'b'})
	c.Close()
	ask(t, s, zmq4.NewDealer(context.Background()))
	s.Close()
	if len(lines) > 0 {
		t.Errorf("logged %q about a peer that went away", <-lines)
	}
}

func TestEveryMessageArrivesInOrder(t *testing.T) {
	s, _ := echo(t)
	client := zmq4.NewDealer(context.Background())
	defer client.Close()
	if err := client.Dial("tcp://" + s.Addr().String()); err != nil {
		t.Fatal(err)
	}
	const n = 1000
	go func() {
		for i := range n {
			client.Send(zmq4.NewMsg(binary.BigEndian.AppendUint32(nil, uint32(i))))
		}
	}()
	for i := range n {
		m, err := client.Recv()
		if err != nil || binary.BigEndian.Uint32(m.Bytes()) != uint32(i) {
			t.Fatalf("message %d is %q, %v", i, m, err)
		}
	}
}

// subscriber shakes hands as a SUB and subscribes, and returns after the socket
// knows of it.
func subscriber(t *testing.T, s *Socket, topic string) *bufio.Reader {
	t.Helper()
	before := subscriptions(s)
	c := raw(t, s, asKind("SUB"), encode([][]byte{[]byte("\x01" + topic)}))
	r := bufio.NewReader(c)
	if _, err := io.CopyN(io.Discard, r, int64(len(asKind("PUB")))); err != nil {
		t.Fatal(err)
	}
	for subscriptions(s) == before { // there is no other sign of it, by design of PUB and SUB
		s.Publish([][]byte{[]byte("nobody wants this")})
	}
	return r
}

func subscriptions(s *Socket) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for p := range s.peers {
		p.mu.Lock()
		n += len(p.topics)
		p.mu.Unlock()
	}
	return n
}

func publisher(t *testing.T) (*Socket, <-chan string) {
	t.Helper()
	lines := make(chan string, 100)
	s, err := Listen(Pub, "tcp", "127.0.0.1:0", Options{Log: func(line string) { lines <- line }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s, lines
}

func receive(t *testing.T, r io.Reader, want [][]byte) {
	t.Helper()
	wire := encode(want)
	got := make([]byte, len(wire))
	if _, err := io.ReadFull(r, got); err != nil || !bytes.Equal(got, wire) {
		t.Fatalf("got %.100q, %v; want %.100q", got, err, wire)
	}
}

func TestPublishingToNobodyDoesNotBlock(t *testing.T) {
	s, _ := publisher(t)
	for range 1000 {
		s.Publish([][]byte{[]byte("topic"), []byte("content")})
	}
}

func TestASubscriberGetsItsTopicsOnly(t *testing.T) {
	s, _ := publisher(t)
	all, streams := subscriber(t, s, ""), subscriber(t, s, "stream")
	s.Publish([][]byte{[]byte("status"), []byte("1")})
	s.Publish([][]byte{[]byte("stream.stdout"), []byte("2")})
	receive(t, streams, [][]byte{[]byte("stream.stdout"), []byte("2")})
	nobody := [][]byte{[]byte("nobody wants this")}
	skip(t, all, encode(nobody))
	receive(t, all, [][]byte{[]byte("status"), []byte("1")})
	receive(t, all, [][]byte{[]byte("stream.stdout"), []byte("2")})
}

func TestASubscriptionIsToldWhenItHolds(t *testing.T) {
	var s *Socket
	told := make(chan string, 3)
	s, err := Listen(Pub, "tcp", "127.0.0.1:0", Options{Log: func(string) {}, Subscribed: func(p *Peer, topic string) {
		s.Publish([][]byte{[]byte("stream"), []byte("reaches it")})
		told <- topic
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	c := raw(t, s, asKind("SUB"), []byte("\x00\x04\x01str\x00\x04\x00str\x00\x01\x01"))
	r := bufio.NewReader(c)
	r.Discard(len(asKind("PUB")))
	receive(t, r, [][]byte{[]byte("stream"), []byte("reaches it")})
	receive(t, r, [][]byte{[]byte("stream"), []byte("reaches it")})
	if a, b := <-told, <-told; a != "str" || b != "" || len(told) > 0 {
		t.Errorf("told of %q and %q and %d more; want str and nothing", a, b, len(told))
	}
}

// skip reads past repetitions of wire.
func skip(t *testing.T, r *bufio.Reader, wire []byte) {
	t.Helper()
	for {
		if next, err := r.Peek(len(wire)); err != nil || !bytes.Equal(next, wire) {
			return
		}
		r.Discard(len(wire))
	}
}

func TestASubscriberThatDoesNotReadBlocksNobody(t *testing.T) {
	s, lines := publisher(t)
	asleep, awake := subscriber(t, s, ""), subscriber(t, s, "stream")
	message := [][]byte{[]byte("stream"), make([]byte, 1<<20)}
	for range 100 { // 100 MB, more than is kept for one peer and what the system's buffers hold
		s.Publish(message)
		receive(t, awake, message)
	}
	if line := <-lines; !strings.Contains(line, "left 32 MB unread") {
		t.Errorf("logged %q", line)
	}
	if n, _ := io.Copy(io.Discard, asleep); n >= 100<<20 {
		t.Errorf("the sleeper got all %d bytes", n)
	}
}

func TestCloseDeliversWhatWasSentBefore(t *testing.T) {
	s, _ := publisher(t)
	r := subscriber(t, s, "last")
	message := [][]byte{[]byte("last"), make([]byte, 8<<20)}
	s.Publish(message)
	closed := make(chan struct{})
	go func() { s.Close(); close(closed) }()
	receive(t, r, message)
	if _, err := r.ReadByte(); err != io.EOF {
		t.Errorf("after the last message came %v, want EOF", err)
	}
	<-closed
}

func TestListenSaysWhichAddressIsTaken(t *testing.T) {
	s, _ := publisher(t)
	_, err := Listen(Pub, "tcp", s.Addr().String(), Options{})
	if err == nil || !strings.Contains(err.Error(), s.Addr().String()) {
		t.Errorf("got %v", err)
	}
}

// FuzzPeer feeds a socket arbitrary bytes after a good and a bad beginning.
func FuzzPeer(f *testing.F) {
	f.Add(asKind("DEALER"))
	f.Add(append(asKind("DEALER"), encode([][]byte{{}, []byte("frame"), make([]byte, 300)})...))
	f.Add(append(greeting(), "\x04\x08\x05READY\x14x"...))
	f.Add([]byte{0xff})
	f.Fuzz(func(t *testing.T, sent []byte) {
		s := &Socket{kind: Router, options: Options{
			Receive: func(p *Peer, message [][]byte) { p.Send(message) },
			Gone:    func(*Peer) {},
			Log:     func(string) {},
		}, peers: map[*Peer]struct{}{}}
		near, far := net.Pipe()
		s.life.Go(func() { s.serve(near) })
		go io.Copy(io.Discard, far)
		far.Write(sent)
		far.Close()
		s.life.Wait()
	})
}
