//go:build ignore

// This file is added to Go's compiler, as a part of package
// cmd/compile/internal/types.
package types

import "strings"

// IsCell tells whether path is that of a notebook's cell.
func IsCell(path string) bool { return strings.HasPrefix(path, "nb/c") }

// AllCells is the package to which the unexported fields and methods of all
// cells belong.
func AllCells() *Pkg { return NewPkg("nb", "main") }
