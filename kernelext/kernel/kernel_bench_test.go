package kernel

import (
	"context"
	"os"
	"testing"

	"github.com/go-zeromq/zmq4"
)

// BenchmarkCell is a cell that does nothing, from a client's request to its
// reply: what this package adds to every cell, client included.
func BenchmarkCell(b *testing.B) {
	c := serve(b, "fake-worker").connect(b)
	c.run()
	for b.Loop() {
		c.run()
	}
}

// BenchmarkLines is a cell that prints 100,000 short lines, each by a write of its own.
func BenchmarkLines(b *testing.B) {
	c := serve(b, "fake-worker").connect(b)
	for b.Loop() {
		c.run("lines 100000")
	}
}

// BenchmarkStart is a kernel process from its start to its first
// kernel_info_reply. The client dials as soon as the kernel listens.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		start(b)
	}
}

func start(b *testing.B) {
	dir, err := os.MkdirTemp("", "k")
	if err != nil {
		b.Fatal(err)
	}
	defer os.RemoveAll(dir)
	s := startProcess(b, dir)
	_, address := s.conn.address(s.conn.ShellPort)
	client := zmq4.NewDealer(context.Background())
	defer client.Close()
	if err := client.Dial("ipc://" + address); err != nil {
		b.Fatal(err)
	}
	frames, _ := newWire(s.conn.Key).pack(nil, nil, "kernel_info_request", object{})
	if err := client.SendMulti(zmq4.NewMsgFrom(frames...)); err != nil {
		b.Fatal(err)
	}
	if _, err := client.Recv(); err != nil {
		b.Fatal(err)
	}
	s.process.Kill()
	s.process.Wait()
}
