// Interfaces of interfaces, overlapping methods, unexported ones, assertions between them.
package main

import (
	"fmt"
	"io"
	"strings"
)

type reader interface{ Read(p []byte) (int, error) }

type closer interface {
	io.Closer
	Name() string
}

type file interface {
	reader
	closer
	io.Reader
	private() string
}

type memory struct {
	*strings.Reader
	closed bool
}

func (m *memory) Close() error {
	if m.closed {
		return fmt.Errorf("%s: closed twice", m.Name())
	}
	m.closed = true
	return nil
}
func (m *memory) Name() string    { return "memory" }
func (m *memory) private() string { return fmt.Sprint("private ", m.Len()) }

type limited struct {
	file
	left int
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.file.Read(p[:min(len(p), l.left)])
	if l.left -= n; l.left == 0 {
		err = io.EOF
	}
	return n, err
}

var (
	_ file          = (*memory)(nil)
	_ io.ReadCloser = file(nil)
	_ io.Seeker     = (*memory)(nil)
)

func main() {
	m := &memory{Reader: strings.NewReader("hello interface")}
	var f file = &limited{m, 5}
	data, err := io.ReadAll(f)
	fmt.Printf("%q %v %s %s\n", data, err, f.private(), f.Name())
	var r io.Reader = f
	_, seeks := r.(io.Seeker)
	_, seeks2 := r.(*limited).file.(io.Seeker)
	c, closes := r.(closer)
	fmt.Println(seeks, seeks2, closes, c.Close(), f.Close())
	_, strange := r.(interface{ Unknown() })
	again, ok := any(c).(interface{ private() string })
	fmt.Println(strange, ok, again.private())
	fmt.Printf("%T %T\n", f, r.(*limited).file)
}
