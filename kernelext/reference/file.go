package reference

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"sync"
)

// A File is what Write has written. Its methods may be called by several goroutines,
// and on a nil File, which knows no package.
//
// Nothing that was unpacked is kept: the whole would be 25 MB, and a lookup takes
// under 5 ms (BenchmarkPackage).
type File struct {
	name  string
	once  sync.Once
	err   error
	file  io.ReaderAt
	parts int64 // where they begin
	list  []listed
	paths map[string]int // into list
}

// A listed is a package in the index.
type listed struct {
	Path, Name string
	doc, types extent
}

// An extent is a part of the file.
type extent struct{ from, size int }

// Open returns the file of that name. It is read when something is asked of it for
// the first time, which takes a millisecond: most notebooks never ask. One that is
// missing or damaged knows no package; Err says why.
func Open(name string) *File { return &File{name: name} }

// Err returns why the file could not be read, or nil.
func (f *File) Err() error {
	f.ready()
	return f.err
}

// ready reads the index and tells whether there is one.
func (f *File) ready() bool {
	if f == nil {
		return false
	}
	f.once.Do(func() {
		if f.err = f.open(); f.err != nil {
			f.err = fmt.Errorf("reference: %w", f.err)
		}
	})
	return f.err == nil
}

var errDamaged = errors.New("the file is damaged: run `go tool seminar install`")

// maxIndex bounds the index of a sound file.
const maxIndex = 1 << 20

func (f *File) open() error {
	file, err := os.Open(f.name)
	if err != nil {
		return err
	}
	f.file = file // stays open: another file may take its place
	head := make([]byte, len(magic)+4)
	if _, err := file.ReadAt(head, 0); err != nil || string(head[:len(magic)]) != magic {
		return errDamaged
	}
	size := binary.BigEndian.Uint32(head[len(magic):])
	if size > maxIndex {
		return errDamaged
	}
	index := make([]byte, size)
	if _, err := file.ReadAt(index, int64(len(head))); err != nil {
		return errDamaged
	}
	f.parts = int64(len(head)) + int64(size)
	return f.readIndex(string(index))
}

func (f *File) readIndex(index string) error {
	d := decoder{text: index}
	f.paths = map[string]int{}
	for range d.number() {
		p := listed{Path: d.string(), Name: d.string()}
		p.doc = extent{d.number(), d.number()}
		p.types = extent{d.number(), d.number()}
		if d.failed {
			return errDamaged
		}
		f.paths[p.Path] = len(f.list)
		f.list = append(f.list, p)
	}
	return nil
}

// Paths returns the import paths of all packages, in the order in which they were
// written. Builtin, which nobody imports, is not among them.
func (f *File) Paths() []string {
	var all []string
	if f.ready() {
		for _, p := range f.list {
			if p.Path != Builtin {
				all = append(all, p.Path)
			}
		}
	}
	return all
}

// Names yields the name and the path of every package, those of Paths in their order.
func (f *File) Names() iter.Seq2[string, string] {
	return func(yield func(name, path string) bool) {
		if !f.ready() {
			return
		}
		for _, p := range f.list {
			if p.Path != Builtin && !yield(p.Name, p.Path) {
				return
			}
		}
	}
}

// Named returns the paths of the packages of that name.
func (f *File) Named(name string) []string {
	var all []string
	if f.ready() {
		for _, p := range f.list {
			if p.Name == name && p.Path != Builtin {
				all = append(all, p.Path)
			}
		}
	}
	return all
}

// Package returns the package without its types, or nil when it is not in the file.
func (f *File) Package(path string) *Package {
	if !f.ready() {
		return nil
	}
	i, ok := f.paths[path]
	if !ok {
		return nil
	}
	text, err := f.part(f.list[i].doc)
	if err != nil {
		return nil
	}
	p := &Package{Path: path, Name: f.list[i].Name}
	if !p.decode(string(text)) {
		return nil
	}
	return p
}

func (p *Package) decode(text string) bool {
	d := decoder{text: text}
	p.Doc = d.string()
	for range d.number() {
		p.Entries = append(p.Entries, Entry{d.string(), Kind(d.string()), d.string(), d.string()})
		if d.failed {
			return false
		}
	}
	return !d.failed
}

// Types returns what the compiler says of a package (export data), for
// importer.ForCompiler.
func (f *File) Types(path string) (io.ReadCloser, error) {
	if f.ready() {
		if i, ok := f.paths[path]; ok && f.list[i].types.size > 0 {
			text, err := f.part(f.list[i].types)
			return io.NopCloser(bytes.NewReader(text)), err
		}
	}
	return nil, fmt.Errorf("reference: package %s is not here", path)
}

// part unpacks a part of the file.
func (f *File) part(e extent) ([]byte, error) {
	return io.ReadAll(flate.NewReader(io.NewSectionReader(f.file, f.parts+int64(e.from), int64(e.size))))
}
