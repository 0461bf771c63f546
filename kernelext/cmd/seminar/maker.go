package main

import (
	"context"
	"io"
	"strings"

	"seminar/kernelext/build"
)

// A maker is build.Kernel or build.Host, or what plays it in a test. It writes
// nothing to its log when what it makes is current.
type maker func(context.Context, build.Options) error

// build has something made for this site. It shows a step of that name only once the
// maker has something to say. When it returns, the maker has ended.
func (s *site) build(ctx context.Context, p *progress, name string, what maker, o build.Options) error {
	said := make(chan string)
	made := make(chan error, 1)
	o.Dir, o.Log = s.root, lineWriter(said)
	if s.prefix != "" {
		o.Python = s.program("python")
	}
	go func() {
		defer close(said)
		made <- what(ctx, o)
	}()
	result := func() error {
		if err := <-made; ctx.Err() == nil {
			return explain(err, "")
		}
		return ctx.Err()
	}
	first, ok := <-said
	if !ok {
		return result()
	}
	if p.eager && p.width == 0 {
		p.line("· %s: %s", name, strings.TrimSpace(first))
	}
	return p.step(name, func(say func(string)) error {
		say(first)
		for line := range said {
			say(line)
		}
		return result()
	})
}

// A lineWriter sends what is written to a channel.
type lineWriter chan<- string

var _ io.Writer = lineWriter(nil)

func (w lineWriter) Write(data []byte) (int, error) {
	w <- string(data)
	return len(data), nil
}
