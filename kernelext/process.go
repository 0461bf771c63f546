package kernelext

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"

	"seminar/kernelext/progress"
)

// Processes runs the named task on each range in k processes, copies of this
// program, and returns the values in the order of args. A process gets its next
// range when it is free; all put their results into one queue, which ends with
// a STOP once every process has ended. It returns when that is read. Starting a
// process costs some milliseconds, each range about 0.1 ms. Tasks may print.
//
// When a task panics, a process dies or cannot be started, Processes kills the
// others, waits for them and panics with one error: a *Panic for a task. The
// main function must have called ProcessMain, or the copies would start copies.
func Processes(k int, task string, args []Range) []int {
	atLeast(1, k, "Processes needs at least 1 process")
	checkTask(task)
	f := &fleet{task: task, args: args, values: make([]int, len(args)), queue: make(chan message)}
	f.view = watchTasks("Processes", len(args), &f.given)
	defer f.view.Stop()
	f.start(min(k, len(args)))
	f.collect()
	if f.failure != nil {
		panic(f.failure)
	}
	f.view.End()
	return f.values
}

// checkTask panics unless a copy of this program would do the task.
func checkTask(name string) {
	registry.Lock()
	defer registry.Unlock()
	if !registry.closed {
		panic("kernelext: Processes starts copies of this program; call kernelext.ProcessMain() first in main, so that a copy knows what it is")
	}
	if registry.tasks[name] == nil {
		panic(fmt.Sprintf("kernelext: Processes knows no task %q, only %s; see RegisterTask", name, taskNames()))
	}
}

// A fleet is the processes of one call. Only the goroutine that called
// Processes changes it; the others put messages into the queue.
type fleet struct {
	task      string
	args      []Range
	values    []int
	given     atomic.Int64 // how many of args have been given out
	processes []*process
	queue     chan message
	failure   error
	view      *progress.View
}

// A process is a child and what it works on.
type process struct {
	number  int // from 1, for messages
	cmd     *exec.Cmd
	jobs    *os.File // our end: to write to
	results *os.File // our end: to read from
	task    int      // index of the range that it has and has not answered; -1 when none
}

// A message is an entry of the queue: a result, the end of a process, or STOP.
type message struct {
	from   *process
	result result
	ended  string // how the process ended: "exit status 0"
	stop   bool
}

// start starts k processes, or as many as can be started, each with a goroutine
// that listens to it, and has STOP put into the queue when all have ended.
func (f *fleet) start(k int) {
	var listening sync.WaitGroup
	for i := range k {
		p, err := startProcess(i+1, f.task)
		if err != nil {
			f.fail(fmt.Errorf("kernelext: Processes cannot start process %d: %w", i+1, err))
			break
		}
		f.processes = append(f.processes, p)
		listening.Go(func() { p.listen(f.queue) })
		f.give(p)
	}
	go func() {
		listening.Wait()
		f.queue <- message{stop: true}
	}()
}

// startProcess starts a copy of this program with a pipe for jobs and one for
// results. Both of our ends close when exec fails.
func startProcess(number int, task string) (*process, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	jobs, toChild, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer jobs.Close()
	fromChild, results, err := os.Pipe()
	if err != nil {
		toChild.Close()
		return nil, err
	}
	defer results.Close()
	cmd := exec.Command(program, childArgument, task)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.ExtraFiles = []*os.File{jobs, results} // become jobsDescriptor and resultsDescriptor
	if err := cmd.Start(); err != nil {
		toChild.Close()
		fromChild.Close()
		return nil, err
	}
	return &process{number: number, cmd: cmd, jobs: toChild, results: fromChild, task: -1}, nil
}

// listen puts what p says into the queue, and at last how it ended.
func (p *process) listen(queue chan<- message) {
	in := json.NewDecoder(p.results)
	for {
		var r result
		if in.Decode(&r) != nil {
			break
		}
		queue <- message{from: p, result: r}
	}
	p.jobs.Close() // ends it also when only its pipe was closed, by a task
	p.results.Close()
	_ = p.cmd.Wait() // how it ended is in the state
	queue <- message{from: p, ended: p.cmd.ProcessState.String()}
}

// collect reads the queue up to the STOP.
func (f *fleet) collect() {
	for m := range f.queue {
		switch {
		case m.stop:
			return
		case m.ended != "":
			f.lost(m.from, m.ended)
		default:
			f.receive(m.from, m.result)
		}
	}
}

// receive takes a result and gives the process its next range.
func (f *fleet) receive(p *process, r result) {
	p.task = -1
	switch {
	case r.Refused != "":
		f.fail(fmt.Errorf("kernelext: process %d refuses to work: %s", p.number, r.Refused))
	case r.Failed:
		f.fail(&Panic{Task: r.Task, Value: r.Panic, Stack: r.Stack})
	default:
		f.values[r.Task] = r.Value
		f.give(p)
	}
}

// give gives p the next range, or ends it when there is none. An error of the
// pipe is left alone: it means that p is dying, which its end will tell.
func (f *fleet) give(p *process) {
	next := int(f.given.Load())
	if next == len(f.args) || f.failure != nil {
		p.jobs.Close()
		return
	}
	p.task = next
	f.given.Add(1)
	f.view.Changed()
	_ = json.NewEncoder(p.jobs).Encode(job{Task: p.task, Range: f.args[p.task]})
}

// lost makes the end of a process a failure when it still had work.
func (f *fleet) lost(p *process, how string) {
	if p.task >= 0 {
		f.fail(fmt.Errorf("kernelext: process %d died (%s) while it worked on task %d, %q of %v", p.number, how, p.task, f.task, f.args[p.task]))
	}
}

// fail keeps the first failure and kills every process: unlike goroutines,
// processes can be.
func (f *fleet) fail(err error) {
	if f.failure != nil {
		return
	}
	f.failure = err
	for _, p := range f.processes {
		_ = p.cmd.Process.Kill() // it may have ended already
	}
}
