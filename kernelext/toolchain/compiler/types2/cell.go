//go:build ignore

// This file is added to Go's compiler, as a part of package
// cmd/compile/internal/types2.
package types2

import "strings"

// allCells is the path that the unexported names of all cells have in common.
const allCells = "main"

// isCell tells whether path is that of a notebook's cell.
func isCell(path string) bool { return strings.HasPrefix(path, "nb/c") }
