package toolchain

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/version"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"seminar/kernelext/internal/gotool"
)

// A Kit is what is needed to compile cells for one host. Its methods may be
// called by several goroutines.
type Kit struct {
	dir      string   // of the host
	opened   *os.File // that folder
	scratch  *scratchFolder
	work     string // its path
	manifest manifest
	env      []string // of the compiler and the linker
	goTool   func() (gotool.Go, error)
	mu       sync.Mutex
	loaded   map[string]*loadedUnit // by package path
	modules  int                    // how many plugins of modules were made
	linked   int64                  // how many plugins were given an address
}

// Open reads the kit of the host in dir, a folder that Tools.Host has made, and
// makes a private temporary folder, which Close removes, or the next Open after the
// process has ended without. The environment of later
// builds is the present one: a reader's cells may change it.
func Open(dir string) (*Kit, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("toolchain: %w", err)
	}
	k := &Kit{dir: dir, loaded: map[string]*loadedUnit{}}
	if k.opened, err = os.Open(dir); err != nil {
		return nil, fmt.Errorf("toolchain: no kit for cells, run `go tool seminar install`: %w", err)
	}
	if err = k.read(); err == nil {
		k.scratch, err = newScratch()
	}
	if err != nil {
		k.opened.Close()
		return nil, fmt.Errorf("toolchain: %w", err)
	}
	k.work = k.scratch.path
	used(k.manifest.Tools)
	// A cell is compiled before a collection would pay.
	k.env = append([]string{"PATH=" + os.Getenv("PATH"), "TMPDIR=" + k.work, "GOGC=off", "GOMEMLIMIT=1GiB"}, k.manifest.Settings...)
	ours := os.Environ()
	k.goTool = sync.OnceValues(func() (gotool.Go, error) { return gotool.In(context.Background(), k.manifest.GOROOT, ours) })
	return k, nil
}

// read reads kit.json and looks whether all is there. The files of the host are
// then found through its open folder: when the host is built anew while this kit
// is in use, the folder gets another name and other files take its place.
func (k *Kit) read() error {
	if pinned := fmt.Sprintf("/proc/%d/fd/%d", os.Getpid(), k.opened.Fd()); exists(filepath.Join(pinned, "kit.json")) {
		k.dir = pinned
	}
	text, err := os.ReadFile(filepath.Join(k.dir, "kit.json"))
	if err != nil {
		return fmt.Errorf("no kit for cells, run `go tool seminar install`: %w", err)
	}
	if err := json.Unmarshal(text, &k.manifest); err != nil {
		return fmt.Errorf("%s is damaged, run `go tool seminar install`: %w", k.opened.Name(), err)
	}
	for _, tool := range []string{"compile", "link"} {
		_, err := os.Stat(filepath.Join(k.manifest.Tools, tool))
		if errors.Is(err, fs.ErrPermission) {
			return fmt.Errorf("the compiler for cells is in %s, which only another user can read: let that user run `go tool seminar uninstall`, and then `XDG_CACHE_HOME=/var/cache go tool seminar install`", k.manifest.Tools)
		}
		if err != nil {
			return fmt.Errorf("the compiler for cells is gone from %s, run `go tool seminar install`", k.manifest.Tools)
		}
	}
	if len(k.manifest.Ld) == 0 || !exists(k.manifest.Ld[0]) {
		return fmt.Errorf("the linker %s is gone, run `go tool seminar install`", strings.Join(k.manifest.Ld, " "))
	}
	return nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// Close removes the temporary folder. Plugins that are open stay usable.
func (k *Kit) Close() error {
	k.opened.Close()
	if err := k.scratch.remove(); err != nil {
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

// Linker says what links the worker and the cells: the C compiler's name and version.
func (k *Kit) Linker() string { return k.manifest.Compiler }

// Release is the Go release of the cells: go1.26.8.
func (k *Kit) Release() string { return k.manifest.Version }

// GoVersion is the version of the language: go1.26.
func (k *Kit) GoVersion() string { return language(k.manifest.Version) }

// language is the version of the language that a Go release has.
func language(release string) string {
	if l := version.Lang(release); l != "" {
		return l
	}
	return release
}
