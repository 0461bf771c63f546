package build

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/gcexportdata"

	"seminar/kernelext/reference"
	"seminar/kernelext/toolchain"
)

// unbound are packages of the standard library that cells do not get.
// net/http/pprof and expvar add pages about the worker to every server of the
// reader's that uses the default mux; plugin would make gomacro try to compile
// what it does not know; the others are for compilers.
var unbound = map[string]bool{
	"net/http/pprof": true, "expvar": true, "plugin": true, "runtime/cgo": true, "runtime/race": true, "builtin": true, "C": true,
}

// bind writes package bindings into the copy of gophernotes: for every package
// that a cell may import, a function that registers its functions, variables,
// constants and types with gomacro, entered into the map of our own package
// bindings. They are functions and not initialisers, because building all the
// tables costs 30 ms of every start and 40 MB.
//
// It returns the packages.
func (w *workspace) bind(ctx context.Context, g command) (map[string]exporting, error) {
	packages, err := exported(ctx, g, w.flags())
	if err != nil {
		return nil, err
	}
	folder := filepath.Join(w.gophernotes, "bindings")
	if err := os.Mkdir(folder, 0o755); err != nil {
		return nil, fmt.Errorf("build: %w", err)
	}
	if err := os.WriteFile(filepath.Join(w.gophernotes, "bindings.go"), []byte(bindingsImport), 0o644); err != nil {
		return nil, fmt.Errorf("build: %w", err)
	}
	all, err := importables(packages)
	if err != nil {
		return nil, err
	}
	for _, p := range all {
		name := strings.NewReplacer("/", "_", ".", "_").Replace(p.Path()) + "_.go"
		if err := os.WriteFile(filepath.Join(folder, name), binding(p), 0o644); err != nil {
			return nil, fmt.Errorf("build: %w", err)
		}
	}
	return packages, nil
}

// importables returns the packages that a cell may import, with their types, sorted by path. They
// are read by golang.org/x/tools and not by go/importer, which knows what compilers up to its own
// release write: the Go for cells may be a later one than that of this program.
func importables(packages map[string]exporting) (all []*types.Package, err error) {
	positions, known := token.NewFileSet(), map[string]*types.Package{"unsafe": types.Unsafe}
	for _, path := range slices.Sorted(maps.Keys(packages)) {
		if !importable(path) {
			continue
		}
		p := known[path]
		if p == nil || !p.Complete() {
			if p, err = typesOf(packages[path].Export, positions, known, path); err != nil {
				return nil, fmt.Errorf("build: %s: %w", path, err)
			}
		}
		all = append(all, p)
	}
	return all, nil
}

// typesOf reads the types in the archive of a package, which are between two marks.
func typesOf(archive string, positions *token.FileSet, known map[string]*types.Package, path string) (*types.Package, error) {
	text, err := toolchain.ExportData(archive)
	if err != nil {
		return nil, err
	}
	_, text, begins := bytes.Cut(text, []byte("\n$$B\n"))
	ends := bytes.LastIndex(text, []byte("\n$$\n"))
	if !begins || ends < 0 {
		return nil, fmt.Errorf("%s holds no types", archive)
	}
	return gcexportdata.Read(bytes.NewReader(text[:ends]), positions, known, path)
}

// bindingsImport links the generated package into the binary. It is generated
// as well: an import of a package that is in no module would end go mod tidy.
const bindingsImport = `package main

import _ "github.com/gopherdata/gophernotes/bindings"
`

// An exporting is a package: where the compiler's description of it lies, and its
// source.
type exporting struct {
	ImportPath, Name  string
	Export            string
	Dir               string
	GoFiles, CgoFiles []string
}

// exported compiles every package a cell may import, and describes them and what
// they are made of.
func exported(ctx context.Context, g command, flags []string) (map[string]exporting, error) {
	args := append([]string{"list"}, flags...)
	args = append(args, "-e", "-deps", "-export", "-json=ImportPath,Export,Name,Dir,GoFiles,CgoFiles", "std", reference.Builtin, displayPath)
	out, err := g.run(ctx, append(args, ourPackages...)...)
	if err != nil {
		return nil, err
	}
	packages := map[string]exporting{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p exporting
		if err := dec.Decode(&p); err == io.EOF {
			return packages, nil
		} else if err != nil {
			return nil, fmt.Errorf("build: go list: %w", err)
		}
		if p.Export != "" && p.Name != "main" || p.ImportPath == "unsafe" || p.ImportPath == reference.Builtin { // which are in no file
			packages[p.ImportPath] = p
		}
	}
}

// importable tells whether a cell may import the package: those of the standard
// library and ours, but nothing internal and nothing that only they use.
func importable(path string) bool {
	for _, own := range ourPackages {
		if path == own {
			return true
		}
	}
	first, _, _ := strings.Cut(path, "/")
	return !unbound[path] && !strings.Contains(first, ".") && first != ours && first != "vendor" && first != "cmd" &&
		!strings.Contains("/"+path+"/", "/internal/")
}
