// Command seminar sets the seminar up, opens it, runs it and tests it:
//
//	go tool seminar lab
//
// Package main holds no measurement, no chart and nothing of the kernel: it
// finds or makes the Python environment, has the other packages build what
// belongs into it, and starts Jupyter's programs as child processes that end
// with it. It changes nothing outside the checkout, that environment and, for the
// compiler for cells, the user's cache; what it wrote stands in .seminar.json, and
// uninstall removes exactly that.
package main

import "os"

func main() {
	os.Exit(status(run(os.Args[1:], os.Stdout, os.Stderr), os.Stderr))
}
