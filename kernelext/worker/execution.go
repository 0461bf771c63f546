//go:build gophernotes && compiled

package main

import (
	"context"
	"fmt"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"seminar/kernelext/cell/live"
	"seminar/kernelext/kernel/pipe"
	"seminar/kernelext/kernel/stack"
)

// An execution is one cell on its way: it is compiled, and then it runs on a
// goroutine of its own, so that one which never ends can be left behind.
type execution struct {
	cell    string // its number
	ctx     context.Context
	cancel  context.CancelFunc
	live    live.Run
	place   func() string // where a cell that is not compiled is, or nil
	started chan struct{}
	over    chan ending // gets how it ended
	leave   chan struct{}
	once    sync.Once
}

// An ending is how an execution ended.
type ending struct {
	panicked any
	frames   []stack.Frame
	goexit   bool
	left     bool
}

func (c *compiled) begin(number int) *execution {
	x := &execution{cell: strconv.Itoa(number), started: make(chan struct{}), over: make(chan ending, 1), leave: make(chan struct{})}
	x.ctx, x.cancel = context.WithCancel(context.Background())
	c.running.Store(x)
	return x
}

func (c *compiled) end(x *execution) {
	c.running.Store(nil)
	x.cancel()
}

func (x *execution) reached() int { return x.live.Reached() }

// run runs the work and returns when it has ended or is left behind.
func (x *execution) run(work func(*live.Run)) ending {
	go func() {
		e := ending{goexit: true}
		defer func() { x.over <- e }()
		defer func() {
			if p := recover(); p != nil {
				e = ending{panicked: p, frames: callers()}
			}
		}()
		x.live.Begin()
		if x.place != nil {
			called.Store(x.live.Goroutine(), x)
			defer called.Delete(x.live.Goroutine())
		}
		close(x.started)
		work(&x.live)
		e.goexit = false
	}()
	select {
	case e := <-x.over:
		return e
	case <-x.leave:
		return ending{left: true}
	}
}

// The time that loops get to see that they are interrupted. The kernel ends the
// worker a second later.
const (
	loopsEnd = 300 * time.Millisecond
	looks    = 10 * time.Millisecond
)

func (c *compiled) interrupts() bool { return true }

// interrupt ends the cell that runs: its loops end at their next turn; a cell that
// waits is left behind with what it waits for. One that does neither, deep in
// somebody else's loop, is the kernel's to kill.
func (c *compiled) interrupt() {
	if x := c.running.Load(); x != nil {
		x.once.Do(func() { go x.stop() })
	}
}

func (x *execution) stop() {
	x.cancel()
	select {
	case <-x.started:
	case <-time.After(loopsEnd):
		return // still compiling: the canceled context ends that
	}
	live.StopRun(&x.live)
	defer live.Go()
	for from := time.Now(); time.Since(from) < 4*loopsEnd; time.Sleep(looks) {
		if len(x.over) > 0 {
			return
		}
		if time.Since(from) > loopsEnd && waits(x.live.Goroutine()) {
			close(x.leave)
			return
		}
	}
}

// endReading ends the running cell on its own goroutine, which has waited for the
// reader.
func (c *compiled) endReading() {
	if x := c.running.Load(); x != nil && x.live.Mine() {
		panic(live.Interrupted{})
	}
}

// callers returns the cell frames of the goroutine that panics, innermost first.
// It is called by a deferred function.
func callers() []stack.Frame {
	pcs := make([]uintptr, 1000)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs)])
	var all []stack.Frame
	for {
		f, more := frames.Next()
		if strings.HasPrefix(f.File, "cell[") {
			all = append(all, stack.Frame{Cell: f.File, Line: f.Line, Function: stack.Name(f.Function), Times: 1})
		}
		if !more {
			return all
		}
	}
}

// where is callers, for a cell that is not compiled, too.
func (c *compiled) where() []string {
	frames := callers()
	if x := c.running.Load(); len(frames) == 0 && x != nil && x.place != nil {
		frames = append(frames, x.placeFrame())
	}
	return c.lines(frames)
}

// panicked is the error of a cell that panicked.
func (c *compiled) panicked(x *execution, e ending) *pipe.Error {
	if _, ok := e.panicked.(live.Interrupted); ok {
		return interruptedError(c.lines(e.frames)...)
	}
	frames := append(e.frames, x.placed()...)
	said := goSays(e.panicked)
	return &pipe.Error{Name: "panic", Value: said, Traceback: append([]string{"panic: " + said, ""}, c.lines(frames)...)}
}

// called holds the executions of cells that are not compiled, by their goroutines.
var called sync.Map

// located returns where the goroutine of such a cell is.
func located(number string) []stack.Frame {
	if x, ok := called.Load(number); ok {
		return []stack.Frame{x.(*execution).placeFrame()}
	}
	return nil
}

// placed is where a cell is that was not compiled, or nothing.
func (x *execution) placed() []stack.Frame {
	if x.place == nil {
		return nil
	}
	return []stack.Frame{x.placeFrame()}
}

// placeFrame is where a cell is that was not compiled.
func (x *execution) placeFrame() stack.Frame {
	f := stack.Frame{Times: 1}
	cell, line, _ := strings.Cut(x.place(), ":")
	f.Cell = cell
	fmt.Sscan(line, &f.Line)
	return f
}

// goSays says a panic's value as Go's runtime does.
func goSays(p any) string {
	switch p := p.(type) {
	case error:
		return p.Error()
	case fmt.Stringer:
		return p.String()
	case string:
		return p
	case nil, bool, int, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64, uintptr, float32, float64, complex64, complex128:
		return fmt.Sprint(p)
	}
	switch v := reflect.ValueOf(p); v.Kind() {
	case reflect.String:
		return fmt.Sprintf("%T(%q)", p, p)
	case reflect.Struct, reflect.Pointer, reflect.Map, reflect.Slice, reflect.Array, reflect.Func, reflect.Chan:
		return fmt.Sprintf("%#v", p) // the runtime shows addresses, which help nobody
	}
	return fmt.Sprintf("%T(%v)", p, p)
}

// leftBehind is the error of an interrupted cell that waits for something.
func (c *compiled) leftBehind(x *execution) *pipe.Error {
	more := []string{"It waits for something that does not come. It is left behind there, and the variables stay."}
	if crowd() {
		return interruptedError(append(more, crowdLine(gather(), x.cell)...)...)
	}
	return interruptedError(append(more, stillRunning(ofCell(others(), x.cell))...)...)
}
