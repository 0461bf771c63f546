package kernel

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"seminar/kernelext/kernel/pipe"
)

// started sends a script that does not end and returns its id once it prints.
func (c *client) started(script string) (id string) {
	c.t.Helper()
	id = c.send("shell", "execute_request", object{"code": "print started\n" + script})
	for c.next("iopub").header.MsgType != "stream" {
	}
	return id
}

func TestAPanicEndsTheCellAndNotTheKernel(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	c.run("declare f", "var x", "var y")
	expect(t, c.run("declare g", "var z", "begin", "print before", "display this", "eprint and this", "panic boom"), `
		busy
		in 2
		stdout: before
		display_data this
		stderr: and this
		error panic: boom
		| panic: boom
		| The cells go on in a new process.
		| The imports, types and functions of the cells are declared again.
		| Gone: the variables x, y and z.
		idle
		reply error 2 panic: boom
	`)
	expect(t, c.run("declared"), "busy\nin 3\nstdout: f g\nidle\nreply ok 3\n")
}

func TestEveryDeathIsToldInGosWords(t *testing.T) {
	for script, want := range map[string]string{
		"exit 3":   "exit: exit status 3",
		"kill":     "killed: signal: killed",
		"overflow": "fatal error: stack overflow",
		"deafen":   "killed: signal: killed",
	} {
		t.Run(script, func(t *testing.T) {
			t.Parallel()
			c := serve(t, "fake-worker").connect(t)
			got := c.run("print before", script)
			if !strings.HasPrefix(got, "busy\nin 1\nstdout: before\nerror "+want+"\n| "+want) || !strings.HasSuffix(got, "reply error 1 "+want+"\n") {
				t.Errorf("want %q in\n%s", want, got)
			}
			expect(t, c.run("print alive"), "busy\nin 2\nstdout: alive\nidle\nreply ok 2\n")
		})
	}
}

func TestWhatIsPrintedLastBeforeTheDeathIsShown(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	got := c.run(`write "no newline at the end \xe4\xb8"`, "exit 0")
	if !strings.Contains(got, "stdout: no newline at the end \ufffd\ufffderror exit: exit status 0\n") {
		t.Errorf("got\n%s", got)
	}
}

func TestOnlyACrashIsTakenForOne(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	expect(t, c.run("eprint panic: not really", "eprint runtime: neither", "display x", "eprint pan"), `
		busy
		in 1
		stderr: panic: not really
		runtime: neither
		display_data x
		stderr: pan
		idle
		reply ok 1
	`)
	got := c.run("eprint panic: not really", "display x", "panic yes")
	if !strings.Contains(got, "error panic: yes\n") || !strings.Contains(got, "stderr: panic: not really\n") {
		t.Errorf("got\n%s", got)
	}
}

func TestAnInterruptEndsTheCellAndReplaysTheDeclarations(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	c.run("declare f", "var x")
	id := c.started("hang")
	c.ask("control", "interrupt_request", object{})
	again := c.send("control", "interrupt_request", object{}) // as readers do
	r := c.replyTo("shell", id)
	want := []any{"interrupted: the cell was interrupted", "The cells go on in a new process.",
		"The imports, types and functions of the cells are declared again.", "Gone: the variable x."}
	if got := r.content["traceback"]; fmt.Sprint(got) != fmt.Sprint(want) || r.content["ename"] != "interrupted" {
		t.Errorf("got %v", r.content)
	}
	c.replyTo("control", again)
	c.published(id)
	c.settle()
	expect(t, c.run("declared"), "busy\nin 3\nstdout: f\nidle\nreply ok 3\n")
}

func TestAWorkerThatCanEndsTheCellItselfAndKeepsItsVariables(t *testing.T) {
	c := serve(t, "fake-worker-that-can-be-interrupted").connect(t)
	c.run("declare f", "var x")
	pid := c.run("pid")
	id := c.started("yield 1")
	c.ask("control", "interrupt_request", object{})
	if r := c.replyTo("shell", id); fmt.Sprint(r.content["traceback"]) != "[Left over: nothing]" {
		t.Errorf("got %v", r.content)
	}
	c.published(id)
	if again := c.run("pid"); between(again, "stdout: ", "\n") != between(pid, "stdout: ", "\n") {
		t.Errorf("another worker: %s, %s", pid, again)
	}
}

func TestAWorkerThatDoesNotEndTheCellInTimeIsKilled(t *testing.T) {
	c := serve(t, "fake-worker-that-ignores-interrupts").connect(t)
	c.run("declare f", "var x")
	id := c.started("hang")
	c.ask("control", "interrupt_request", object{})
	if r := c.replyTo("shell", id); r.content["ename"] != "interrupted" || !strings.Contains(fmt.Sprint(r.content["traceback"]), "Gone: the variable x") {
		t.Errorf("got %v", r.content)
	}
}

// The first interrupt may be there before the cell.
func TestAWorkerIsAskedAgainToEndTheCell(t *testing.T) {
	c := serve(t, "fake-worker-that-can-be-interrupted").connect(t)
	id := c.started("yield 3")
	c.ask("control", "interrupt_request", object{})
	if r := c.replyTo("shell", id); fmt.Sprint(r.content["traceback"]) != "[Left over: nothing]" {
		t.Errorf("got %v", r.content)
	}
}

func TestAnInterruptBetweenCellsEndsNone(t *testing.T) {
	c := serve(t, "fake-worker-that-can-be-interrupted").connect(t)
	c.run("declare f", "var x")
	c.ask("control", "interrupt_request", object{})
	c.settle()
	expect(t, c.run("interrupts"), "busy\nin 2\nstdout: 0\nidle\nreply ok 2\n")
}

func TestAllIsDeclaredAgainInOneRequest(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	for _, name := range []string{"f", "g", "h"} {
		c.run("declare " + name)
	}
	c.run("exit 1")
	expect(t, c.run("declared", "replays"), "busy\nin 5\nstdout: f g h\n1\nidle\nreply ok 5\n")
}

// A worker that takes long to declare again does not hold the error up.
func TestWhatIsFoundOutLateIsToldToTheNextCell(t *testing.T) {
	s := newServer(t, shortDir(t))
	o := Options{ConnectionFile: s.file, Worker: []string{os.Args[0], "fake-worker"}, Log: s.log}
	c, fifo := s.serve(t, o, func(s *session) { s.say = time.Millisecond }).connect(t), newFifo(t)
	c.run("keep fail undefined: y")
	c.run("after await "+fifo, "keep await "+fifo) // the first time it is not to be replayed
	f, err := os.OpenFile(fifo, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	got := c.run("exit 1")
	if !strings.Contains(got, "| The cells go on in a new process.") || strings.Contains(got, "undefined: y") {
		t.Errorf("got\n%s", got)
	}
	if f, err = os.OpenFile(fifo, os.O_WRONLY, 0); err != nil {
		t.Fatal(err)
	}
	f.Close()
	expect(t, c.run("print x"), "busy\nin 4\nstdout: cell[1]:1: undefined: y\nx\nidle\nreply ok 4\n")
	expect(t, c.run("print x"), "busy\nin 5\nstdout: x\nidle\nreply ok 5\n")
}

// programs makes a folder with the kernel's binary and the hosts of those modes.
func programs(t *testing.T, modes ...string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for _, mode := range append([]string{""}, modes...) {
		addProgram(t, dir, mode)
	}
	return dir
}

// addProgram puts the test binary where the host of a mode is looked for, or the
// kernel's own.
func addProgram(t *testing.T, dir, mode string) {
	t.Helper()
	file := filepath.Join(dir, "gophernotes")
	if mode != "" {
		file = filepath.Join(dir, "gophernotes."+mode, "worker")
	}
	self, err := os.Executable()
	if err == nil {
		err = os.MkdirAll(filepath.Dir(file), 0o755)
	}
	if err == nil {
		err = os.Symlink(self, file)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestCellsRunInTheWorkerOfTheirMode(t *testing.T) {
	dir := programs(t, pipe.Host, pipe.Race)
	s := newServer(t, shortDir(t))
	o := Options{ConnectionFile: s.file, Worker: []string{filepath.Join(dir, "gophernotes"), "fake-worker"}, Log: s.log}
	c := s.serve(t, o, func(*session) {}).connect(t)
	const onlyBin = "busy\nin %d\nstdout: %s\nidle\nreply ok %[1]d\n"
	expect(t, c.run("program"), fmt.Sprintf(onlyBin, 1, "gophernotes.host"))
	c.run("restart race")
	expect(t, c.run("program"), fmt.Sprintf(onlyBin, 3, "gophernotes.race"))
	c.run("exit 1")
	expect(t, c.run("program"), fmt.Sprintf(onlyBin, 5, "gophernotes.race"))
	c.run("restart host")
	expect(t, c.run("program"), fmt.Sprintf(onlyBin, 7, "gophernotes.host"))
}

func TestAHostIsLookedForAtEachStart(t *testing.T) {
	dir := programs(t)
	s := &session{program: []string{filepath.Join(dir, "gophernotes"), "worker"}}
	for _, test := range []struct{ add, mode, want string }{
		{"", "", "gophernotes worker"},
		{"", pipe.Race, "gophernotes worker"},
		{pipe.Host, "", "gophernotes.host/worker worker"},
		{"", pipe.Host, "gophernotes.host/worker worker"},
		{"", pipe.Race, "gophernotes.host/worker worker"},
		{pipe.Race, pipe.Race, "gophernotes.race/worker worker"},
		{"", "", "gophernotes.host/worker worker"},
	} {
		if test.add != "" {
			addProgram(t, dir, test.add)
		}
		if got := strings.TrimPrefix(strings.Join(s.argv(test.mode), " "), dir+"/"); got != test.want {
			t.Errorf("mode %q: got %q, want %q", test.mode, got, test.want)
		}
	}
}

func TestTheRaceDetectorGetsOptionsUnlessItHasSome(t *testing.T) {
	for set, want := range map[string]string{"": pipe.RaceOptions, "history_size=7": "history_size=7"} {
		t.Setenv("GORACE", set)
		c := serve(t, "fake-worker").connect(t)
		expect(t, c.run("environment GORACE"), "busy\nin 1\nstdout: "+want+"\nidle\nreply ok 1\n")
	}
}

func TestACellCanAskForANewWorker(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	c.run("declare f", "declare g", "var x")
	expect(t, c.run("print before", "restart race"), `
		busy
		in 2
		stdout: before
		The cells go on in a new process.
		The imports, types and functions of the cells are declared again.
		Gone: the variable x.
		idle
		reply ok 2
	`)
	expect(t, c.run("declared"), "busy\nin 3\nstdout: f g\nidle\nreply ok 3\n")
}

func TestWhatACellHasToSayIsShownBelowIt(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	expect(t, c.run("note x keeps its type.", "print out"), "busy\nin 1\nstdout: out\nx keeps its type.\nidle\nreply ok 1\n")
}

func TestSIGINTIsAnInterrupt(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	id := c.started("hang")
	syscall.Kill(os.Getpid(), syscall.SIGINT)
	if r := c.replyTo("shell", id); r.content["ename"] != "interrupted" {
		t.Errorf("got %v", r.content)
	}
}

func TestAnInterruptWhileIdleIsHarmless(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	c.run("declare f", "var x")
	c.ask("control", "interrupt_request", object{})
	c.settle()
	expect(t, c.run("declared"), "busy\nin 2\nstdout: f\nidle\nreply ok 2\n")
}

func TestADeathBetweenCellsIsShownAndToldOnce(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	id := c.send("shell", "execute_request", object{"code": "declare f\nvar x\nafter panic late"})
	c.replyTo("shell", id)
	for c.next("iopub").header.MsgType != "error" { // under the cell that began it
	}
	c.settle()
	expect(t, c.run("declared"), `
		busy
		in 2
		stdout: Since the last cell, the process that runs the cells has ended: panic: late
		The cells go on in a new process.
		The imports, types and functions of the cells are declared again.
		Gone: the variable x.
		f
		idle
		reply ok 2
	`)
	expect(t, c.run("print once"), "busy\nin 3\nstdout: once\nidle\nreply ok 3\n")
}

func TestAWorkerThatDiesOfItsReplayIsGivenNothingToReplay(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	c.run("declare f", "keep exit 4")
	c.run("var x")
	expect(t, c.run("exit 1"), `
		busy
		in 3
		error exit: exit status 1
		| exit: exit status 1
		| os.Exit, log.Fatal and the like end the process in which all cells live.
		| What the earlier cells declared ended the new process, too (exit: exit status 4), so nothing is declared any more: run the cells again, from the top.
		| Gone: the variable x.
		idle
		reply error 3 exit: exit status 1
	`)
	expect(t, c.run("declared"), "busy\nin 4\nstdout: \nidle\nreply ok 4\n")
}

func TestADeclarationThatFailsAgainIsNamed(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	c.run("keep fail undefined: y", "keep print never shown")
	c.run("declare g")
	got := c.run("kill")
	if want := "| cell[1]:1: undefined: y\n"; !strings.Contains(got, want) {
		t.Errorf("got\n%s", got)
	}
	expect(t, c.run("declared"), "busy\nin 4\nstdout: g\nidle\nreply ok 4\n")
}

func TestAWorkerThatDoesNotStartIsAnErrorInTheCell(t *testing.T) {
	for worker, want := range map[string]string{
		"fake-worker-that-fails":  "it ended before it was ready: panic: no memory for the interpreter",
		"fake-worker-that-sleeps": "it was not ready after 10ms",
	} {
		c := serve(t, worker).connect(t)
		for range 2 { // and again, when it is tried again
			got := c.run("print x")
			if !strings.Contains(got, "error no worker: the process that runs the cells does not start: "+want+"\n") || !strings.Contains(got, "| Run the cell again.") {
				t.Errorf("got\n%s", got)
			}
		}
		if got := c.ask("shell", "is_complete_request", object{"code": "x"}); got["status"] != "unknown" {
			t.Errorf("got %v", got)
		}
	}
}

func TestWhatTheWorkerHasToSayIsSaidOnce(t *testing.T) {
	c := serve(t, "fake-worker-with-notes").connect(t)
	expect(t, c.run("print x"), "busy\nin 1\nstdout: No toolchain was found.\nx\nidle\nreply ok 1\n")
	c.run("exit 1")
	expect(t, c.run("print y"), "busy\nin 3\nstdout: y\nidle\nreply ok 3\n")
}

func TestWhatACellStartedDiesWithIt(t *testing.T) {
	for _, script := range []string{"child\nkill", "child\nexit 0", "child\npanic x"} {
		c := serve(t, "fake-worker").connect(t)
		pid := firstNumber(t, c.run(script))
		if !ended(pid) {
			t.Errorf("%q: process %d lives", script, pid)
		}
	}
}

// firstNumber returns the number that a story's first line to stdout is.
func firstNumber(t *testing.T, story string) int {
	t.Helper()
	_, rest, _ := strings.Cut(story, "stdout: ")
	line, _, _ := strings.Cut(rest, "\n")
	n, err := strconv.Atoi(line)
	if err != nil {
		t.Fatalf("no number in\n%s", story)
	}
	return n
}

// ended says whether a process has ended: it is gone, or a zombie that nobody
// has buried yet.
func ended(pid int) bool {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return syscall.Kill(pid, 0) != nil
	}
	_, state, _ := strings.Cut(string(status), ") ")
	return strings.HasPrefix(state, "Z") || strings.HasPrefix(state, "X")
}

func TestTheKernelTakesItsWorkerAlong(t *testing.T) {
	s := serve(t, "fake-worker")
	c := s.connect(t)
	c.run("child")
	w := s.kernel.session.current().w
	s.kernel.end()
	<-s.over
	if !w.isDead() || !ended(w.cmd.Process.Pid) {
		t.Error("the worker lives")
	}
}

func TestNamesReadAsASentence(t *testing.T) {
	for want, all := range map[string][]string{
		"a and b":                           {"a", "b"},
		"a, b and c":                        {"a", "b", "c"},
		"a, b, c, d, e, f, g, h and i":      {"a", "b", "c", "d", "e", "f", "g", "h", "i"},
		"a, b, c, d, e, f, g, h and 2 more": {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"},
	} {
		if got := names(all); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// between returns what stands between two texts.
func between(text, before, after string) string {
	_, rest, _ := strings.Cut(text, before)
	inner, _, _ := strings.Cut(rest, after)
	return inner
}
