//go:build gophernotes && compiled

package main

import (
	"fmt"
	"strings"

	"seminar/kernelext/kernel/pipe"
	"seminar/kernelext/kernel/stack"
)

// commands are the special commands that gophernotes does not have.
var commands map[string]func(c *compiled, args []string, out *outcome) *pipe.Error

func init() {
	commands = map[string]func(*compiled, []string, *outcome) *pipe.Error{
		"%help":    (*compiled).help,
		"%race":    (*compiled).race,
		"%leaks":   (*compiled).leaks,
		"%restart": (*compiled).restart,
	}
}

const ourHelp = `%race on         watch for data races: the cells go on in a process built with Go's race detector
%race off        and back
%leaks           name the goroutines that can never go on
%restart         go on in a new process, with imports, types and functions declared again
`

// specials runs the special commands at the top of a cell: our own, and then
// gophernotes'. It returns the rest of the cell, with the same line numbers.
func (c *compiled) specials(name, code string) (rest string, out outcome, failure *pipe.Error) {
	lines := strings.Split(code, "\n")
	for i, line := range lines {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		command := commands[words[0]]
		if command == nil {
			break
		}
		if words[0] != "%help" { // gophernotes' own follows
			lines[i] = ""
		}
		if failure = command(c, words[1:], &out); failure != nil {
			return "", out, failure
		}
	}
	rest, failure = c.specialCommands(name, strings.Join(lines, "\n"))
	return rest, out, failure
}

func (c *compiled) help([]string, *outcome) *pipe.Error {
	fmt.Print(ourHelp)
	return nil
}

// restart asks the kernel for a new worker.
func (c *compiled) restart(_ []string, out *outcome) *pipe.Error {
	out.restart = mode()
	return nil
}

// mode is the way in which this worker was built.
func mode() string {
	if raceMode {
		return pipe.Race
	}
	return pipe.Host
}

// leaks names the goroutines that the runtime knows to be stuck for good.
func (c *compiled) leaks([]string, *outcome) *pipe.Error {
	var b strings.Builder
	if err := leakProfile.WriteTo(&b, 2); err != nil {
		return commandError("%leaks", err.Error())
	}
	n := 0
	for _, g := range stack.Goroutines(b.String()) {
		if !strings.Contains(g.State, " (leaked)") {
			continue
		}
		n++
		what, _, _ := strings.Cut(g.State, " (")
		fmt.Printf("a goroutine that can never go on (%s):\n", what)
		for _, line := range c.lines(g.Frames) {
			fmt.Println("    " + line)
		}
		if g.Created != nil {
			fmt.Printf("    started at %s\n", g.Created)
		}
	}
	if n == 0 {
		fmt.Println("No goroutine of the cells is stuck for good.")
	}
	return nil
}

func commandError(command, said string) *pipe.Error {
	return &pipe.Error{Name: "special command", Value: said, Traceback: []string{command + ": " + said}}
}
