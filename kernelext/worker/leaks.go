//go:build gophernotes && compiled

package main

import (
	"fmt"
	"strings"

	"seminar/kernelext/kernel/pipe"
	"seminar/kernelext/kernel/stack"
)

func init() { commands["%leaks"].run, commands["%race"].run = leaks, race }

// leaks names the goroutines that the runtime knows to be stuck for good.
func leaks(in *interpreter, _ string, _ *outcome) (string, *pipe.Error) {
	var b strings.Builder
	if err := leakProfile.WriteTo(&b, 2); err != nil {
		return "", commandError("%leaks", err.Error())
	}
	n := 0
	for _, g := range stack.Goroutines(b.String()) {
		if !strings.Contains(g.State, " (leaked)") {
			continue
		}
		n++
		what, _, _ := strings.Cut(g.State, " (")
		fmt.Printf("a goroutine that can never go on (%s):\n", what)
		for _, line := range in.lines(g.Frames) {
			fmt.Println("    " + line)
		}
		if g.Created != nil {
			fmt.Printf("    started at %s\n", g.Created)
		}
	}
	if n == 0 {
		fmt.Println("No goroutine of the cells is stuck for good.")
	}
	return "", nil
}
