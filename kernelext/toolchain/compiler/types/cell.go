//go:build ignore

// This file is added to Go's compiler, as a part of package
// cmd/compile/internal/types.
package types

import (
	"regexp"
	"strings"
)

// IsCell tells whether path is that of a notebook's cell.
func IsCell(path string) bool { return strings.HasPrefix(path, "nb/c") }

// AllCells is the package to which the unexported fields and methods of all
// cells belong.
func AllCells() *Pkg { return NewPkg("main", "main") }

var cellPath = regexp.MustCompile(`nb/c[0-9]+\.`)

// InMain writes a type's name as if the cells were package main, which is what
// readers take them for.
func InMain(name string) string {
	if !strings.Contains(name, "nb/c") {
		return name
	}
	return cellPath.ReplaceAllString(name, "main.")
}

// PathOf returns the path of p that reflection tells.
func PathOf(p *Pkg) string {
	if IsCell(p.Path) {
		return "main"
	}
	return p.Path
}
