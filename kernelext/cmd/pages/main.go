// Command pages writes the pages of the seminar that need much code: the gallery of charts,
// which a JavaScript engine draws, and PDFs, which a browser prints. `go tool seminar` has it
// compiled when it is first asked for such a page:
//
//	go run seminar/kernelext/cmd/pages gallery FILE
//	go run seminar/kernelext/cmd/pages print FOLDER PAGE...
//
// It is a program of its own because everybody who sets the seminar up compiles that command,
// and with this code in it that takes twice as long.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"seminar/charts"
)

const usage = `pages writes pages for go tool seminar.

  pages gallery FILE            write a page with every kind of chart
  pages print FOLDER PAGE...    print pages of a folder to PDFs beside them, and say which begins
`

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run is the whole program. An interrupt, a termination or a closed terminal ends it once
// everything that it started is gone.
func run(args []string, stdout, stderr io.Writer) error {
	ctx, stop := signal.NotifyContext(context.Background(),
		syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	switch {
	case len(args) == 2 && args[0] == "gallery":
		return charts.WriteGallery(args[1])
	case len(args) > 2 && args[0] == "print":
		folder, err := filepath.Abs(args[1])
		if err != nil {
			return err
		}
		return printAll(ctx, folder, args[2:], stdout)
	}
	io.WriteString(stderr, usage)
	return errors.New("pages: the call is none of these")
}
