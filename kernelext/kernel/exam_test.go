package kernel

import (
	"strings"
	"testing"
)

// A test cell runs in a process of its own, which knows what it needs and nothing else. Its stderr is
// output: nbgrader gives no points to a cell that has written to stderr.
func TestATestCellRunsApart(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	c.run("declare f", "declare unused")
	expect(t, c.run("apart declare f", "exam", "declared", "print out", "display this", "eprint and err"), `
		busy
		in 2
		stdout: exam plain
		f
		out
		display_data this
		stdout: and err
		idle
		reply ok 2
	`)
	expect(t, c.run("exam", "declared"), "busy\nin 3\nstdout: exam \nf unused\nidle\nreply ok 3\n")
}

// Where a check needs another kind of process, the cell is run there as well, once it has passed.
func TestATestCellIsRunInEachKindOfProcessThatItWants(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	expect(t, c.run("apart", "exam", "want race", "want schedules"), `
		busy
		in 1
		stdout: exam plain
		exam race
		exam schedules
		idle
		reply ok 1
	`)
	expect(t, c.run("apart", "exam", "want race", "fail at once"), `
		busy
		in 2
		stdout: exam plain
		error compile error: at once
		| cell[1]:1: at once
		idle
		reply error 2 compile error: at once
	`)
}

// Whatever a test cell does to its process costs that cell only: variables stay, and nobody is told of a
// new process.
func TestTheDeathOfATestCellCostsNothingElse(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	c.run("declare f", "var x")
	for script, want := range map[string]string{"exit 0": "exit: exit status 0", "kill": "killed: signal: killed", "panic boom": "panic: boom", "overflow": "fatal error: stack overflow"} {
		got := c.run("apart declare f", "print before", script)
		if !strings.Contains(got, "stdout: before\nerror "+want+"\n") || !strings.Contains(got, "| "+examsOwn+"\n") || strings.Contains(got, "Gone") {
			t.Errorf("%s: got\n%s", script, got)
		}
	}
	if got := c.run("declared"); !strings.Contains(got, "stdout: f\nidle") {
		t.Errorf("afterwards: %s", got)
	}
}

// What a test cell prints is stored with a submission, and made into feedback.
func TestATestCellIsCutEarlier(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	if got := c.run("apart", "flood 1"); len(got) > maxTest+1000 || !strings.Contains(got, tooMuchTest) {
		t.Errorf("it shows %d bytes", len(got))
	}
}

// An interrupt ends a test cell at once: there is nothing to keep.
func TestATestCellIsInterrupted(t *testing.T) {
	c := serve(t, "fake-worker-that-ignores-interrupts").connect(t)
	c.run("declare f")
	id := c.send("shell", "execute_request", object{"code": "apart\nprint started\nhang"})
	for c.next("iopub").header.MsgType != "stream" {
	}
	c.ask("control", "interrupt_request", object{})
	if r := c.replyTo("shell", id); r.content["ename"] != "interrupted" {
		t.Errorf("got %v", r.content)
	}
	c.settle()
	if got := c.run("declared"); !strings.Contains(got, "stdout: f\n") {
		t.Errorf("afterwards: %s", got)
	}
}
