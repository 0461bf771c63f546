//go:build gophernotes && compiled

package main

import (
	"context"
	"fmt"
	"go/token"
	"os"
	"plugin"
	"regexp"
	"strings"

	"seminar/kernelext/cell"
	"seminar/kernelext/kernel/pipe"
)

// modules makes the packages importable that the cell asks for and the worker does
// not hold: those of the modules that the go.mod of the notebook's folder lists.
// The first import takes seconds, so it says what it does.
func (c *compiled) modules(ctx context.Context, name, code string) *pipe.Error {
	for _, i := range cell.Imports(code) {
		if i.Path == "C" {
			return c.marked("compile error", token.Position{Filename: name, Line: i.Line, Column: i.Column}, "a cell cannot contain C: put it into a package of a module of its own")
		}
		if i.Path == "unsafe" || c.kit.Has(i.Path) {
			continue
		}
		fmt.Printf("compiling package %s\n", i.Path)
		if err := c.module(ctx, i.Path); err != nil {
			return c.marked("compile error", token.Position{Filename: name, Line: i.Line, Column: i.Column}, readersReason(err))
		}
	}
	return nil
}

// inGoroot is where the go command looked in vain.
var inGoroot = regexp.MustCompile(`( is not in std) \([^)]*\)`)

// readersReason is why a package cannot be imported, without our words around it.
func readersReason(err error) string {
	return inGoroot.ReplaceAllString(strings.TrimPrefix(err.Error(), "toolchain: "), "$1")
}

func (c *compiled) module(ctx context.Context, path string) error {
	dir, err := os.Getwd()
	if err != nil {
		return err
	}
	m, err := c.kit.Module(ctx, dir, path)
	if err != nil {
		return err
	}
	if m.Plugin != "" {
		if _, err := plugin.Open(m.Plugin); err != nil {
			return fmt.Errorf("package %s cannot be loaded: %w", path, err)
		}
	}
	c.kit.LoadedModule(m)
	return nil
}
