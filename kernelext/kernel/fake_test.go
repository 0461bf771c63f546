package kernel

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"seminar/kernelext/kernel/pipe"
)

// The test binary is the worker, too, and a kernel process, by an argument of
// its own. The worker runs no Go: a cell is a script of the commands below, one a
// line.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && strings.HasPrefix(os.Args[1], "fake-worker") {
		newFake().serve(os.Args[1])
		return
	}
	if len(os.Args) == 3 && os.Args[1] == "kernel" {
		o := Options{ConnectionFile: os.Args[2], Worker: []string{os.Args[0], "fake-worker"}}
		if err := Run(context.Background(), o); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if len(os.Args) == 3 && os.Args[1] == "launcher" { // starts a kernel, as clients do, and stays
		c := exec.Command(os.Args[0], "kernel", os.Args[2])
		c.Env = append(os.Environ(), "JPY_PARENT_PID="+strconv.Itoa(os.Getpid()))
		c.Stderr = os.Stderr
		c.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
		if err := c.Start(); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		select {}
	}
	os.Exit(m.Run())
}

// A fake is a worker that does what its cells say.
type fake struct {
	secret   string
	events   *pipe.Writer
	out      [2]*os.File // for marks
	marks    uint64
	declared []string // by cells and by replay
	done     pipe.Event
	after    []func() // what goroutines that outlive the cell do
	request  uint64
	asks     bool

	interrupts chan struct{} // gets one for each interrupt, as far as there is room
	lines      chan pipe.Request
	replays    int
	exam       string // the kind, when this worker runs a test cell
}

func newFake() *fake {
	f := &fake{secret: os.Getenv("SEMINAR_MARK"), events: pipe.NewWriter(os.NewFile(4, "events")), interrupts: make(chan struct{}, 100), lines: make(chan pipe.Request, 1)}
	for i := range f.out {
		fd, _ := syscall.Dup(i + 1)
		syscall.CloseOnExec(fd)
		f.out[i] = os.NewFile(uintptr(fd), "out")
	}
	syscall.CloseOnExec(3)
	syscall.CloseOnExec(4)
	return f
}

func (f *fake) serve(kind string) {
	switch kind {
	case "fake-worker-that-fails":
		fmt.Fprintln(os.Stderr, "panic: no memory for the interpreter")
		os.Exit(2)
	case "fake-worker-that-sleeps":
		select {}
	case "fake-worker-with-notes":
		f.events.Write(pipe.Event{Kind: pipe.Ready, Notes: []string{"No toolchain was found."}})
	case "fake-worker-that-can-be-interrupted", "fake-worker-that-ignores-interrupts":
		f.events.Write(pipe.Event{Kind: pipe.Ready, Interrupts: true})
	default:
		f.events.Write(pipe.Event{Kind: pipe.Ready})
	}
	requests := make(chan pipe.Request)
	go f.read(requests)
	for r := range requests {
		f.answer(r)
	}
}

// read hands requests on, but for interrupts, lines and what is answered beside a cell.
func (f *fake) read(requests chan<- pipe.Request) {
	defer close(requests)
	r := pipe.NewReader(os.NewFile(3, "requests"))
	for {
		var request pipe.Request
		if r.Read(&request) != nil {
			return
		}
		switch request.Kind {
		case pipe.Interrupt:
			f.interrupts <- struct{}{}
		case pipe.Line:
			f.lines <- request
		case pipe.Complete, pipe.Inspect:
			f.advise(request)
		default:
			requests <- request
		}
	}
}

// advise completes Pr, and describes all but x; about silence it says nothing.
func (f *fake) advise(r pipe.Request) {
	e := pipe.Event{ID: r.ID, Kind: pipe.Inspected}
	switch {
	case r.Code == "silence":
		return
	case r.Kind == pipe.Complete:
		e = pipe.Event{ID: r.ID, Kind: pipe.Completed, Matches: []pipe.Match{{Text: "Println", Kind: "func", Type: "(a ...any)"}}, Start: r.Cursor - len("Pr"), End: r.Cursor}
	case r.Code != "x":
		e.Bundle = bundle(fmt.Sprintf("%d of %s, %d", r.Cursor, r.Code, r.Detail))
	}
	f.events.Write(e)
}

func (f *fake) answer(r pipe.Request) {
	f.request, f.asks = r.ID, r.Stdin
	switch r.Kind {
	case pipe.IsComplete:
		f.events.Write(pipe.Event{ID: r.ID, Kind: pipe.Completeness, Status: "incomplete", Indent: "\t"})
	default:
		f.done, f.after = pipe.Event{ID: r.ID, Kind: pipe.Done}, nil
		if r.Kind == pipe.Replay {
			f.replays++
			f.exam = r.Exam
		}
		for _, k := range r.Keeps {
			r.Code += k.Text
		}
		for line := range strings.Lines(r.Code) {
			command, arg, _ := strings.Cut(strings.TrimSpace(line), " ")
			f.do(command, arg)
			if f.done.Apart {
				break
			}
		}
		f.done.Answers = map[string]pipe.Answer{}
		for name, expression := range r.Expressions {
			if expression == "fail" {
				f.done.Answers[name] = pipe.Answer{Error: &pipe.Error{Name: "compile error", Value: "undefined: " + name}}
			} else {
				f.done.Answers[name] = pipe.Answer{Bundle: bundle(expression + ", evaluated")}
			}
		}
		f.marked(f.done)
		for _, do := range f.after {
			do()
		}
	}
}

func (f *fake) marked(e pipe.Event) {
	f.marks++
	for _, out := range f.out {
		out.WriteString(pipe.Mark(f.secret, f.marks))
	}
	e.Text = strconv.FormatUint(f.marks, 10)
	f.events.Write(e)
}

func bundle(text string) *pipe.Bundle {
	return &pipe.Bundle{Data: map[string]any{"text/plain": text}}
}

func (f *fake) do(command, arg string) {
	switch command {
	case "print":
		fmt.Println(arg)
	case "eprint":
		fmt.Fprintln(os.Stderr, arg)
	case "write": // a Go string, written as it is
		text, _ := strconv.Unquote(arg)
		os.Stdout.WriteString(text)
	case "flood": // megabytes of lines
		n, _ := strconv.Atoi(arg)
		line := strings.Repeat("x", 1023) + "\n"
		for range n {
			os.Stdout.WriteString(strings.Repeat(line, 1024))
		}
	case "lines": // short ones, each written by itself
		n, _ := strconv.Atoi(arg)
		for i := range n {
			fmt.Println("line", i)
		}
	case "displays", "updates": // of 10 MB
		n, _ := strconv.Atoi(arg)
		for range n {
			b := bundle(strings.Repeat("x", 10<<20))
			b.Transient = map[string]any{"display_id": "x"}
			f.marked(pipe.Event{ID: f.request, Kind: pipe.Display, Bundle: b, Update: command == "updates"})
		}
	case "display":
		f.marked(pipe.Event{ID: f.request, Kind: pipe.Display, Bundle: bundle(arg)})
	case "update":
		b := bundle(arg)
		b.Transient = map[string]any{"display_id": "x"}
		f.marked(pipe.Event{ID: f.request, Kind: pipe.Display, Bundle: b, Update: true})
	case "clear":
		f.marked(pipe.Event{ID: f.request, Kind: pipe.Clear, Wait: true})
	case "sync": // shows what was printed, by a display of nothing
		f.marked(pipe.Event{ID: f.request, Kind: pipe.Display})
	case "ask": // the reader, and print what comes
		f.marked(pipe.Event{ID: f.request, Kind: pipe.Ask})
		if line := <-f.lines; line.End {
			fmt.Println("(the end)")
		} else {
			fmt.Println(line.Code)
		}
	case "asks":
		fmt.Println(f.asks)
	case "result":
		f.marked(pipe.Event{ID: f.request, Kind: pipe.Result, Bundle: bundle(arg)})
	case "fail":
		f.done.Error = &pipe.Error{Name: "compile error", Value: arg, Traceback: []string{"cell[1]:1: " + arg}}
	case "declare": // now, and again after a restart
		f.declared = append(f.declared, arg)
		f.done.Keep += "declare " + arg + "\n"
	case "interrupts": // that nobody has waited for
		fmt.Println(len(f.interrupts))
	case "replays":
		fmt.Println(f.replays)
	case "program": // which one this is
		fmt.Println(filepath.Base(filepath.Dir(os.Args[0])))
	case "environment":
		fmt.Println(os.Getenv(arg))
	case "pid":
		fmt.Println(os.Getpid())
	case "begin": // to run what the lines before have declared
		f.events.Write(pipe.Event{ID: f.request, Kind: pipe.Begun, Keep: f.done.Keep, Vars: f.done.Vars})
	case "declared":
		fmt.Println(strings.Join(f.declared, " "))
	case "keep": // a command for every later worker
		f.done.Keep += arg + "\n"
	case "yield": // waits for so many interrupts, and ends the cell then
		n, _ := strconv.Atoi(arg)
		for range n {
			<-f.interrupts
		}
		f.done.Error = &pipe.Error{Name: "interrupted", Value: "the cell was interrupted", Traceback: []string{"Left over: nothing"}}
	case "note":
		f.done.Notes = append(f.done.Notes, arg)
	case "restart":
		f.done.Restart = arg
	case "await": // until nobody has the named pipe open for writing
		os.ReadFile(arg)
	case "apart": // what follows belongs into a process of its own, for which the rest of the line is kept
		if f.exam == "" {
			f.done.Apart, f.done.Needs = true, arg
		}
	case "exam":
		fmt.Println("exam", f.exam)
	case "want": // to be run in a process of another kind, too
		if f.exam == "plain" {
			f.done.Wanted = append(f.done.Wanted, arg)
		}
	case "var":
		f.done.Vars = append(f.done.Vars, arg)
	case "after": // a command for a goroutine that outlives the cell
		command, arg, _ := strings.Cut(arg, " ")
		f.after = append(f.after, func() { f.do(command, arg) })
	default:
		f.end(command, arg)
	}
}

// end does what a worker does not survive.
func (f *fake) end(command, arg string) {
	switch command {
	case "panic":
		go panic(arg)
		select {}
	case "overflow":
		debug.SetMaxStack(64 << 10)
		var recurse func(int) int
		recurse = func(n int) int { return recurse(n+1) + 1 }
		recurse(0)
	case "exit":
		code, _ := strconv.Atoi(arg)
		os.Exit(code)
	case "kill":
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	case "hang":
		select {}
	case "child": // starts a process that does not end
		c := exec.Command("sleep", "1000")
		c.Stdout, c.Stderr = os.Stdout, os.Stderr
		c.Start()
		fmt.Println(c.Process.Pid)
	case "nonsense": // as of a cell that writes to whatever descriptor there is
		seed, _ := strconv.ParseUint(arg, 10, 64)
		f.nonsense(rand.New(rand.NewPCG(seed, 0)))
	case "deafen":
		syscall.Close(4)
		select {}
	}
}

// nonsense writes events that no worker would, and then what is none.
func (f *fake) nonsense(random *rand.Rand) {
	kinds := []pipe.Kind{pipe.Ready, pipe.Display, pipe.Result, pipe.Completed, pipe.Completeness, pipe.Inspected, pipe.Ask, pipe.Exit, pipe.Clear, "x", ""}
	for range 50 {
		e := pipe.Event{ID: []uint64{0, f.request + 1, 1 << 63}[random.IntN(3)], Kind: kinds[random.IntN(len(kinds))]}
		if e.Kind == pipe.Display || e.Kind == pipe.Ask || e.Kind == pipe.Clear {
			e.ID = f.request
		}
		switch random.IntN(4) {
		case 0:
			e.Bundle = &pipe.Bundle{Transient: map[string]any{"display_id": []any{1}}}
		case 1:
			e.Bundle, e.Update = &pipe.Bundle{}, true
		case 2:
			e.Error, e.Start, e.End = &pipe.Error{}, -1, 1<<40
		}
		f.events.Write(e)
	}
	raw := os.NewFile(4, "events")
	raw.Write([][]byte{{0, 0, 0, 2, '{', ']'}, {0xff, 0xff, 0xff, 0xff}, {0, 0, 0, 9, '{', '}'}, []byte("\x00\x00\x00\x04null")}[random.IntN(4)])
	if random.IntN(2) == 0 {
		os.Exit(0)
	}
}
