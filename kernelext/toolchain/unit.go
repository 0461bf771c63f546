package toolchain

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A Unit is one package to compile: a cell.
type Unit struct {
	Path    string   // nb/c and a number
	Source  []byte   // of its one file
	Imports []string // every path that Source imports, cells included
}

// A loadedUnit is a plugin that is open.
type loadedUnit struct {
	export  string   // the file with its export data
	plugin  string   // the file of the plugin, in which later links look up symbols
	imports []string // cells only
}

// A CompileError is what the compiler says about a cell that it rejects.
type CompileError struct {
	Output string // its lines, each with a position: cell[3]:5:12
}

// Error returns the compiler's lines.
func (e *CompileError) Error() string { return e.Output }

// Build compiles a unit and links it as a plugin, which the host can open, and
// returns the plugin's file. The units it imports must have been Loaded. It
// blocks for about 50 ms, whatever is imported, and until the compiler is killed
// when ctx ends. A *CompileError tells what the compiler rejects.
func (k *Kit) Build(ctx context.Context, u Unit) (plugin string, err error) {
	if !strings.HasPrefix(u.Path, "nb/c") {
		panic("toolchain: the path of a unit must start with nb/c: " + u.Path)
	}
	if err := k.compile(ctx, u); err != nil {
		return "", err
	}
	return k.link(ctx, u)
}

// file is the name of a unit's file with that ending.
func (k *Kit) file(path, ending string) string {
	return filepath.Join(k.work, strings.ReplaceAll(path, "/", "-")+ending)
}

func (k *Kit) compile(ctx context.Context, u Unit) error {
	source, config, object := k.file(u.Path, ".go"), k.file(u.Path, ".cfg"), k.file(u.Path, ".a")
	var imports strings.Builder
	for _, path := range u.Imports {
		if path != "unsafe" {
			fmt.Fprintf(&imports, "packagefile %s=%s\n", path, k.exportOf(path))
		}
	}
	if err := errors.Join(os.WriteFile(source, u.Source, 0o644), os.WriteFile(config, []byte(imports.String()), 0o644)); err != nil {
		return fmt.Errorf("toolchain: %w", err)
	}
	defer os.Remove(source)
	args := []string{"-o", object, "-p", u.Path, "-importcfg", config, "-lang", k.GoVersion(), "-trimpath", k.work + "=>",
		"-dynlink", "-shared", "-linkshared", "-dwarf=false", "-pack", "-complete", "-c=1"}
	if k.manifest.Race {
		args = append(args, "-race")
	}
	_, err := run(ctx, command{path: filepath.Join(k.manifest.Tools, "compile"), args: append(args, source), dir: k.work, env: k.env})
	if f := (*failure)(nil); errors.As(err, &f) && f.said != "" && !strings.Contains(f.said, "internal compiler error") {
		return &CompileError{f.said}
	}
	if err != nil {
		return fmt.Errorf("toolchain: compile: %w", err)
	}
	return nil
}

// exportOf is the file with the export data of a package.
func (k *Kit) exportOf(path string) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	if u := k.loaded[path]; u != nil {
		return u.export
	}
	return exportFile(filepath.Join(k.dir, "exports"), path)
}

func (k *Kit) link(ctx context.Context, u Unit) (string, error) {
	config, plugin := k.file(u.Path, ".cfg"), k.file(u.Path, ".so")
	var providers strings.Builder
	for path, file := range k.needed(u.Imports) {
		fmt.Fprintf(&providers, "packageshlib %s=%s\n", path, file)
	}
	if err := os.WriteFile(config, []byte(providers.String()), 0o644); err != nil {
		return "", fmt.Errorf("toolchain: %w", err)
	}
	defer os.Remove(config)
	args := []string{"-o", plugin, "-thinhost", filepath.Join(k.dir, "worker"), "-importcfg", config, "-pluginpath", u.Path,
		"-linkshared", "-buildmode=plugin", "-keepall", "-s", "-w"}
	if k.manifest.Race {
		args = append(args, "-race")
	}
	_, err := run(ctx, command{path: filepath.Join(k.manifest.Tools, "link"), args: append(args, k.file(u.Path, ".a")), dir: k.work, env: k.env})
	if err != nil {
		return "", fmt.Errorf("toolchain: link: %w", err)
	}
	return plugin, nil
}

// needed returns the plugins of all units that those with the given paths
// import, directly and not.
func (k *Kit) needed(paths []string) map[string]string {
	k.mu.Lock()
	defer k.mu.Unlock()
	files := map[string]string{}
	for todo := slices.Clone(paths); len(todo) > 0; {
		path := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if u := k.loaded[path]; u != nil && files[path] == "" {
			files[path] = u.plugin
			todo = append(todo, u.imports...)
		}
	}
	return files
}

// Loaded says that the plugin of a unit was opened: later units may import it.
func (k *Kit) Loaded(u Unit) {
	k.mu.Lock()
	defer k.mu.Unlock()
	l := &loadedUnit{export: k.file(u.Path, ".a"), plugin: k.file(u.Path, ".so")}
	for _, path := range u.Imports {
		if k.loaded[path] != nil {
			l.imports = append(l.imports, path)
		}
	}
	k.loaded[u.Path] = l
}
