// net.Pipe: a line protocol between two goroutines, half-closed ends, deadlines that have passed.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"time"
)

type server struct {
	mu   sync.Mutex
	data map[string]string
}

func (s *server) serve(c net.Conn) error {
	defer c.Close()
	for lines := bufio.NewScanner(c); lines.Scan(); {
		verb, rest, _ := strings.Cut(lines.Text(), " ")
		key, value, ok := strings.Cut(rest, "=")
		s.mu.Lock()
		switch {
		case verb == "SET" && ok:
			s.data[key] = value
			fmt.Fprintln(c, "OK")
		case verb == "GET":
			fmt.Fprintf(c, "%q\n", s.data[key])
		case verb == "QUIT":
			defer fmt.Fprintln(c, "BYE")
			s.mu.Unlock()
			return nil
		default:
			fmt.Fprintln(c, "ERR", verb)
		}
		s.mu.Unlock()
	}
	return io.ErrUnexpectedEOF
}

func main() {
	ours, theirs := net.Pipe()
	done := make(chan error)
	go func() { done <- (&server{data: map[string]string{}}).serve(theirs) }()
	in := bufio.NewReader(ours)
	for _, q := range []string{"SET a=1=2", "GET a", "GET b", "NOPE", "QUIT"} {
		fmt.Fprintln(ours, q)
		reply, err := in.ReadString('\n')
		fmt.Printf("%s -> %s %v\n", q, strings.TrimSpace(reply), err)
	}
	_, err := in.ReadByte()
	fmt.Println(<-done, err)
	a, b := net.Pipe()
	a.SetDeadline(time.Unix(1, 0))
	_, err = a.Write([]byte("x"))
	fmt.Println(errors.Is(err, os.ErrDeadlineExceeded), a.LocalAddr(), b.RemoteAddr().Network())
	b.Close()
	_, err = b.Write(nil)
	fmt.Println(err, b.Close())
}
