// Package cell makes Go packages of a notebook's cells: source in, source out.
//
// A cell is imports, declarations and statements in any order. Check takes it
// apart, type-checks it against what the earlier cells have declared, and writes
// a Go package: declarations stand at package level, `x := f()` becomes a
// package-level variable and an assignment, the statements become one function,
// and what earlier cells declared is qualified with their packages. Line
// directives keep every position as it is in the cell.
//
// What is declared again replaces what had the name. A function, or a type that
// changed, takes the earlier declarations that use it along: they are compiled
// again in the new package, so that old callers call the new body. Variables
// whose type was compiled again are reached through a pointer of the new type
// when the memory looks the same, and keep the old type when it does not; then a
// sentence says so.
//
// The packages need a compiler and a linker with a few edits (package
// toolchain): they share one name space, their package-level initialisers are
// checked and not compiled, and unused variables and imports are no errors.
//
// The package starts no process and runs no cell. It reads no file but what tells of
// packages.
package cell

import (
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"slices"
	"sync"

	"seminar/kernelext/reference"
)

// Options say what a notebook's cells can use. Lookup is needed.
type Options struct {
	Lookup    func(path string) (io.ReadCloser, error) // the compiler's description of a package (export data)
	GoVersion string                                   // the language, as in go1.26; empty means the newest
	Points    bool                                     // call live.Point before each statement of a function
	Race      bool                                     // allocate variables where the race detector watches them
	Imports   map[string]string                        // names of packages that need no import, and their paths
	Members   map[string]string                        // functions that need no package's name, and its path
	Reference *reference.File                          // documentation, for Complete and Inspect
	Source    func(path string) reference.Source       // of packages that are not in it; no Dir for unknown ones; nil for none
}

// A Notebook is what the cells so far have declared. One goroutine checks and commits
// the cells; others may call Complete and Inspect at any time.
type Notebook struct {
	mu       sync.Mutex // one check at a time
	options  Options
	fset     *token.FileSet
	imports  types.Importer
	context  *types.Context
	pkg      *types.Package // the same one for all cells, so that they see each other's unexported fields
	names    map[string]*entry
	declared []*declaration    // what is alive, in the order of their declaration
	dots     []string          // packages that were imported with a dot
	packages map[string]string // what cells have imported, by name, whatever has the name since
	serial   int
}

// An entry is what a name of the notebook stands for.
type entry struct {
	name    string
	object  types.Object // named name; nil for an import
	path    string       // what is imported, or the package of a member
	home    int          // the serial number of the cell that holds it; 0 when no cell does
	symbol  string       // its name there
	pointer bool         // there it is a pointer to the variable
	file    string       // the cell that declared it, as positions name it
	from    *declaration
}

// A declaration is one that can be compiled again.
type declaration struct {
	kind    kind
	names   []string
	pieces  []*piece        // a type's own and its methods'; one otherwise, none for a variable
	uses    map[string]bool // names of the notebook
	first   string          // of a variable that was declared by an earlier cell: which
	comment string          // of a variable: what the reader wrote above it
	made    *piece          // of a variable: what declares it, with its first value
	needs   map[string]bool // names of the notebook that this uses
}

// New returns an empty notebook.
func New(o Options) *Notebook {
	if o.Lookup == nil {
		panic("cell: New needs Options.Lookup")
	}
	fset := token.NewFileSet()
	n := &Notebook{
		options: o, fset: fset,
		imports:  importer.ForCompiler(fset, "gc", o.Lookup),
		context:  types.NewContext(),
		pkg:      types.NewPackage("main", "main"),
		names:    map[string]*entry{},
		packages: map[string]string{},
	}
	for name, path := range o.Imports {
		n.names[name] = &entry{name: name, path: path}
	}
	for name, path := range o.Members {
		if p, err := n.imports.Import(path); err == nil {
			n.names[name] = &entry{name: name, path: path, symbol: name, object: p.Scope().Lookup(name)}
		}
	}
	return n
}

// Check reads a cell; file is what its positions are called: cell[3]. It changes
// nothing: the notebook knows the cell's names after Commit. It takes less than a
// millisecond, and some more for the first use of a package.
//
// A unit with Problems cannot be run. Its source is what the compiler may be
// asked for its own words about.
func (n *Notebook) Check(file, code string) *Unit {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.check(file, split(file, code))
}

// CheckDeclarations is Check of what a cell declares and imports, without its statements.
func (n *Notebook) CheckDeclarations(file, code string) *Unit {
	n.mu.Lock()
	defer n.mu.Unlock()
	pieces := slices.DeleteFunc(split(file, code), func(p *piece) bool { return p.kind == statement })
	return n.check(file, pieces)
}

// check tries until nothing that it had to do along with the cell fails.
func (n *Notebook) check(file string, pieces []*piece) *Unit {
	n.serial++
	if u := n.unreadable(file, pieces); u != nil {
		return u
	}
	a := &attempt{notebook: n, file: file, pieces: pieces, serial: n.serial, left: map[*piece]string{}, stale: map[string]string{}, changed: map[string]bool{}}
	a.rename()
	for {
		a.plan()
		a.compose()
		a.typecheck()
		if !a.again() {
			return a.unit()
		}
	}
}

// Learn makes the notebook know what a cell has declared that was run in some other
// way. What cannot be checked is left out.
func (n *Notebook) Learn(file, code string) {
	if u := n.Check(file, code); u.edited != nil {
		u.Commit(len(u.edited.steps))
	}
}

// Relearn is Learn for what earlier Keeps have kept.
func (n *Notebook) Relearn(kept []string) {
	u, _ := n.Replay(kept)
	u.Commit(0)
}

// document returns what there is to know of a package, or nil.
func (n *Notebook) document(path string) *reference.Package {
	p := n.options.Reference.Package(path)
	if p != nil || n.options.Source == nil {
		return p
	}
	if s := n.options.Source(path); s.Dir != "" {
		p, _ = reference.Collect(s) // nil when a file is gone or broken
	}
	return p
}

// Path returns the package path of the cell with that serial number.
func Path(serial int) string { return fmt.Sprintf("nb/c%d", serial) }

// known tells whether a name stands for something that a cell has declared or
// imported, or for something that Go predeclares.
func (n *Notebook) known(name string) bool {
	return n.names[name] != nil || types.Universe.Lookup(name) != nil
}

// users tells whether a living declaration, other than those that gone names,
// uses the name.
func (n *Notebook) users(name string, gone map[string]bool) bool {
	return slices.ContainsFunc(n.declared, func(d *declaration) bool {
		return d.uses[name] && !slices.ContainsFunc(d.names, func(s string) bool { return gone[s] })
	})
}

// directive is a comment that says where what follows it stands in its cell.
func directive(p position) string { return fmt.Sprintf("/*line %s:%d:%d*/", p.file, p.line, p.column) }

// lineDirective is directive for what begins on the next line.
func lineDirective(p position) string {
	return fmt.Sprintf("\n//line %s:%d:%d\n", p.file, p.line, p.column)
}
