//go:build gophernotes

package main

import (
	"os"
	"path/filepath"
	"strings"
	"sync"

	"seminar/kernelext/cell"
	"seminar/kernelext/reference"
)

// displayPath is the package that cells know as display without an import.
const displayPath = "seminar/kernelext/worker/display"

// documents opens what is known of the packages that a cell can import. The file lies
// beside the kernel's binary, which is this one or lies beside this one's folder; it is
// read when somebody asks. Without it, completion and inspection know what the cells
// have declared.
func documents() *reference.File {
	self, err := os.Executable()
	if err != nil {
		return nil
	}
	if filepath.Base(self) == "worker" {
		self = strings.TrimSuffix(filepath.Dir(self), filepath.Ext(filepath.Dir(self)))
	}
	return reference.Open(self + ".reference")
}

// known makes the options of a notebook the same on both ways to run cells.
func known(o cell.Options) cell.Options {
	o.Imports = map[string]string{"display": displayPath}
	o.Members = map[string]string{"Display": displayPath}
	o.Reference = documents()
	return o
}

// A memory is what interpreted cells have declared, as completion and inspection see
// it: gomacro knows no comments, and nobody but the goroutine that runs cells may ask
// it. The text of a cell is all that is kept until somebody asks: most notebooks are
// only read and run, and the types of the packages take memory.
type memory struct {
	mu       sync.Mutex
	options  cell.Options
	notebook *cell.Notebook // nil until somebody asks
	unread   []func(*cell.Notebook)
}

func newMemory() *memory {
	m := &memory{options: known(cell.Options{})}
	m.options.Lookup = m.options.Reference.Types
	return m
}

// ran remembers a cell.
func (m *memory) ran(name, code string) {
	m.add(func(n *cell.Notebook) { n.Learn(name, code) })
}

// declared remembers what was declared again.
func (m *memory) declared(texts []string) {
	m.add(func(n *cell.Notebook) { n.Relearn(texts) })
}

func (m *memory) add(learn func(*cell.Notebook)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.unread = append(m.unread, learn)
}

// recall returns what is known now. It takes a millisecond for each cell since it was
// last asked, and some more for the first use of a package.
func (m *memory) recall() *cell.Notebook {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.notebook == nil {
		m.notebook = cell.New(m.options)
	}
	for len(m.unread) > 0 {
		learn := m.unread[0]
		m.unread = m.unread[1:] // first: a cell that cannot be understood is not tried again
		learn(m.notebook)
	}
	return m.notebook
}
