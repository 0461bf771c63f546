package toolchain

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// A Host says how the program is built that will open the cells.
type Host struct {
	Dir        string                 // where go build runs
	Flags      []string               // of go build and go list: -modfile, -tags ...
	Package    string                 // the main package; it must import plugin
	Importable func(path string) bool // by cells, of what it is made of; nil means all of that
	Race       bool                   // with the race detector
	LinkFlags  string                 // of go build, beside its own
}

// A manifest is the file kit.json.
type manifest struct {
	Tools    string   // the folder of the compiler and the linker
	Ld       []string // the command that makes a plugin of what the linker wrote
	Address  string   // how it is told an address, see cc.Compiler
	Compiler string   // the name and version of the C compiler, for people
	C        []string // how the go command uses it: CC=gcc ...
	Version  string   // of Go: go1.26.8
	Settings []string // GOARCH=amd64 ...
	Race     bool
	GOROOT   string            // the tree of the tools
	Packages []string          // that a cell may import
	Versions map[string]string // of what is not in the standard library, by package path
}

// Host builds a host and its kit in dir, which must exist and be empty: the
// program worker, of which nothing is pruned, the export data of every package
// in it, in exports, and kit.json, which Open reads.
//
// The export data are copies, because Go's build cache throws away what was not
// used for five days. It blocks for 10 seconds when the packages are in the build
// cache and for a minute when they are not.
func (t *Tools) Host(ctx context.Context, dir string, h Host) error {
	flags := append([]string{"-trimpath"}, h.Flags...)
	if h.Race {
		flags = append(flags, "-race")
	}
	compiler, err := t.options.compiler(ctx, t.release)
	if err != nil {
		return unsupported(ctx, err)
	}
	g, env := t.Go(), compiler.Environ()
	// Its own packages may name what Go keeps to itself (-checklinkname=0). Cells may need later
	// what it does not use itself (-keepall, a flag of ours).
	// Not PIE: addresses in the file are then those in memory, and the linker
	// reads types there without looking at relocations. The C compiler is told again to leave out
	// the symbols (-s): zig forgets it when -g follows, as it does in Go's own flags.
	build := append([]string{"build", "-buildmode=exe", "-ldflags=-s -w -keepall -checklinkname=0 " + h.LinkFlags + " -extldflags=-Wl,-s,--hash-style=gnu"}, flags...)
	if _, err := g.Run(ctx, h.Dir, env, append(build, "-o", filepath.Join(dir, "worker"), h.Package)...); err != nil {
		return fmt.Errorf("toolchain: the worker for cells: %w", err)
	}
	list := append(append([]string{"list", "-e", "-deps", "-export", "-json=ImportPath,Export,Name,Standard,Module"}, flags...), h.Package)
	out, err := g.Run(ctx, h.Dir, env, list...)
	if err != nil {
		return fmt.Errorf("toolchain: the packages for cells: %w", err)
	}
	m := manifest{Tools: g.Tools(), Ld: compiler.Ld, Address: compiler.Address, Compiler: compiler.Name, C: compiler.Environ(), Version: g.Version, Settings: g.Settings(), Race: h.Race, GOROOT: g.Root, Versions: map[string]string{}}
	if err := m.copyExports(out, filepath.Join(dir, "exports"), h.Importable); err != nil {
		return fmt.Errorf("toolchain: %w", err)
	}
	text, err := json.MarshalIndent(m, "", "\t")
	if err != nil {
		return fmt.Errorf("toolchain: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "kit.json"), text, 0o644); err != nil {
		return fmt.Errorf("toolchain: %w", err)
	}
	return nil
}

// copyExports copies the export data of the packages that go list has printed and
// enters them into the manifest.
func (m *manifest) copyExports(out []byte, dir string, importable func(string) bool) error {
	m.Packages = []string{"unsafe"} // which is in no file
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := dec.Decode(&p); err == io.EOF {
			return nil
		} else if err != nil {
			return fmt.Errorf("go list: %w", err)
		}
		if p.Export == "" || p.Name == "main" {
			continue
		}
		text, err := ExportData(p.Export)
		if err != nil {
			return err
		}
		if err := write(exportFile(dir, p.ImportPath), text); err != nil {
			return err
		}
		if importable == nil || importable(p.ImportPath) {
			m.Packages = append(m.Packages, p.ImportPath)
		}
		if !p.Standard {
			m.Versions[p.ImportPath] = p.Module.String()
		}
	}
}

// exportFile is where the export data of a package lies in a folder.
func exportFile(dir, path string) string {
	return filepath.Join(dir, filepath.FromSlash(path)+".a")
}

const (
	arMagic  = "!<arch>\n"
	arHeader = 60 // of each member: its name in 16 bytes, its size in 10 from 48
	pkgdef   = "__.PKGDEF"
)

// ExportData returns the archive at file cut off behind its first member, which
// is the export data; the code, nine tenths of it, is in the host.
func ExportData(file string) ([]byte, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	head := len(arMagic) + arHeader
	if len(text) < head || string(text[:len(arMagic)]) != arMagic || !strings.HasPrefix(string(text[len(arMagic):]), pkgdef) {
		return nil, fmt.Errorf("%s is no archive of Go's compiler", file)
	}
	var size int
	if _, err := fmt.Sscan(string(text[head-12:head-2]), &size); err != nil || size > len(text)-head {
		return nil, fmt.Errorf("%s is a damaged archive", file)
	}
	return text[:head+size], nil
}
