package main

import (
	"context"
	"os"

	"seminar/kernelext/build"
)

// extras are what not every command needs.
type extras struct {
	race      bool // the worker with the race detector
	clients   bool // the Jupyter programs that only tests start
	classroom bool // what a class needs
}

// setUp makes sure that the Python environment, ECharts and the kernel are there
// and current, and the extras too, doing only what is missing: under a second when
// nothing is. Each step that has something to do shows itself on p. Several set-ups at
// once wait for each other; an interrupted one is taken up where it stopped.
func setUp(ctx context.Context, p *progress, more extras) (*site, error) {
	root, err := here()
	if err != nil {
		return nil, err
	}
	unlock, err := lock(ctx, root, func() { p.line("waiting for another set-up of this checkout to end") })
	if err != nil {
		return nil, err
	}
	defer unlock()
	wrote, err := readLedger(root)
	if err != nil {
		return nil, err
	}
	wrote.Classroom = wrote.Classroom || more.classroom
	wanted, err := wrote.wanted()
	if err != nil {
		return nil, err
	}
	if err := wrote.shareCache(); err != nil {
		return nil, explain(err, "")
	}
	s := &site{root: root}
	tools := s.ahead(ctx, p, build.Tools)
	s.prefix, err = python(ctx, p, wrote, wanted)
	if err == nil {
		err = s.installECharts(ctx, p, wrote)
	}
	if tools(err != nil); err != nil {
		return nil, err
	}
	if err := s.installKernel(ctx, p, wrote); err != nil {
		return s, err
	}
	if more.clients {
		if err := s.installForTests(ctx, p, wrote, wanted); err != nil {
			return s, err
		}
	}
	if more.race || wrote.Classroom { // check.NoRace would build it, while the time of the first submission's cell runs
		return s, s.installRace(ctx, p, build.Host)
	}
	return s, nil
}

// ahead builds the compiler for cells while Python's packages come: it does not need them. The
// returned function waits for the end of that, and with stop makes it come at once. Why it failed,
// if it did, is left to the step that needs the compiler.
func (s *site) ahead(ctx context.Context, p *progress, tools maker) (wait func(stop bool)) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = s.build(ctx, p, "compiler for cells", tools, build.Options{})
	}()
	return func(stop bool) {
		defer cancel()
		if stop {
			cancel()
		}
		<-ended
	}
}

// installForTests makes sure of what only tests start.
func (s *site) installForTests(ctx context.Context, p *progress, wrote *ledger, wanted []string) error {
	if err := s.installClients(ctx, p, wrote, wanted); err != nil {
		return err
	}
	if err := s.installAxe(ctx, p, wrote); err != nil {
		return err
	}
	return s.installProxy(ctx, p, wrote)
}

// setUpTold is setUp for commands whose progress goes to out.
func setUpTold(ctx context.Context, out stdio, more extras) (*site, *progress, error) {
	p := newProgress(out.err)
	s, err := setUp(ctx, p, more)
	return s, p, err
}

// current tells whether a file holds exactly data.
func current(path string, data []byte) bool {
	old, err := os.ReadFile(path)
	return err == nil && string(old) == string(data)
}
