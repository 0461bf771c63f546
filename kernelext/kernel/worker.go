package kernel

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"seminar/kernelext/kernel/pipe"
)

// A worker is one worker process: what it is asked, what it prints, and how it
// ends. Its answers come in the order of the requests.
type worker struct {
	cmd      *exec.Cmd
	requests *os.File
	asking   *pipe.Writer
	outbox   chan pipe.Request // what is to be written, in this order
	output   *output
	updates  *updates
	guard    *guard
	crash    *crash // reads stderr first
	races    *races // and then this
	gate     *gate
	memory   memory
	show     func(c *cell, e pipe.Event) // displays and results
	question func(c *cell, prompt string, line func(pipe.Request))

	ready chan pipe.Event // gets the Ready event
	soft  bool            // it can end a cell and go on; set before the worker is known to the session
	dead  chan struct{}   // closed when the process, all it left behind and all its output have ended
	cause *pipe.Error     // why it died; set before dead is closed
	exit  []string        // the lines at which a cell called os.Exit; set before the events end

	readers sync.WaitGroup

	mu      sync.Mutex
	reaped  bool
	begun   pipe.Event // of the cell that began last
	lastID  uint64
	lastRun uint64 // of an Execute
	waiting map[uint64]chan pipe.Event
	cells   map[uint64]*cell // by request: a goroutine may show something after its cell
	order   []uint64         // of cells, oldest first
}

// rememberedCells is how many cells' goroutines may still show something.
const rememberedCells = 1000

// drain is how long output is read after the process and its group have ended:
// only a process that left the group can still hold the pipes.
const drain = time.Second

// startWorker starts the program argv as a worker, whose output goes to stream. It returns
// when the process exists, not when it is ready.
func (s *session) startWorker(argv []string, stream func(c *cell, name, text string)) (*worker, error) {
	w := &worker{
		output: newOutput(stream, s.clear), updates: newUpdates(s.show), gate: newGate(), guard: &s.guard, memory: s.memory, show: s.show, question: s.ask,
		ready: make(chan pipe.Event, 1), dead: make(chan struct{}),
		outbox: make(chan pipe.Request, 4), waiting: map[uint64]chan pipe.Event{}, cells: map[uint64]*cell{},
	}
	// Reports of races are shown as output: whoever grades takes a text on stderr
	// for a failure of the kernel.
	w.races = newRaces(func(b []byte) { w.output.write("stderr", b) }, func(b []byte) { w.output.write("stdout", b) })
	w.crash = newCrash(w.races.write, w.kill)
	ours, theirs, err := pipes()
	if err != nil {
		return nil, fmt.Errorf("kernel: %w", err)
	}
	w.requests, w.asking = ours.requests, pipe.NewWriter(ours.requests)
	secret := randomText()
	w.cmd = exec.Command(argv[0], argv[1:]...)
	w.cmd.Env, w.cmd.Dir = workerEnvironment(secret, s.memory.limit), s.workFolder()
	w.cmd.Stdout, w.cmd.Stderr = theirs.stdout, theirs.stderr
	w.cmd.ExtraFiles = []*os.File{theirs.requests, theirs.events}
	w.cmd.SysProcAttr = ownGroup()

	started := make(chan error)
	go w.live(started, ours, theirs)
	if err := <-started; err != nil {
		return nil, fmt.Errorf("kernel: %w", err)
	}
	w.readers.Go(func() { w.readEvents(ours.events) })
	w.readers.Go(func() { w.readOutput(0, ours.stdout, secret) })
	w.readers.Go(func() { w.readOutput(1, ours.stderr, secret) })
	started <- nil // the readers run: live may wait for them
	go w.writeRequests()
	return w, nil
}

// workFolder is where the worker starts: where the last one was, if that is still
// there.
func (s *session) workFolder() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if info, err := os.Stat(s.folder); err != nil || !info.IsDir() {
		return ""
	}
	return s.folder
}

// workerEnvironment is ours, with a GOROOT that does not exist: gomacro's
// interpreter otherwise asks the Go toolchain about types while it starts,
// which takes it half a second. The worker puts the real one back. The race
// detector gets options that suit cells, unless the reader has chosen others.
func workerEnvironment(secret string, memory uint64) []string {
	environment := append(os.Environ(), "SEMINAR_GOROOT="+os.Getenv("GOROOT"), "GOROOT=/nonexistent", "SEMINAR_MARK="+secret,
		pipe.MemoryVariable+"="+strconv.FormatUint(memory, 10))
	if os.Getenv("GORACE") == "" {
		environment = append(environment, "GORACE="+pipe.RaceOptions)
	}
	return environment
}

// live is the life of the process, from start to burial. It stays on one thread
// of the system: Linux kills a process that was started with Pdeathsig when the
// thread that started it ends.
func (w *worker) live(started chan error, ours, theirs *ends) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	err := withSmallStacks(w.cmd.Start)
	theirs.close()
	started <- err
	if err != nil {
		ours.close()
		return
	}
	<-started
	w.guard.add(w.cmd.Process.Pid)
	w.cmd.Wait() // what it returns is in ProcessState
	killGroup(w.cmd.Process.Pid)
	w.mu.Lock()
	w.reaped = true
	w.mu.Unlock()
	w.guard.remove(w.cmd.Process.Pid)
	ours.expire(time.Now().Add(drain))
	w.readers.Wait()
	w.races.end()
	w.updates.flush()
	w.output.end()
	ours.close()
	w.cause = crashError(w.crash.text(), w.exit, w.cmd.ProcessState)
	w.cause.Traceback = append(w.cause.Traceback, w.memory.explain(w.cause.Name, w.cause.Value)...)
	close(w.dead)
}

// kill ends the process and every process that it started. It does not wait:
// dead is closed a moment later.
func (w *worker) kill() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.reaped {
		killGroup(w.cmd.Process.Pid)
	}
}

// writeRequests writes until the worker is dead. A write blocks while the worker
// does not read. A worker that cannot be asked is of no use.
func (w *worker) writeRequests() {
	for {
		select {
		case r := <-w.outbox:
			if w.asking.Write(r) != nil {
				w.kill()
			}
		case <-w.dead:
			return
		}
	}
}

// interrupt asks the worker to end the cell that it runs. It does not wait: with a
// full outbox, it does nothing.
func (w *worker) interrupt() {
	select {
	case w.outbox <- pipe.Request{Kind: pipe.Interrupt}:
	default:
	}
}

// post writes a request that nobody answers. It does not wait.
func (w *worker) post(r pipe.Request) {
	go func() {
		select {
		case w.outbox <- r:
		case <-w.dead:
		}
	}()
}

// isDead says whether the worker has ended, with all that it left behind.
func (w *worker) isDead() bool {
	select {
	case <-w.dead:
		return true
	default:
		return false
	}
}

// ask sends a request on behalf of a cell, which may be nil, and waits for its
// answer. It returns false when the worker died before it had answered or when
// stop was closed.
func (w *worker) ask(r pipe.Request, c *cell, stop <-chan struct{}) (answer pipe.Event, ok bool) {
	answers := make(chan pipe.Event, 1)
	w.mu.Lock()
	w.lastID++
	r.ID = w.lastID
	if r.Kind == pipe.Execute {
		w.lastRun = r.ID
	}
	w.waiting[r.ID] = answers
	w.remember(r.ID, c)
	w.mu.Unlock()
	defer w.forget(r.ID)

	if r.Kind == pipe.Execute || r.Kind == pipe.Replay {
		w.races.begin()
		w.output.belongTo(c)
	}
	select {
	case w.outbox <- r:
	case <-stop:
		return pipe.Event{}, false
	case <-w.dead:
	}
	select {
	case answer = <-answers:
		return answer, true
	case <-stop:
		return pipe.Event{}, false
	case <-w.dead:
	}
	select {
	case answer = <-answers: // it had answered before
		return answer, true
	default:
		return pipe.Event{}, false
	}
}

// declared is what the cell declares that w runs, or was to run when it died.
func (w *worker) declared() pipe.Event {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.begun.ID != w.lastRun {
		return pipe.Event{}
	}
	return w.begun
}

// remember notes whose output belongs to a request. The lock is held.
func (w *worker) remember(id uint64, c *cell) {
	if c == nil {
		return
	}
	w.cells[id] = c
	w.order = append(w.order, id)
	if len(w.order) > rememberedCells {
		delete(w.cells, w.order[0])
		w.order = w.order[1:]
	}
}

func (w *worker) forget(id uint64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.waiting, id)
}

// readEvents deals with each event in its place between the outputs.
func (w *worker) readEvents(r io.Reader) {
	defer w.gate.openForGood()
	events := pipe.NewReader(r)
	for {
		var e pipe.Event
		if err := events.Read(&e); err != nil {
			w.kill() // a worker that cannot be heard is of no use
			return
		}
		if n, err := strconv.ParseUint(e.Text, 10, 64); err == nil {
			w.gate.await(n)
			w.take(e)
			w.gate.release(n)
		} else {
			w.take(e)
		}
	}
}

func (w *worker) take(e pipe.Event) {
	switch e.Kind {
	case pipe.Ready:
		select {
		case w.ready <- e:
		default:
		}
	case pipe.Begun:
		w.mu.Lock()
		w.begun = e
		w.mu.Unlock()
	case pipe.Exit:
		if e.Error != nil {
			w.exit = e.Error.Traceback
		}
	case pipe.Ask:
		w.output.end()
		if c := w.cellOf(e.ID); c != nil {
			w.question(c, "", w.post)
		} else {
			w.post(pipe.Request{Kind: pipe.Line, End: true})
		}
	case pipe.Display, pipe.Result:
		w.output.flush()
		if c := w.cellOf(e.ID); c == nil || e.Bundle == nil {
			return
		} else if id, named := e.Bundle.Transient["display_id"].(string); e.Update && named {
			w.updates.put(c, id, e)
		} else {
			e.Update = false // of nothing
			w.show(c, e)
		}
	case pipe.Clear:
		w.updates.flush()
		if c := w.cellOf(e.ID); c != nil {
			w.output.clear(c, e.Wait)
		}
	case pipe.Completed, pipe.Completeness, pipe.Inspected: // beside a cell that runs
		w.answer(e)
	default:
		w.updates.flush()
		w.races.sum()
		w.output.end()
		w.answer(e)
	}
}

func (w *worker) cellOf(id uint64) *cell {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.cells[id]
}

// named finds the cell that a line of a traceback names.
var named = regexp.MustCompile(`\bcell\[(\d+)\]:`)

// blamed returns the cell whose line ended the worker, or the last one that it ran; not a test, which
// ran in processes of its own, and for which an error would be a grade.
func (w *worker) blamed() *cell {
	w.mu.Lock()
	defer w.mu.Unlock()
	if m := named.FindStringSubmatch(strings.Join(w.cause.Traceback, "\n")); m != nil {
		for _, id := range slices.Backward(w.order) {
			if c := w.cells[id]; strconv.Itoa(c.number) == m[1] {
				return c
			}
		}
	}
	for _, id := range slices.Backward(w.order) {
		if c := w.cells[id]; !c.test {
			return c
		}
	}
	return nil
}

// answer hands e to whoever waits for it.
func (w *worker) answer(e pipe.Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if answers := w.waiting[e.ID]; answers != nil {
		answers <- e
		delete(w.waiting, e.ID)
	}
}

// readOutput reads output i, 0 for stdout and 1 for stderr, to its end.
func (w *worker) readOutput(i int, r io.Reader, secret string) {
	stream, text, marked := "stdout", func(b []byte) { w.output.write("stdout", b) }, func() {}
	if i == 1 {
		stream, text, marked = "stderr", w.crash.write, func() { w.crash.marked(); w.races.marked() }
	}
	marks := newMarkScanner(secret, func(n uint64) {
		marked()
		w.gate.arrive(i, n)
	}, func(id uint64) {
		marked()
		w.output.own(stream, w.cellOf(id))
	})
	b := make([]byte, 64<<10)
	for {
		n, err := r.Read(b)
		marks.scan(b[:n], text)
		if err != nil {
			break
		}
	}
	if len(marks.rest) > 0 {
		text(marks.rest)
	}
	w.gate.end(i)
}

// ends are one side's ends of a worker's four pipes.
type ends struct{ requests, events, stdout, stderr *os.File }

// pipes makes a worker's pipes.
func pipes() (ours, theirs *ends, err error) {
	ours, theirs = &ends{}, &ends{}
	for _, p := range []struct{ read, write **os.File }{
		{&theirs.requests, &ours.requests},
		{&ours.events, &theirs.events},
		{&ours.stdout, &theirs.stdout},
		{&ours.stderr, &theirs.stderr},
	} {
		if *p.read, *p.write, err = os.Pipe(); err != nil {
			ours.close()
			theirs.close()
			return nil, nil, err
		}
	}
	return ours, theirs, nil
}

func (e *ends) each(do func(*os.File)) {
	for _, f := range []*os.File{e.requests, e.events, e.stdout, e.stderr} {
		if f != nil {
			do(f)
		}
	}
}

func (e *ends) close() { e.each(func(f *os.File) { f.Close() }) }

// expire bounds all reading and writing from now on.
func (e *ends) expire(at time.Time) { e.each(func(f *os.File) { f.SetDeadline(at) }) }
