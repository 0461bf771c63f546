// Package kernel is the Jupyter side of the Go kernel: the wire protocol, the
// session that a reader builds up, and the life of the worker process in which
// the cells run.
//
// Run speaks Jupyter's protocol on the sockets of a connection file. It never
// runs a reader's code: that is the worker's part, a process of its own behind
// two pipes (package pipe). So whatever a cell does, panic, deadlock, os.Exit or
// an endless loop, ends at most the worker; the cell is told how, another worker
// starts, and the imports, types and functions of the earlier cells are declared
// again in it. Variables cannot be brought back, and the reader is told which
// are gone. The rejected way, everything in one process, loses the whole
// notebook and, under nbgrader, a student's whole submission.
//
// The package knows nothing of Go's syntax and nothing of the interpreter; it
// installs no kernelspec and prints nothing but one line for each message that
// it refuses.
package kernel

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"seminar/kernelext/kernel/history"
	"seminar/kernelext/kernel/pipe"
	"seminar/kernelext/kernel/zmtp"
)

// Version is that of the gophernotes module whose display and interpreter the workers use.
const Version = "0.7.5"

// Options say what Run serves. ConnectionFile and Worker are needed.
type Options struct {
	ConnectionFile string        // as Jupyter writes it
	Worker         []string      // program and arguments of the worker
	Version        string        // of the implementation, for kernel_info; empty means 0
	History        string        // the file of what the reader runs, see history.Place; empty means memory only
	Log            io.Writer     // one line for each refused message or peer; nil means stderr
	Patience       time.Duration // for a worker to get ready and for declaring things again; zero means 30 s
	Grace          time.Duration // for an interrupted cell to end by itself, before its worker is killed; zero means 1.2 s
}

// softLimit is the memory in bytes from which on the process collects its garbage more
// often: while large displays pass through, it stays under 150 MB.
const softLimit = 80 << 20

// Run is a kernel from its start to its end. It blocks until a client asks for
// shutdown, until SIGTERM, until the process ends that has started it and named
// itself in JPY_PARENT_PID, or until ctx ends; those return nil. SIGINT
// interrupts the running cell. An error is returned only when the kernel could
// not begin: a connection file that cannot be read, a port that is taken. When
// Run returns, its worker and all that the cells started have ended.
//
// kernel_info is answered while the worker still starts, within 10 ms of the
// process's own start (BenchmarkStart).
func Run(ctx context.Context, o Options) error {
	if len(o.Worker) == 0 {
		panic("kernel: Run needs Options.Worker, the program that runs cells")
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(softLimit)
	}
	c, note, err := readConnection(o.ConnectionFile)
	if err != nil {
		return err
	}
	k := newKernel(ctx, c, o)
	if note != "" {
		k.log.line(note)
	}
	if err := k.listen(); err != nil {
		k.close()
		return err
	}
	k.endWith(launcher())
	k.serve()
	if k.abandoned.Load() { // nobody is left to do it
		os.Remove(o.ConnectionFile)
	}
	return nil
}

// A kernel answers clients.
type kernel struct {
	connection connection
	version    string
	wire       *wire
	log        *log
	session    *session
	past       *history.History
	ctx        context.Context // the kernel's life
	end        context.CancelFunc
	queue      *queue
	count      int // the execution count; used by the shell's goroutine only

	abandoned atomic.Bool // by the process that started it

	statuses sync.Mutex
	present  *message // the shell's request that is being answered

	control sync.Mutex // one control request at a time
	sockets []*zmtp.Socket
	iopub   *zmtp.Socket
	stdin   *zmtp.Socket
	inquiry inquiry
}

func newKernel(ctx context.Context, c connection, o Options) *kernel {
	if o.Log == nil {
		o.Log = os.Stderr
	}
	if o.Patience == 0 {
		o.Patience = 30 * time.Second
	}
	if o.Grace == 0 {
		o.Grace = 1200 * time.Millisecond
	}
	if o.Version == "" {
		o.Version = "0"
	}
	k := &kernel{connection: c, version: o.Version, wire: newWire(c.Key), log: &log{w: o.Log}, queue: newQueue()}
	k.ctx, k.end = context.WithCancel(ctx)
	k.past = history.Open(o.History, k.log.line)
	memory := memoryOf(os.Getenv(memoryVariable), machineMemory())
	k.session = &session{program: o.Worker, memory: memory, patience: o.Patience, grace: o.Grace, say: sayWithin, aside: askAside, advise: adviseWithin, life: k.ctx,
		stream: k.publishStream, show: k.publishDisplay, clear: k.publishClear, fail: k.publishError, ask: k.ask}
	if memory.wrong != "" {
		k.session.notes = []string{memory.wrong}
	}
	return k
}

// serve is the life of a kernel that listens.
func (k *kernel) serve() {
	defer k.close()
	defer k.obeySignals()()
	k.session.begin()
	k.publish(nil, "status", statusContent{"starting"})
	k.serveShell()
}

// listen opens the five sockets.
func (k *kernel) listen() error {
	c := k.connection
	echo := func(p *zmtp.Peer, frames [][]byte) { p.Send(frames) }
	receiveStdin := func(p *zmtp.Peer, frames [][]byte) { k.receiveStdin(p, frames) }
	gone := func(p *zmtp.Peer) { k.goneFromStdin(p) }
	for _, s := range []struct {
		kind    zmtp.Kind
		port    int
		receive func(*zmtp.Peer, [][]byte)
		gone    func(*zmtp.Peer)
		is      **zmtp.Socket
	}{
		{zmtp.Pub, c.IOPubPort, nil, nil, &k.iopub},              // first: nothing is answered before it can be published,
		{zmtp.Router, c.StdinPort, receiveStdin, gone, &k.stdin}, // and no cell runs before it can ask
		{zmtp.Router, c.ShellPort, k.receiveShell, nil, nil},
		{zmtp.Router, c.ControlPort, k.receiveControl, nil, nil},
		{zmtp.Router, c.HBPort, echo, nil, nil},
	} {
		network, address := c.address(s.port)
		socket, err := zmtp.Listen(s.kind, network, address, zmtp.Options{Receive: s.receive, Subscribed: k.welcome, Gone: s.gone, Log: k.log.line})
		if err != nil {
			return fmt.Errorf("kernel: %w", err)
		}
		k.sockets = append(k.sockets, socket)
		if s.is != nil {
			*s.is = socket
		}
	}
	return nil
}

// close ends what Run began, in the order in which one waits for the other.
func (k *kernel) close() {
	k.end()
	k.queue.close()
	k.session.wait()
	k.session.guard.end()
	var closing sync.WaitGroup
	for _, s := range k.sockets {
		closing.Go(s.Close)
	}
	closing.Go(k.past.Close)
	closing.Wait()
}

// obeySignals makes SIGINT an interrupt and SIGTERM an orderly end, and returns
// what undoes that.
func (k *kernel) obeySignals() (undo func()) {
	signals, done := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	go func() {
		for {
			select {
			case s := <-signals:
				if s == syscall.SIGINT {
					k.session.interrupt()
				} else {
					k.end()
				}
			case <-done:
				return
			}
		}
	}()
	return func() { signal.Stop(signals); close(done) }
}

// A sender is one client's connection.
type sender interface {
	Send(frames [][]byte)
	ID() string
}

// A request is a message and who is to be answered.
type request struct {
	*message
	peer    sender
	socket  string // it came on: shell or control
	size    int
	aborted bool // an earlier cell failed: do not run this one
	last    bool // the kernel ends when it has been answered
	aside   bool // it is answered beside those of the shell
}

// receiveShell queues a request: they are answered one after the other, but for
// advice that would come late.
func (k *kernel) receiveShell(p *zmtp.Peer, frames [][]byte) {
	if r := k.accept("shell", p, frames); r != nil {
		k.queue.push(r)
		k.hurry(r)
	}
}

// receiveControl answers at once, whatever the shell is doing.
func (k *kernel) receiveControl(p *zmtp.Peer, frames [][]byte) {
	if r := k.accept("control", p, frames); r != nil {
		r.aside = true
		k.control.Lock()
		defer k.control.Unlock()
		k.answer(controlHandlers, r)
	}
}

// accept returns nil for what is no message of a client that knows the key.
func (k *kernel) accept(socket string, p *zmtp.Peer, frames [][]byte) *request {
	m, err := k.wire.unpack(frames)
	if err != nil {
		k.log.line(fmt.Sprintf("%s: a message was refused: %v", socket, err))
		return nil
	}
	return &request{message: m, peer: p, socket: socket, size: total(frames) + overhead}
}

// serveShell answers the queued requests until the end.
func (k *kernel) serveShell() {
	defer context.AfterFunc(k.ctx, k.queue.close)()
	for {
		r := k.queue.pop()
		if r == nil {
			return
		}
		k.answer(shellHandlers, r)
	}
}

// answer handles one request between a busy and an idle.
func (k *kernel) answer(handlers map[string]handler, r *request) {
	k.state(r, "busy")
	defer func() {
		k.state(r, "idle")
		if r.last {
			k.end()
		}
	}()
	defer k.survive(r)
	if handle := handlers[r.header.MsgType]; handle != nil {
		handle(k, r)
	} else {
		k.log.line(fmt.Sprintf("%s: %q is no message type that is known here", r.socket, r.header.MsgType))
	}
}

// survive ends the panic of a handler: a mistake of ours must not cost the reader the
// session. The client that waits for the reply gets one.
func (k *kernel) survive(r *request) {
	mistake := recover()
	if mistake == nil {
		return
	}
	k.log.line(fmt.Sprintf("%s: %s is answered by a mistake of this kernel: %v at %s", r.socket, r.header.MsgType, mistake, panicked()))
	e := &pipe.Error{Name: "kernel", Value: fmt.Sprintf("a mistake of this kernel, please report it: %v", mistake)}
	k.reply(r, replyType(r), requestError{"error", errorOf(e)})
}

// panicked returns the line at which the panic began that is being recovered.
func panicked() string {
	var callers [32]uintptr
	frames := runtime.CallersFrames(callers[:runtime.Callers(0, callers[:])])
	for began := false; ; {
		frame, more := frames.Next()
		if began && !strings.HasPrefix(frame.Function, "runtime.") {
			return fmt.Sprintf("%s:%d", filepath.Base(frame.File), frame.Line)
		}
		began = began || frame.Function == "runtime.gopanic"
		if !more {
			return "an unknown line"
		}
	}
}
