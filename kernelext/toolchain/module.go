package toolchain

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"seminar/kernelext/internal/system"
)

// A Module is a package that the host lacks, with all that it needs and the host
// lacks as well, linked as one plugin. It stays open for all later cells.
type Module struct {
	Path   string // that was asked for
	Plugin string // the file to open before a cell imports Path; "" when the host has it after all

	packages []listed // that the plugin holds
}

// A listed is what go list tells of a package.
type listed struct {
	ImportPath, Name, Export string
	Dir                      string
	GoFiles, CgoFiles        []string
	Standard                 bool
	Module                   *moduleVersion
	Error                    *struct{ Err string }
}

// A moduleVersion says which code of a module it is.
type moduleVersion struct {
	Path, Version, Dir string
	Replace            *moduleVersion
}

func (m *moduleVersion) String() string {
	switch {
	case m == nil:
		return ""
	case m.Replace != nil:
		return m.Replace.String()
	case m.Version == "":
		return m.Dir
	}
	return m.Path + " " + m.Version
}

// Has tells whether a cell may import the package at once: the host has it, or a
// Module that was loaded.
func (k *Kit) Has(path string) bool {
	if slices.Contains(k.manifest.Packages, path) {
		return true
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.loaded[path] != nil
}

// Module makes a package importable that Has does not know, at the version that
// the go.mod of the folder dir, or of one above it, asks for. The caller opens the
// plugin and then calls LoadedModule. It blocks for a second or more, because
// Go's compiler works, and for a download where the module is not in the module
// cache; ctx ends it. The error is a sentence that says why the package cannot be
// imported: go.mod does not list it, it holds C, or the worker has another
// version of a package that it needs.
func (k *Kit) Module(ctx context.Context, dir, path string) (*Module, error) {
	if !importPath(path) {
		return nil, fmt.Errorf("toolchain: %q is no import path", path)
	}
	if strings.Contains("/"+path+"/", "/internal/") {
		return nil, fmt.Errorf("toolchain: package %s is internal: only packages beside it can import it", path)
	}
	needed, err := k.list(ctx, dir, path, "-e", "-json=ImportPath,Name,Dir,GoFiles,CgoFiles,Standard,Module,Error")
	if err != nil {
		return nil, k.moduleError(ctx, path, err)
	}
	m := &Module{Path: path}
	var flags []string
	for _, p := range needed {
		have, err := k.has(p)
		if err != nil {
			return nil, fmt.Errorf("toolchain: package %s cannot be imported here: %w", path, err)
		}
		if !have {
			m.packages = append(m.packages, p)
			flags = append(flags, k.codeFlags(p.ImportPath)...)
		}
	}
	if m.packages == nil {
		return m, nil
	}
	// The same once more, now compiled: only what is missing gets the flags of
	// plugins, so that all else is what the host was made of.
	compiled, err := k.list(ctx, dir, path, append([]string{"-export", "-json=ImportPath,Name,Export,Error"}, flags...)...)
	if err != nil {
		return nil, k.moduleError(ctx, path, err)
	}
	exports := map[string]string{}
	for _, p := range compiled {
		exports[p.ImportPath] = p.Export
	}
	for i := range m.packages {
		m.packages[i].Export = exports[m.packages[i].ImportPath]
	}
	m.Plugin, err = k.linkModule(ctx, m)
	return m, err
}

// importPath tells whether go list will take path for what it is, and not for a
// flag, a pattern, a file or a folder.
func importPath(path string) bool {
	return path != "" && path[0] != '-' && path[0] != '.' && path[0] != '/' && path[0] != '@' &&
		!strings.Contains(path, "...") && !strings.HasSuffix(path, ".go") && !strings.ContainsFunc(path, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("=@,*\"`'\\:", r)
	}) && path != "all" && path != "std" && path != "cmd" && path != "tool" && path != "work" && path != "main"
}

// list asks the go command for a package and all that it needs.
func (k *Kit) list(ctx context.Context, dir, path string, flags ...string) ([]listed, error) {
	args := append([]string{"list", "-deps", "-trimpath"}, flags...)
	if k.manifest.Race {
		args = append(args, "-race")
	}
	g, err := k.goTool()
	if err != nil {
		return nil, err
	}
	env := slices.Concat(k.manifest.C, []string{"GOTMPDIR=" + k.work}, k.manifest.Settings)
	out, err := g.Run(ctx, dir, env, append(args, "--", path)...)
	if err != nil {
		return nil, err
	}
	var packages []listed
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := dec.Decode(&p); err == io.EOF {
			return packages, nil
		} else if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		packages = append(packages, p)
	}
}

// has tells whether the worker holds the package. The error says why it could not
// be added: a program has one version of each package.
func (k *Kit) has(p listed) (bool, error) {
	if p.Error != nil {
		return false, errors.New(oneLine(p.Error.Err))
	}
	if p.ImportPath == "unsafe" || p.Standard && exists(exportFile(filepath.Join(k.dir, "exports"), p.ImportPath)) {
		return true, nil
	}
	version, inHost := k.manifest.Versions[p.ImportPath]
	k.mu.Lock()
	if u := k.loaded[p.ImportPath]; u != nil {
		version, inHost = u.version, true
	}
	k.mu.Unlock()
	switch {
	case inHost && version == k.version(p):
		return true, nil
	case inHost:
		return false, fmt.Errorf("it needs %s of %s, and the worker has it of %s", p.ImportPath, k.version(p), version)
	case len(p.CgoFiles) > 0:
		return false, fmt.Errorf("%s contains C, which only a program that is linked with it can use", p.ImportPath)
	case p.Name == "main":
		return false, fmt.Errorf("%s is a program", p.ImportPath)
	}
	return false, nil
}

// version says which code of a package it is.
func (k *Kit) version(p listed) string {
	if p.Standard {
		return k.manifest.Version
	}
	return p.Module.String()
}

// codeFlags make go list compile the package as cells are. -D, which says where
// relative imports are, has no effect; it keeps what this compiler makes apart
// from what others have left in the build cache.
func (k *Kit) codeFlags(path string) []string {
	return []string{
		"-gcflags=" + path + "=-dynlink -shared -linkshared -dwarf=false -D=" + filepath.Base(filepath.Dir(k.manifest.GOROOT)),
		"-asmflags=" + path + "=-dynlink -shared",
	}
}

// moduleError makes a sentence of what the go command complained about.
func (k *Kit) moduleError(ctx context.Context, path string, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("toolchain: interrupted: %w", ctx.Err())
	}
	if !exists(filepath.Join(k.manifest.GOROOT, "bin", "go")) {
		return fmt.Errorf("toolchain: package %s is not in the worker, and the go command that could compile it is gone from %s", path, k.manifest.GOROOT)
	}
	said := err.Error()
	if f := (*system.Failure)(nil); errors.As(err, &f) && f.Problems != "" {
		said = f.Problems // stdout lists packages
	}
	return fmt.Errorf("toolchain: package %s cannot be imported here: %s", path, oneLine(said))
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// linkModule links the packages of m as one plugin. Its main package is ours and
// imports the one that was asked for.
func (k *Kit) linkModule(ctx context.Context, m *Module) (string, error) {
	k.mu.Lock()
	k.modules++
	n := k.modules
	k.mu.Unlock()
	u := Unit{Path: fmt.Sprintf("nb/module%d", n), Source: fmt.Appendf(nil, "package main\n\nimport _ %q\n", m.Path)}
	var config strings.Builder
	for _, p := range m.packages {
		fmt.Fprintf(&config, "packagefile %s=%s\n", p.ImportPath, p.Export)
	}
	object := k.file(u.Path, ".a")
	defer os.Remove(object)
	if err := k.compileWith(ctx, u, config.String(), object); err != nil {
		return "", err
	}
	for path, plugin := range k.needed(nil) {
		fmt.Fprintf(&config, "packageshlib %s=%s\n", path, plugin)
	}
	if err := k.linkWith(ctx, u, config.String(), object); err != nil {
		return "", err
	}
	return k.file(u.Path, ".so"), k.keepExports(m)
}

// keepExports copies the export data of m's packages: Go's build cache may throw
// them away.
func (k *Kit) keepExports(m *Module) error {
	for i, p := range m.packages {
		text, err := ExportData(p.Export)
		if err != nil {
			return fmt.Errorf("toolchain: %w", err)
		}
		to := exportFile(filepath.Join(k.work, "modules"), p.ImportPath)
		if err := write(to, text); err != nil {
			return fmt.Errorf("toolchain: %w", err)
		}
		m.packages[i].Export = to
	}
	return nil
}

// LoadedModule says that the plugin of m was opened: later cells may import what
// it holds.
func (k *Kit) LoadedModule(m *Module) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, p := range m.packages {
		k.loaded[p.ImportPath] = &loadedUnit{export: p.Export, plugin: m.Plugin, version: k.version(p), dir: p.Dir, files: p.GoFiles}
	}
	if m.packages == nil && !slices.Contains(k.manifest.Packages, m.Path) {
		k.manifest.Packages = append(k.manifest.Packages, m.Path)
	}
}

// Source returns the folder and the Go files of a package that a Module has brought,
// or "" for any other. The reader may have changed them since.
func (k *Kit) Source(path string) (dir string, files []string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if u := k.loaded[path]; u != nil {
		return u.dir, u.files
	}
	return "", nil
}
