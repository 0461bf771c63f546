// Package bindings is what a cell can import: the packages of the standard
// library, kernelext and charts, as gomacro wants them described.
//
// The descriptions are generated when the kernel is built (package build) and
// enter themselves into Packages; in any other program it is empty.
package bindings

import "github.com/cosmos72/gomacro/imports"

// A Package holds what one import brings.
type Package struct {
	Load    func() imports.Package // makes the tables, when a cell first imports it
	Generic []string               // names that gomacro cannot bind because they have type parameters
}

// Packages are all that a cell can import, by path.
var Packages = map[string]Package{}
