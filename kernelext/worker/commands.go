//go:build gophernotes

package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"maps"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"syscall"

	"seminar/kernelext/kernel/pipe"
)

// A command is what a line at the top of a cell asks for that begins with a % or,
// for a program of the system, with a $.
type command struct {
	use  string // how it is written
	does string
	// run obeys; it returns the line of Go that stands in the command's place.
	run func(in *interpreter, args string, out *outcome) (line string, failure *pipe.Error)
}

// commands are the special commands. Those that need compiled cells are put there
// where cells are compiled.
var commands map[string]*command

func init() {
	commands = map[string]*command{
		"%cd":         {"%cd DIR", "go to a folder, or home; later cells and processes stay there", changeFolder},
		"%goroutines": {"%goroutines", "list the goroutines of cells that are left", listGoroutines},
		"%help":       {"%help", "this", help},
		"%leaks":      {"%leaks", "name those that can never go on", notCompiled},
		"%race":       {"%race on, off", "go on in a process with Go's race detector, and back", notCompiled},
		"%reset":      {"%reset", "go on in a new process, with nothing declared", reset},
		"%restart":    {"%restart", "go on in a new process, with imports, types and functions declared again", restart},
		"%timeit":     {"%timeit STATEMENT", "measure how long a statement takes, in several rounds", timeit},
		"%version":    {"%version", "what runs here, and how", version},
		"$":           {"$ COMMAND", "run a command of the system's shell", shell},
	}
}

// specials runs the special commands at the top of a cell and returns the rest of
// it, with the same line numbers.
func (in *interpreter) specials(name, code string) (rest string, out outcome, failure *pipe.Error) {
	lines := strings.Split(code, "\n")
	for i, line := range lines {
		word, args, ok := special(line)
		if !ok {
			if word == "" {
				continue
			}
			break
		}
		c := commands[word]
		if c == nil {
			return "", out, commandError(word, "there is no such command"+nearest(word)+"; %help lists those that there are")
		}
		if lines[i], failure = c.run(in, args, &out); failure != nil {
			return "", out, failure
		}
	}
	return strings.Join(lines, "\n"), out, nil
}

// special takes a line apart that is a special command. Of another one it returns
// the first word.
func special(line string) (word, args string, ok bool) {
	line = strings.TrimSpace(line)
	if rest, ok := strings.CutPrefix(line, "$"); ok {
		return "$", strings.TrimSpace(rest), true
	}
	word, args, _ = strings.Cut(line, " ")
	return word, strings.TrimSpace(args), strings.HasPrefix(word, "%")
}

// nearest asks whether the command was meant that begins most like word.
func nearest(word string) string {
	best, most := "", 2
	for name := range commands {
		n := 0
		for n < min(len(name), len(word)) && name[n] == word[n] {
			n++
		}
		if n > most || n == most && best != "" && name < best {
			best, most = name, n
		}
	}
	if best == "" {
		return ""
	}
	return " (is " + best + " meant?)"
}

func commandError(command, said string) *pipe.Error {
	return &pipe.Error{Name: "special command", Value: said, Traceback: []string{command + ": " + said}}
}

// notCompiled stands for commands that only compiled cells have.
func notCompiled(in *interpreter, _ string, _ *outcome) (string, *pipe.Error) {
	return "", commandError("special command", "it needs compiled cells. "+in.way())
}

// way says how cells are run here.
func (in *interpreter) way() string {
	if len(in.because) == 0 {
		return "Cells are interpreted; `go tool seminar doctor` says why."
	}
	return strings.Join(in.because, " ")
}

func help(*interpreter, string, *outcome) (string, *pipe.Error) {
	names := slices.Sorted(maps.Keys(commands))
	for _, name := range append(names[1:], names[0]) { // $ last
		c := commands[name]
		fmt.Printf("%-18s %s\n", c.use, c.does)
	}
	fmt.Printf("%-18s %s\n", "NAME?", "tell what a name is, as Shift-Tab does: a cell of its own; NAME?? tells more")
	fmt.Println("\nThey stand at the top of a cell. An interrupt (■) ends what runs; variables stay where that is possible.")
	fmt.Println("A cell that imports seminar/kernelext/check is a test: it runs in a process of its own, where the declarations of the others are new.")
	return "", nil
}

func version(in *interpreter, _ string, _ *outcome) (string, *pipe.Error) {
	fmt.Printf("Go %s, gophernotes %s\n%s\n", strings.TrimPrefix(runtime.Version(), "go"), Version, in.way())
	return "", nil
}

func listGoroutines(in *interpreter, _ string, _ *outcome) (string, *pipe.Error) {
	if crowd() {
		for _, g := range gather() {
			fmt.Printf("%s of cell[%s] at %s\n", count(g.count, "goroutine"), g.cell, g.at)
		}
		return "", nil
	}
	fmt.Print(list(others(), in.lines))
	return "", nil
}

func restart(_ *interpreter, _ string, out *outcome) (string, *pipe.Error) {
	out.restart = mode()
	return "", nil
}

func reset(_ *interpreter, _ string, out *outcome) (string, *pipe.Error) {
	out.restart, out.forget = mode(), true
	return "", nil
}

// mode is the way in which this worker was built.
func mode() string {
	if raceMode {
		return pipe.Race
	}
	return pipe.Host
}

// changeFolder is gophernotes' own %cd, and says where it has led.
func changeFolder(in *interpreter, args string, _ *outcome) (line string, failure *pipe.Error) {
	defer func() {
		if p := recover(); p != nil {
			line, failure = "", commandError("%cd", fmt.Sprint(p))
		}
	}()
	evalSpecialCommand(in.kernel.ir, output(), strings.TrimSpace("%cd "+args))
	dir, err := os.Getwd()
	if err != nil {
		return "", commandError("%cd", err.Error())
	}
	fmt.Println(dir)
	return "", nil
}

// shell runs a command. What it writes is shown as it comes: gophernotes' own $
// knows neither quotes nor pipes, and shows nothing before the end. An interrupt
// reaches it as a terminal's does.
func shell(_ *interpreter, args string, _ *outcome) (string, *pipe.Error) {
	if args == "" {
		return "", commandError("$", "a command of the shell is missing: $ ls")
	}
	cmd := exec.Command("sh", "-c", args)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	err := cmd.Run()
	if s := cmd.ProcessState; s != nil {
		if status, ok := s.Sys().(syscall.WaitStatus); ok && status.Signaled() && status.Signal() == syscall.SIGINT {
			return "", interruptedError()
		}
	}
	if err != nil {
		return "", commandError("$ "+args, err.Error())
	}
	return "", nil
}

// timeit makes a call of display.Time of a statement or an expression. The cell
// below runs after it, so what it needs is declared in an earlier cell.
func timeit(_ *interpreter, args string, _ *outcome) (string, *pipe.Error) {
	if args == "" {
		return "", commandError("%timeit", "a statement is missing: %timeit f(1)")
	}
	if x, err := parser.ParseExpr(args); err == nil {
		if _, isCall := ast.Unparen(x).(*ast.CallExpr); !isCall {
			args = "_ = " + args
		}
	}
	return "display.Time(func(ǀn int) { for range ǀn { " + args + " } })", nil
}
