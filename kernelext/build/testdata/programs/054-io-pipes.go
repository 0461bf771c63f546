// package io: pipes, tees, multi readers and writers, sections, own readers.
package main

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
)

type rot13 struct{ io.Reader }

func (r rot13) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	for i, c := range p[:n] {
		switch {
		case c|32 >= 'a' && c|32 <= 'm':
			p[i] += 13
		case c|32 >= 'n' && c|32 <= 'z':
			p[i] -= 13
		}
	}
	return n, err
}

type counting int64

func (c *counting) Write(p []byte) (int, error) { *c += counting(len(p)); return len(p), nil }

var errBroken = errors.New("broken")

type oneByte struct{ r io.Reader }

func (o oneByte) Read(p []byte) (int, error) { return o.r.Read(p[:min(1, len(p))]) }

func main() {
	r, w := io.Pipe()
	go func() {
		z := gzip.NewWriter(w)
		fmt.Fprint(z, strings.Repeat("compressed ", 100))
		z.Close()
		w.CloseWithError(errBroken)
	}()
	z, err := gzip.NewReader(r)
	text, err2 := io.ReadAll(z)
	fmt.Println(err, len(text), errors.Is(err2, errBroken), err2)

	var c counting
	var copyOf strings.Builder
	in := io.TeeReader(io.MultiReader(strings.NewReader("Uryyb"), rot13{strings.NewReader(", Jbeyq")}), io.MultiWriter(&c, &copyOf))
	n, err := io.Copy(io.Discard, oneByte{in})
	fmt.Println(n, err, c, copyOf.String())
	section := io.NewSectionReader(strings.NewReader("0123456789"), 2, 5)
	buf := make([]byte, 3)
	section.Seek(-3, io.SeekEnd)
	_, err = io.ReadFull(section, buf)
	fmt.Println(string(buf), err, section.Size())
	_, err = io.ReadFull(section, buf)
	_, err2 = io.ReadAtLeast(strings.NewReader("ab"), buf, 3)
	_, err3 := io.ReadAtLeast(strings.NewReader("ab"), buf, 9)
	fmt.Println(err, err2, err3)
	n, err = io.CopyN(&c, strings.NewReader("short"), 10)
	fmt.Println(n, err, c)
	pr, pw := io.Pipe()
	pr.CloseWithError(errBroken)
	_, err = pw.Write([]byte("x"))
	fmt.Println(err)
}
