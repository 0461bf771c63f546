// Command gophernotes is the kernel process, which Jupyter starts and which never runs a reader's
// code. It starts the worker that lies beside it, in the folder gophernotes.host, which does. Where
// cells cannot be compiled, the program in its place is the one of kernelext/worker.
package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"seminar/kernelext/kernel"
	"seminar/kernelext/kernel/history"
	"seminar/kernelext/toolchain"
)

const usage = `gophernotes runs Go in Jupyter notebooks.

  gophernotes CONNECTION_FILE   be the kernel; Jupyter calls it so
  gophernotes --version         print the version
  gophernotes --help            print this

To open the notebooks, run: go tool seminar lab
`

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

// run is the whole program. It returns when Jupyter has asked for the shutdown.
func run(args []string, stdout io.Writer) error {
	switch {
	case len(args) == 1 && (args[0] == "--help" || args[0] == "-h" || args[0] == "help"):
		_, err := io.WriteString(stdout, usage)
		return err
	case len(args) == 1 && args[0] == "--version":
		_, err := fmt.Fprintln(stdout, "gophernotes", kernel.Version)
		return err
	case len(args) != 1 || args[0] == "" || args[0][0] == '-':
		return fmt.Errorf("gophernotes needs exactly one argument, the connection file that Jupyter writes; `gophernotes --help` tells more")
	}
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("gophernotes cannot find its own file: %w", err)
	}
	defer toolchain.Sweep() // the worker was killed, with whatever it was at
	return kernel.Run(context.Background(), kernel.Options{
		ConnectionFile: args[0], Worker: []string{self, "worker"}, Version: kernel.Version, History: history.Place(),
	})
}
