//go:build go1.27

// The end of a Unix socket is io.EOF itself, whichever way it is read.
package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
)

func main() {
	dir, err := os.MkdirTemp("", "eof")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: filepath.Join(dir, "s"), Net: "unix"})
	if err != nil {
		panic(err)
	}
	defer l.Close()
	for _, way := range []struct {
		name string
		read func(*net.UnixConn, []byte) (int, error)
	}{
		{"Read", (*net.UnixConn).Read},
		{"ReadFrom", func(c *net.UnixConn, b []byte) (int, error) { n, _, err := c.ReadFrom(b); return n, err }},
		{"ReadFromUnix", func(c *net.UnixConn, b []byte) (int, error) { n, _, err := c.ReadFromUnix(b); return n, err }},
		{"ReadMsgUnix", func(c *net.UnixConn, b []byte) (int, error) {
			n, _, _, _, err := c.ReadMsgUnix(b, nil)
			return n, err
		}},
	} {
		c, err := net.Dial("unix", l.Addr().String())
		if err != nil {
			panic(err)
		}
		s, _ := l.AcceptUnix()
		io.WriteString(c, "last words")
		c.Close()
		b := make([]byte, 20)
		n, err := way.read(s, b)
		fmt.Print(way.name, " ", string(b[:n]), " ", err)
		n, err = way.read(s, b)
		_, wrapped := errors.AsType[*net.OpError](err)
		fmt.Println("", n, err, err == io.EOF, wrapped)
		s.Close()
		_, err = way.read(s, b)
		fmt.Println(errors.Is(err, net.ErrClosed))
	}
}
