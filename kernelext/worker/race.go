//go:build gophernotes && compiled

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"golang.org/x/sys/unix"

	"seminar/kernelext/kernel/pipe"
)

// race asks the kernel for a worker with the race detector, or for one without.
// The first time, it is built: that takes some minutes and shows its progress in
// the cell.
func race(_ *interpreter, args string, out *outcome) (string, *pipe.Error) {
	switch {
	case args == "off":
		if raceMode {
			out.restart = pipe.Host
		}
		return "", nil
	case args != "on":
		return "", commandError("%race", "say %race on or %race off")
	case raceMode:
		return "", nil
	}
	if err := buildRace(); err != nil {
		return "", commandError("%race", err.Error())
	}
	out.restart = pipe.Race
	return "", nil
}

// buildRace builds the worker with the race detector where it is missing or out
// of date: set-up knows how, and does nothing when there is nothing to do. On a server
// for a class, only the user who installed can do that.
func buildRace() error {
	root, err := checkout()
	if err != nil {
		return err
	}
	if unix.Access(root, unix.W_OK) != nil {
		return installedRace(root)
	}
	cmd := exec.Command("go", "tool", "seminar", "install", "--race")
	cmd.Dir = root
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stdout
	err = cmd.Start()
	if err == nil {
		unlimited(cmd.Process)
		err = cmd.Wait()
	}
	if err != nil {
		return fmt.Errorf("the worker with the race detector could not be built: %w", err)
	}
	return nil
}

// workerOf is where the worker of a mode is, or would be: in a folder beside ours.
func workerOf(mode string) string {
	self, err := os.Executable()
	if err != nil {
		return ""
	}
	return filepath.Join(filepath.Dir(self), "..", "gophernotes."+mode, "worker")
}

// installedRace looks whether there is a worker with the race detector.
func installedRace(root string) error {
	if _, err := os.Stat(workerOf(pipe.Race)); err != nil {
		return fmt.Errorf("the worker with the race detector is missing, and only who installed the seminar for all can build it: run `go tool seminar install --race` in %s", root)
	}
	return nil
}

// checkout returns the folder of the project that installed this kernel, as the
// kernel's description says.
func checkout() (string, error) {
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	text, err := os.ReadFile(filepath.Join(filepath.Dir(self), "..", "kernel.json"))
	if err != nil {
		return "", err
	}
	var spec struct{ Metadata map[string]string }
	if err := json.Unmarshal(text, &spec); err != nil {
		return "", err
	}
	if spec.Metadata["seminar"] == "" {
		return "", fmt.Errorf("kernel.json does not say which checkout installed this kernel; run there: go tool seminar install --race")
	}
	return spec.Metadata["seminar"], nil
}
