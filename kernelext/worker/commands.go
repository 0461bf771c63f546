//go:build gophernotes && compiled

package main

import (
	"strings"

	"seminar/kernelext/kernel/pipe"
)

// commands runs the special commands at the top of a cell: our own, and then
// gophernotes'. It returns the rest of the cell, with the same line numbers.
func (c *compiled) commands(name, code string) (rest string, out outcome, failure *pipe.Error) {
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
		lines[i] = ""
		if failure = command(c, words[1:], &out); failure != nil {
			return "", out, failure
		}
	}
	rest, failure = c.specialCommands(name, strings.Join(lines, "\n"))
	return rest, out, failure
}

// commands are those that gophernotes does not have.
var commands map[string]func(c *compiled, args []string, out *outcome) *pipe.Error

func init() {
	commands = map[string]func(*compiled, []string, *outcome) *pipe.Error{
		"%restart": (*compiled).restart,
	}
}

// restart asks the kernel for a new worker.
func (c *compiled) restart(args []string, out *outcome) *pipe.Error {
	out.restart = mode()
	return nil
}

// mode is the way in which this worker was built.
func mode() string {
	if raceMode {
		return "race"
	}
	return "host"
}
