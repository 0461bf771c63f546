//go:build gophernotes

package main

import (
	"fmt"
	"go/ast"
	"go/token"

	"github.com/cosmos72/gomacro/imports"

	"seminar/kernelext/kernel/pipe"
	"seminar/kernelext/worker/bindings"
)

// checkPackage refuses a package clause other than main, which whole programs
// have: gomacro would leave the session for a package of that name.
func (in *interpreter) checkPackage(nodes []ast.Node) *pipe.Error {
	for _, n := range nodes {
		d, ok := n.(*ast.GenDecl)
		if !ok || d.Tok != token.PACKAGE {
			continue
		}
		for _, spec := range d.Specs {
			if v, ok := spec.(*ast.ValueSpec); ok && len(v.Names) == 1 && v.Names[0].Name != "main" {
				return in.located("compile error", n.Pos(), "cells belong to no package: leave this line out")
			}
		}
	}
	return nil
}

// checkImports loads the bindings of the packages that a cell imports. One that
// is not in the binary is an error at once: gomacro would ask the network for
// it, compile a plugin and print about it into the cell. So is package check: a race that it
// cannot look for would count as none.
func (in *interpreter) checkImports(nodes []ast.Node) *pipe.Error {
	for _, spec := range importsOf(nodes) {
		switch path := pathOf(spec); {
		case path == checkPath:
			return in.located("compile error", spec.Pos(), "package check needs compiled cells, and these are interpreted; go tool seminar doctor says what is missing")
		case !load(path):
			return in.located("compile error", spec.Pos(), fmt.Sprintf(
				"package %s is not here: a cell can import the standard library, seminar/kernelext and seminar/charts", path))
		}
	}
	return nil
}

// load makes a package known to gomacro and tells whether there is one.
func load(path string) bool {
	if _, ok := imports.Packages[path]; ok {
		return true
	}
	p, ok := bindings.Packages[path]
	if ok {
		imports.Packages[path] = p.Load()
	}
	return ok
}
