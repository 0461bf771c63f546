package toolchain

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"seminar/kernelext/internal/system"
	"seminar/kernelext/internal/toolchain/cc"
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
	imports []string // cells and packages of modules
	version string   // of a module's package
	dir     string   // of a module's package: where its source is
	files   []string // and which, in dir
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
	object := k.file(u.Path, ".a")
	defer os.Remove(object)
	if err := k.compile(ctx, u, object); err != nil {
		return "", err
	}
	if err := k.link(ctx, u, object); err != nil {
		return "", err
	}
	export, err := ExportData(object)
	if err == nil {
		err = os.WriteFile(k.file(u.Path, ".export"), export, 0o644)
	}
	if err != nil {
		return "", fmt.Errorf("toolchain: %w", err)
	}
	return k.file(u.Path, ".so"), nil
}

// file is the name of a unit's file with that ending.
func (k *Kit) file(path, ending string) string {
	return filepath.Join(k.work, strings.ReplaceAll(path, "/", "-")+ending)
}

func (k *Kit) compile(ctx context.Context, u Unit, object string) error {
	var imports strings.Builder
	for _, path := range u.Imports {
		if path == "unsafe" {
			continue
		}
		file := k.exportOf(path)
		if !exists(file) {
			return fmt.Errorf("toolchain: package %s is not in the worker", path)
		}
		fmt.Fprintf(&imports, "packagefile %s=%s\n", path, file)
	}
	return k.compileWith(ctx, u, imports.String(), object)
}

// compileWith compiles a unit; imports says in which files its imports are.
func (k *Kit) compileWith(ctx context.Context, u Unit, imports, object string) error {
	source, config := k.file(u.Path, ".go"), k.file(u.Path, ".imports")
	if err := errors.Join(os.WriteFile(source, u.Source, 0o644), os.WriteFile(config, []byte(imports), 0o644)); err != nil {
		return fmt.Errorf("toolchain: %w", err)
	}
	defer os.Remove(source)
	defer os.Remove(config)
	// The source is named without its folder: from Go 1.27 on, the compiler takes the names in
	// line directives, cell[3], as relative to that.
	flags := []string{}
	if k.manifest.Race {
		flags = append(flags, "-l") // the detector names only the innermost of inlined calls
	}
	out, err := k.run(ctx, "compile", append(flags, "-o", object, "-p", u.Path, "-importcfg", config, "-lang", k.GoVersion(), "-trimpath", k.work+"=>",
		"-dynlink", "-shared", "-linkshared", "-dwarf=false", "-pack", "-complete", "-c=2", filepath.Base(source))...)
	if err != nil && strings.Contains(out, ": ") && !crashed(out) {
		return &CompileError{out}
	}
	return err
}

// run runs a tool and returns what it said. The error is a sentence, followed by
// that.
func (k *Kit) run(ctx context.Context, tool string, args ...string) (string, error) {
	if k.manifest.Race {
		args = append([]string{"-race"}, args...)
	}
	_, err := system.Run(ctx, system.Command{Path: filepath.Join(k.manifest.Tools, tool), Args: args, Dir: k.work, Env: k.env})
	said := ""
	if f := (*system.Failure)(nil); errors.As(err, &f) {
		said = f.Said
	}
	switch {
	case err == nil:
		return "", nil
	case ctx.Err() != nil:
		return "", fmt.Errorf("toolchain: interrupted: %w", ctx.Err())
	case crashed(said):
		first, _, _ := strings.Cut(said, "\n")
		return said, fmt.Errorf("toolchain: Go's %s tool failed on this cell; write it in another way (it said: %s)", tool, first)
	}
	return said, fmt.Errorf("toolchain: %s: %w", tool, err)
}

// crashed tells whether a tool said that it is broken, rather than the cell.
func crashed(said string) bool {
	return strings.Contains(said, "internal compiler error") || strings.Contains(said, "panic: ") && strings.Contains(said, "goroutine ")
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

func (k *Kit) link(ctx context.Context, u Unit, object string) error {
	var providers strings.Builder
	for path, file := range k.needed(u.Imports) {
		fmt.Fprintf(&providers, "packageshlib %s=%s\n", path, file)
	}
	return k.linkWith(ctx, u, providers.String(), object)
}

// linkWith links a unit; providers says which packages are in which plugins.
func (k *Kit) linkWith(ctx context.Context, u Unit, providers, object string) error {
	config := k.file(u.Path, ".providers")
	if err := os.WriteFile(config, []byte(providers), 0o644); err != nil {
		return fmt.Errorf("toolchain: %w", err)
	}
	defer os.Remove(config)
	// Functions begin where a line of the cache does. Go's own 32 bytes leave it to chance whether a short loop
	// lies across two lines, and then a sum in a cell took 547 µs instead of 276 (Zen 4).
	flags := []string{"-funcalign=64"}
	if k.manifest.Race && k.manifest.Address != "" {
		flags = append(flags, "-thinaddress", fmt.Sprintf("%s%#x", k.manifest.Address, k.lowAddress()))
	}
	_, err := k.run(ctx, "link", append(flags, "-o", k.file(u.Path, ".so"), "-thinhost", filepath.Join(k.dir, "worker"), "-importcfg", config, "-pluginpath", u.Path,
		"-linkshared", "-buildmode=plugin", "-keepall", "-ld", cc.Join(k.manifest.Ld), "-s", "-w", object)...)
	return err
}

// The addresses that the race detector knows of besides those of its heap and of
// the program's own code: compiler-rt/lib/tsan/rtl/tsan_platform.h, from kLoAppMemBeg
// up to Go's heap. Nothing else lies there.
const (
	lowAddresses    = 0x10_0000_0000
	lowAddressesEnd = 0xc0_0000_0000
	addressesEach   = 64 << 20
)

// lowAddress returns where the next plugin is to be. The detector keeps the position
// of the copy of a struct or an array in fewer bits than an address has, and ends the
// process when it reports a race with one in code that is where the system puts
// libraries.
func (k *Kit) lowAddress() int64 {
	k.mu.Lock()
	defer k.mu.Unlock()
	address := lowAddresses + k.linked*addressesEach%(lowAddressesEnd-lowAddresses)
	k.linked++
	return address
}

// needed returns the plugins of all units that those with the given paths
// import, directly and not, and those of modules, which are few.
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
	for path, u := range k.loaded {
		if u.version != "" {
			files[path] = u.plugin
		}
	}
	return files
}

// Loaded says that the plugin of a unit was opened: later units may import it.
func (k *Kit) Loaded(u Unit) {
	k.mu.Lock()
	defer k.mu.Unlock()
	l := &loadedUnit{export: k.file(u.Path, ".export"), plugin: k.file(u.Path, ".so")}
	for _, path := range u.Imports {
		if k.loaded[path] != nil {
			l.imports = append(l.imports, path)
		}
	}
	k.loaded[u.Path] = l
}
