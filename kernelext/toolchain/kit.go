package toolchain

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// A Kit is what is needed to compile cells for one host. Its methods may be
// called by several goroutines.
type Kit struct {
	dir      string // of the host
	work     string // a private temporary folder
	manifest manifest
	env      []string
	mu       sync.Mutex
	loaded   map[string]*loadedUnit // by package path
}

// Open reads the kit of the host in dir, a folder that Tools.Host has made, and
// makes a private temporary folder, which Close removes.
func Open(dir string) (*Kit, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("toolchain: %w", err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "kit.json"))
	if err != nil {
		return nil, fmt.Errorf("toolchain: no kit for cells, run `go tool seminar install`: %w", err)
	}
	k := &Kit{dir: dir, loaded: map[string]*loadedUnit{}}
	if err := json.Unmarshal(text, &k.manifest); err != nil {
		return nil, fmt.Errorf("toolchain: %s: %w", dir, err)
	}
	for _, tool := range []string{"compile", "link"} {
		if _, err := os.Stat(filepath.Join(k.manifest.Tools, tool)); err != nil {
			return nil, fmt.Errorf("toolchain: the compiler for cells is gone, run `go tool seminar install`: %w", err)
		}
	}
	if k.work, err = os.MkdirTemp("", "gophernotes-cells-"); err != nil {
		return nil, fmt.Errorf("toolchain: no folder for compiled cells: %w", err)
	}
	k.env = append(k.environment(), k.manifest.Settings...)
	return k, nil
}

// environment is what the compiler and the linker see of the process's own: the
// reader's cells may change the rest.
func (k *Kit) environment() []string {
	return []string{"PATH=" + os.Getenv("PATH"), "TMPDIR=" + k.work, "GOGC=off"}
}

// Close removes the temporary folder. Plugins that are open stay usable.
func (k *Kit) Close() error {
	if err := os.RemoveAll(k.work); err != nil {
		return fmt.Errorf("toolchain: %w", err)
	}
	return nil
}

// Lookup returns the export data of a package, for go/importer.ForCompiler. It
// knows packages that a cell may not name, too, because the others speak of them.
func (k *Kit) Lookup(path string) (io.ReadCloser, error) {
	k.mu.Lock()
	u := k.loaded[path]
	k.mu.Unlock()
	file := exportFile(filepath.Join(k.dir, "exports"), path)
	if u != nil {
		file = u.export
	}
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("package %s is not in the worker", path)
	}
	return f, err
}

// Packages returns the import paths of all packages of the host that a cell may
// import, sorted.
func (k *Kit) Packages() []string {
	paths := slices.Clone(k.manifest.Packages)
	slices.Sort(paths)
	return paths
}

// GoVersion is the version of the language: go1.26.
func (k *Kit) GoVersion() string {
	parts := strings.SplitN(k.manifest.Version, ".", 3)
	if len(parts) < 2 {
		return k.manifest.Version
	}
	minor, _, _ := strings.Cut(parts[1], "rc") // of go1.27rc1
	minor, _, _ = strings.Cut(minor, "-")
	return parts[0] + "." + minor
}
