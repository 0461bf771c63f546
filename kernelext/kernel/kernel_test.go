package kernel

import (
	"strings"
	"testing"
)

func TestACellIsRun(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	expect(t, c.run("print hello", "result 42"), `
		busy
		in 1
		stdout: hello
		execute_result 42
		idle
		reply ok 1
	`)
}

func TestAPanicEndsTheCellAndNotTheKernel(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	c.run("declare f", "var x", "var y")
	expect(t, c.run("print before", "panic boom"), `
		busy
		in 2
		stdout: before
		error panic: boom
		| panic: boom
		| The cells go on in a new process.
		| The imports, types and functions of the earlier cells are declared again.
		| Gone: the variables x and y, and what this cell declared.
		idle
		reply error 2 panic: boom
	`)
	if got := c.run("declared"); !strings.Contains(got, "stdout: f\n") {
		t.Errorf("f was not declared again:\n%s", got)
	}
}
