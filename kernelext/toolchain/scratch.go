package toolchain

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
)

// A scratchFolder is the private temporary folder of a kit. It is locked as long
// as its process lives: cells end workers in many ways, and the next kit removes
// what they have left.
type scratchFolder struct {
	path string
	lock *os.File // the folder, open
}

const scratchName = "gophernotes-cells-"

// newScratch makes a folder where a plugin can be opened: /tmp may be mounted so
// that nothing in it is executed, and the user's cache folder hardly ever is.
func newScratch() (*scratchFolder, error) {
	parent := scratchParent()
	removeAbandoned(parent)
	for range 3 {
		path, err := os.MkdirTemp(parent, scratchName)
		if err != nil {
			return nil, err
		}
		// Another kit may take it for an abandoned one before it is locked.
		if f := lockFolder(path); f != nil && exists(path) {
			return &scratchFolder{path, f}, nil
		}
	}
	return nil, errors.New("no folder for compiled cells")
}

// Sweep removes the temporary folders of kits whose processes have ended, as the next
// Open would. A kernel calls it when its worker has ended: the next one may be a week
// away. It never waits, and what cannot be removed stays.
func Sweep() { removeAbandoned(scratchParent()) }

// scratchParent is the folder in which the kits make theirs.
func scratchParent() string {
	parent := os.TempDir()
	if noexec(parent) {
		if cache, err := Folder(Options{}); err == nil && os.MkdirAll(cache, 0o755) == nil {
			return cache
		}
	}
	return parent
}

func (s *scratchFolder) remove() error {
	defer s.lock.Close()
	return os.RemoveAll(s.path)
}

// removeAbandoned removes the folders of processes that have ended.
func removeAbandoned(parent string) {
	folders, _ := filepath.Glob(filepath.Join(parent, scratchName+"*"))
	for _, path := range folders {
		if f := lockFolder(path); f != nil {
			os.RemoveAll(path)
			f.Close()
		}
	}
}

// lockFolder locks a folder, or returns nil when it is in use or not ours.
func lockFolder(path string) *os.File {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	if syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil {
		f.Close()
		return nil
	}
	return f
}

// noexec tells whether files in the folder cannot be executed, or opened as
// plugins, because of how its file system is mounted.
func noexec(dir string) bool {
	const mountedNoexec = 8 // ST_NOEXEC of statvfs
	var s syscall.Statfs_t
	return syscall.Statfs(dir, &s) == nil && uint64(s.Flags)&mountedNoexec != 0
}
