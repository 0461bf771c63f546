//go:build gophernotes

package main

import (
	"context"
	"os"

	"seminar/kernelext/kernel"
	"seminar/kernelext/kernel/history"
	"seminar/kernelext/toolchain"
)

// kernelProcess is the life of the process that Jupyter starts. It returns when
// Jupyter has asked for the shutdown.
func kernelProcess(connectionFile string) {
	self, err := os.Executable()
	if err != nil {
		fail("gophernotes cannot find its own file: " + err.Error())
	}
	newQuiet()
	options := kernel.Options{ConnectionFile: connectionFile, Worker: []string{self, "worker"}, Version: Version, History: history.Place()}
	if err := kernel.Run(context.Background(), options); err != nil {
		fail(err.Error())
	}
	toolchain.Sweep() // the worker was killed, with whatever it was at
}
