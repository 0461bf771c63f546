package build

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"go/importer"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"strings"
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
func (w *workspace) bind(ctx context.Context, tool goTool) error {
	packages, err := exported(ctx, tool, w.flags())
	if err != nil {
		return err
	}
	dir := filepath.Join(w.gophernotes, "bindings")
	if err := os.Mkdir(dir, 0o755); err != nil {
		return fmt.Errorf("build: %w", err)
	}
	if err := os.WriteFile(filepath.Join(w.gophernotes, "bindings.go"), []byte(bindingsImport), 0o644); err != nil {
		return fmt.Errorf("build: %w", err)
	}
	imports := importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(packages[path])
	})
	for path := range packages {
		if !importable(path) {
			continue
		}
		p, err := imports.Import(path)
		if err != nil {
			return fmt.Errorf("build: %s: %w", path, err)
		}
		name := strings.NewReplacer("/", "_", ".", "_").Replace(path) + "_.go"
		if err := os.WriteFile(filepath.Join(dir, name), binding(p), 0o644); err != nil {
			return fmt.Errorf("build: %w", err)
		}
	}
	return nil
}

// bindingsImport links the generated package into the binary. It is generated
// as well: an import of a package that is in no module would end go mod tidy.
const bindingsImport = `package main

import _ "github.com/gopherdata/gophernotes/bindings"
`

// exported compiles every package a cell may import, and says where the
// compiler's descriptions of them and of what they are made of lie.
func exported(ctx context.Context, tool goTool, flags []string) (map[string]string, error) {
	args := append([]string{"list"}, flags...)
	args = append(args, "-e", "-deps", "-export", "-json=ImportPath,Export,Name", "std")
	out, err := tool.run(ctx, append(args, ourPackages...)...)
	if err != nil {
		return nil, err
	}
	packages := map[string]string{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct{ ImportPath, Export, Name string }
		if err := dec.Decode(&p); err == io.EOF {
			return packages, nil
		} else if err != nil {
			return nil, fmt.Errorf("build: go list: %w", err)
		}
		if p.Export != "" && p.Name != "main" || p.ImportPath == "unsafe" { // which is in no file
			packages[p.ImportPath] = p.Export
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
