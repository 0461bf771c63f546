// Package bindings is what a cell can import: the packages of the standard
// library, kernelext and charts, as gomacro wants them described.
//
// The descriptions are generated when the kernel is built (package build) and
// enter themselves into Packages; in any other program it is empty.
package bindings

import (
	"reflect"

	"github.com/cosmos72/gomacro/imports"
)

// A Package holds what one import brings.
type Package struct {
	Load    func() imports.Package // makes the tables, when a cell first imports it
	Generic []string               // names that gomacro cannot bind because they have type parameters
}

// Packages are all that a cell can import, by path.
var Packages = map[string]Package{}

// A Member is a function, a variable, through a pointer to it, or a constant of a package.
type Member struct {
	Name     string
	Value    any
	Variable bool
}

// Held is a package with its members and no types, as compiled cells need it.
func Held(name string, members []Member) imports.Package {
	p := imports.Package{Name: name, Binds: make(map[string]reflect.Value, len(members))}
	for _, m := range members {
		v := reflect.ValueOf(m.Value)
		if m.Variable {
			v = v.Elem()
		}
		p.Binds[m.Name] = v
	}
	return p
}
