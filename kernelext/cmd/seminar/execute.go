package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// A job is one notebook to execute, with all paths absolute.
type job struct {
	notebook string
	save     string // where the executed notebook goes, in one step and only if no cell failed; empty: nowhere
}

// executeOptions say how; the zero value is one notebook at a time and no time limit.
type executeOptions struct {
	jobs    int           // how many notebooks at once
	timeout time.Duration // for one cell, rounded up to whole seconds; 0: none
}

// An outcome is what became of one job.
type outcome struct {
	job
	took time.Duration // from the kernel's start to its end
	err  error         // a sentence that names the cell and begins its error; nil: every cell ran
}

// execute runs notebooks in fresh kernels of the site and returns their
// outcomes in the order of jobs, with a line on p for each as it ends. A
// failing notebook does not stop the others. It returns early, with ctx's error
// and every kernel gone, when ctx ends.
func (s *site) execute(ctx context.Context, p *progress, jobs []job, o executeOptions) ([]outcome, error) {
	run := &execution{site: s, timeout: o.timeout, outcomes: make([]outcome, len(jobs)), at: map[string]string{}}
	finish := p.watch(run.now)
	defer finish()
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(max(o.jobs, 1), len(jobs)) {
		workers.Go(func() {
			for i := range next {
				run.outcomes[i] = run.one(ctx, jobs[i])
				if ctx.Err() == nil {
					p.line("%s", run.outcomes[i])
				}
			}
		})
	}
	for i := range jobs {
		select {
		case next <- i:
		case <-ctx.Done():
		}
	}
	close(next)
	workers.Wait()
	return run.outcomes, ctx.Err()
}

func (o outcome) String() string {
	if o.err == nil {
		return fmt.Sprintf("✓ %s  %s", filepath.Base(o.notebook), took(o.took))
	}
	return fmt.Sprintf("✗ %s  %s\n  %s", filepath.Base(o.notebook), took(o.took), strings.ReplaceAll(o.err.Error(), "\n", "\n  "))
}

// An execution is one call of execute.
type execution struct {
	*site
	timeout  time.Duration
	outcomes []outcome

	mu sync.Mutex
	at map[string]string // which cell of how many, by notebook
}

// now is the line that shows what is under way.
func (e *execution) now() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	var all []string
	for _, at := range e.at {
		all = append(all, at)
	}
	return strings.Join(all, ", ")
}

// one executes one notebook by execute.py, whose lines on standard output are
// the events below.
func (e *execution) one(ctx context.Context, j job) outcome {
	started := time.Now()
	args := []string{filepath.Join(e.root, "kernelext", "cmd", "seminar", "execute.py"), j.notebook,
		"--timeout", fmt.Sprint(int(math.Ceil(e.timeout.Seconds()))), "--save", j.save}
	cmd := e.command(ctx, "python", args...)
	reader, writer := io.Pipe()
	var stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = writer, &stderr
	failed := make(chan error, 1)
	go func() { failed <- e.follow(j, reader) }()
	err := cmd.Run()
	writer.Close()
	told := <-failed
	switch {
	case ctx.Err() != nil:
		err = ctx.Err()
	case told != nil:
		err = told
	case err != nil:
		err = explain(fmt.Errorf("the execution broke off (%w)", err), stderr.String())
	}
	return outcome{job: j, took: time.Since(started), err: err}
}

// An event is a line of execute.py: a cell that begins, or the failure.
type event struct {
	Cell, Of int
	Failure  string
}

// follow reads events until the end and returns the failure.
func (e *execution) follow(j job, events io.Reader) error {
	name := strings.TrimSuffix(filepath.Base(j.notebook), ".ipynb")
	defer func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		delete(e.at, j.notebook)
	}()
	for lines := json.NewDecoder(events); ; {
		var ev event
		if err := lines.Decode(&ev); err != nil {
			io.Copy(io.Discard, events) // never block the child on a full pipe
			return nil
		}
		if ev.Failure != "" {
			io.Copy(io.Discard, events)
			return errors.New(ev.Failure)
		}
		e.mu.Lock()
		e.at[j.notebook] = fmt.Sprintf("%s cell %d of %d", name, ev.Cell, ev.Of)
		e.mu.Unlock()
	}
}
