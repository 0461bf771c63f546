package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"seminar/charts/js"
	"seminar/kernelext/build"
)

//go:embed logo-svg.svg
var logo []byte

// kernelFiles are what is written into the kernelspec's folder. A kernel that ran while
// its worker was built anew goes on with what has become .old.
var kernelFiles = []string{
	"kernel.json", "gophernotes", "gophernotes.inputs", "gophernotes.reference", "charts.js", "logo-svg.svg",
	hostFolder, hostFolder + ".old", raceFolder, raceFolder + ".old", interpretedFile,
}

// unfinished is how build names what it will put into place when it is complete. One
// that was killed leaves it.
const unfinished = ".gophernotes*"

// A kernelJSON is what Jupyter reads about a kernel.
type kernelJSON struct {
	Argv          []string          `json:"argv"`
	DisplayName   string            `json:"display_name"`
	Language      string            `json:"language"`
	InterruptMode string            `json:"interrupt_mode"`
	Metadata      map[string]string `json:"metadata"` // "seminar": the checkout that wrote it
}

// installKernel puts the kernel's binary, the worker for compiled cells, its
// description, its logo and what charts need in a browser into the environment.
func (s *site) installKernel(ctx context.Context, p *progress, wrote *ledger) error {
	dir := s.kernelspec()
	if owner := specOwner(dir); owner == "" {
		return fmt.Errorf("%s holds a gophernotes kernel that is not from this command: remove it with `jupyter kernelspec remove gophernotes`, and run the command again", dir)
	}
	if !slices.Equal(wrote.Wrote[dir].Files, kernelFiles) { // not ours yet, or from an earlier state of the seminar
		if err := wrote.begin(dir, kernelFiles...); err != nil {
			return explain(err, "")
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return explain(err, "")
	}
	s.clearAway()
	kernel, err := s.installCells(ctx, p, build.Host)
	if err != nil {
		return err
	}
	if err := s.build(ctx, p, "kernel", kernel, build.Options{Output: s.kernel()}); err != nil {
		return err
	}
	s.tellInstead(ctx, p)
	script, err := js.Bundle(s.chartLibrary())
	if err != nil {
		return err
	}
	if err := s.writeSpec(script); err != nil {
		return explain(err, "")
	}
	if inputs := hash(dir); !wrote.made(dir, inputs) {
		return explain(wrote.finish(dir, inputs), "")
	}
	return nil
}

// writeSpec writes what Jupyter reads about the kernel, where it is not current.
// kernel.json comes last: without it there is no kernel, so nobody starts half of one.
func (s *site) writeSpec(script []byte) error {
	dir := s.kernelspec()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	spec, err := json.MarshalIndent(kernelJSON{
		Argv:          []string{s.kernel(), "{connection_file}"},
		DisplayName:   "Go",
		Language:      "go",
		InterruptMode: "message",
		Metadata:      map[string]string{"seminar": s.root},
	}, "", "  ")
	if err != nil {
		return err
	}
	for _, f := range []struct {
		name string
		data []byte
	}{{"charts.js", script}, {"logo-svg.svg", logo}, {"kernel.json", append(spec, '\n')}} {
		path := filepath.Join(dir, f.name)
		if current(path, f.data) {
			continue
		}
		if err := writeFile(path, f.data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// specOwner returns the checkout whose kernelspec is in dir, dir itself when
// there is none yet, and "" when it is not ours.
func specOwner(dir string) string {
	data, err := os.ReadFile(filepath.Join(dir, "kernel.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return dir
	}
	var spec kernelJSON
	if err != nil || json.Unmarshal(data, &spec) != nil {
		return ""
	}
	return spec.Metadata["seminar"]
}

// clearAway removes what builds that were killed have left. What is younger than an
// hour may belong to another checkout, which builds into this environment now.
func (s *site) clearAway() {
	left, _ := filepath.Glob(filepath.Join(s.kernelspec(), unfinished))
	for _, path := range left {
		if info, err := os.Lstat(path); err == nil && time.Since(info.ModTime()) > time.Hour {
			os.RemoveAll(path)
		}
	}
}
