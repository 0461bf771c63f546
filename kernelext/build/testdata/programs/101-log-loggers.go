// package log: prefixes, flags, writers, loggers of one's own, panics that carry the line.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"log"
	"os"
	"strings"
)

type upper struct{ lines []string }

func (u *upper) Write(p []byte) (int, error) {
	u.lines = append(u.lines, strings.ToUpper(strings.TrimSuffix(string(p), "\n")))
	return len(p), nil
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("disk full") }

var std = log.New(os.Stdout, "std: ", log.Lmsgprefix)

func main() {
	std.Println("first", 2, []int{3})
	std.Printf("%05d|%-4s|\n", 42, "ab")
	std.SetPrefix("> ")
	std.SetFlags(0)
	std.Print("no newline", " added twice\n")
	u := &upper{}
	loud := log.New(u, "", 0)
	for i := range 3 {
		loud.Printf("line %d\nand more", i)
	}
	fmt.Printf("%d %q\n", len(u.lines), u.lines[2])
	func() {
		defer func() { fmt.Println("recovered:", recover(), u.lines[len(u.lines)-1]) }()
		loud.Panicf("bad %v", struct{ A int }{1})
	}()
	var b bytes.Buffer
	both := log.New(&b, "[", log.Lshortfile)
	both.SetFlags(both.Flags() &^ log.Lshortfile)
	both.Output(1, "out]")
	fmt.Print(b.String(), both.Prefix(), both.Flags(), both.Writer() == &b, "\n")
	fmt.Println(log.New(failing{}, "", 0).Output(1, "x"))
	log.SetOutput(os.Stdout)
	log.SetFlags(0)
	log.SetPrefix("global ")
	log.Println("done", log.Default().Prefix() == log.Prefix())
}
