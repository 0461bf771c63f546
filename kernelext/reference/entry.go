// Package reference holds what there is to know of the packages that a cell can
// import: the signature and the comment of everything that they export, and their
// types as the compiler describes them. It is collected from source when the kernel
// is built, written into one file, and read piece by piece while cells run, where
// neither the source nor the Go toolchain need be.
//
// The package starts no process, asks no network, and knows nothing of what a reader
// declares: that is package cell's.
package reference

import "strings"

// A Kind is what a name stands for.
type Kind string

// The kinds of entries. A method of an interface is a method.
const (
	Func   Kind = "func"
	Type   Kind = "type"
	Method Kind = "method"
	Field  Kind = "field"
	Const  Kind = "const"
	Var    Kind = "var"
)

// An Entry is one exported name.
type Entry struct {
	Name      string // Pool, or Table.Rows for what belongs to a type
	Kind      Kind
	Signature string // source text: func Pool(workers, n int, do func(i int))
	Doc       string // the comment, as go/ast's CommentGroup.Text returns it
}

// A Package is a package with everything that it exports.
type Package struct {
	Path    string
	Name    string
	Doc     string
	Entries []Entry // in the order of their names
	Types   []byte  // what the compiler says of it (export data); empty for builtin
}

// Entry returns the entry of that name, or nil. A nil package has none. It takes less
// than a microsecond.
func (p *Package) Entry(name string) *Entry {
	if p == nil {
		return nil
	}
	low, high := 0, len(p.Entries)
	for low < high {
		middle := (low + high) / 2
		if p.Entries[middle].Name < name {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low < len(p.Entries) && p.Entries[low].Name == name {
		return &p.Entries[low]
	}
	return nil
}

// Members returns the entries of the package itself, or of its type owner when that
// is not empty. A nil package has none.
func (p *Package) Members(owner string) []Entry {
	if p == nil {
		return nil
	}
	var all []Entry
	for _, e := range p.Entries {
		of, _, belongs := strings.Cut(e.Name, ".")
		if owner == "" && !belongs || owner != "" && belongs && of == owner {
			all = append(all, e)
		}
	}
	return all
}
