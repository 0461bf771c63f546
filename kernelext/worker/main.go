//go:build gophernotes

// The main program of the kernel's binary: one file with two lives, and both
// with gophernotes inside. `gophernotes CONNECTION_FILE` is the kernel process,
// which Jupyter starts and which never runs a reader's code; `gophernotes worker`
// is the worker process, which the kernel starts and which runs every cell.
//
// These files are no package of the project: build.Kernel copies them into a
// copy of gophernotes, in the place of its main.go, and the build tag keeps
// every other build away from them. From gophernotes they use the interpreter
// (gomacro), the display package with its renderers, and the special commands.
// What they add is the life of a worker: requests and events over the pipe,
// what a cell keeps, and errors in the reader's terms.
//
// They compile nothing and start no compiler: every package a cell can import
// is in the binary (package bindings, generated).
package main

import (
	"fmt"
	"os"

	"seminar/kernelext"
	"seminar/kernelext/kernel"
)

const (
	// Version is gophernotes' own.
	Version = kernel.Version
	// ProtocolVersion is needed by gophernotes' message code, which serves the
	// kernel process of stock gophernotes only; ours is seminar/kernelext/kernel.
	ProtocolVersion = "5.3"
)

const usage = `gophernotes runs Go in Jupyter notebooks.

  gophernotes CONNECTION_FILE   be the kernel; Jupyter calls it so
  gophernotes worker            run cells; the kernel calls it so
  gophernotes --version         print the version
  gophernotes --help            print this

To open the notebooks, run: go tool seminar lab
`

func main() {
	kernelext.ProcessMain() // does not return in a process that kernelext.Processes started
	args := os.Args[1:]
	switch {
	case len(args) == 1 && (args[0] == "--help" || args[0] == "-h" || args[0] == "help"):
		fmt.Print(usage)
	case len(args) == 1 && args[0] == "--version":
		fmt.Println("gophernotes " + Version)
	case len(args) == 1 && args[0] == "worker":
		work()
	case len(args) == 1 && args[0] != "" && args[0][0] != '-':
		kernelProcess(args[0])
	default:
		fail("gophernotes needs exactly one argument, the connection file that Jupyter writes; `gophernotes --help` tells more")
	}
}

// fail ends the process with a sentence for whoever started it by hand.
func fail(sentence string) {
	fmt.Fprintln(os.Stderr, sentence)
	os.Exit(2)
}
