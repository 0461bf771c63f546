package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"seminar/charts"
	"seminar/kernelext/build"
)

//go:embed logo-svg.svg
var logo []byte

// kernelFiles are what installKernel writes into the kernelspec's folder.
var kernelFiles = []string{"kernel.json", "gophernotes", "gophernotes.inputs", "charts.js", "logo-svg.svg"}

// A kernelJSON is what Jupyter reads about a kernel.
type kernelJSON struct {
	Argv          []string          `json:"argv"`
	DisplayName   string            `json:"display_name"`
	Language      string            `json:"language"`
	InterruptMode string            `json:"interrupt_mode"`
	Metadata      map[string]string `json:"metadata"` // "seminar": the checkout that wrote it
}

// installKernel puts the kernel's binary, its description, its logo and what
// charts need in a browser into the environment.
func (s *site) installKernel(ctx context.Context, p *progress, wrote *ledger) error {
	dir := s.kernelspec()
	if owner := specOwner(dir); owner == "" {
		return fmt.Errorf("%s holds a gophernotes kernel that is not from this command: remove it with `jupyter kernelspec remove gophernotes`, and run the command again", dir)
	}
	if _, ours := wrote.Wrote[dir]; !ours {
		if err := wrote.begin(dir, kernelFiles...); err != nil {
			return explain(err, "")
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return explain(err, "")
	}
	if err := s.buildKernel(ctx, p); err != nil {
		return err
	}
	script, err := charts.Bundle(s.chartLibrary())
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
		Argv:          []string{filepath.Join(dir, "gophernotes"), "{connection_file}"},
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

// buildKernel shows a step only once build has something to say, which it has
// not when the binary is current.
func (s *site) buildKernel(ctx context.Context, p *progress) error {
	said := make(chan string)
	built := make(chan error, 1)
	go func() {
		defer close(said)
		built <- build.Kernel(ctx, build.Options{Output: filepath.Join(s.kernelspec(), "gophernotes"), Dir: s.root, Log: lineWriter(said)})
	}()
	result := func() error {
		if err := <-built; ctx.Err() == nil {
			return explain(err, "")
		}
		return ctx.Err()
	}
	first, ok := <-said
	if !ok {
		return result()
	}
	return p.step("kernel", func(say func(string)) error {
		say(first)
		for line := range said {
			say(line)
		}
		return result()
	})
}

// A lineWriter sends what is written to a channel.
type lineWriter chan<- string

var _ io.Writer = lineWriter(nil)

func (w lineWriter) Write(data []byte) (int, error) {
	w <- string(data)
	return len(data), nil
}
