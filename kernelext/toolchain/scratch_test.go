package toolchain

import (
	"os"
	"path/filepath"
	"testing"
)

// The folder of a process that has ended without Close is removed by the next
// kit and by Sweep; that of one that lives is not.
func TestScratch(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	living, err := newScratch()
	if err != nil {
		t.Fatal(err)
	}
	dead, err := newScratch()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dead.path, "nb-c1.so"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	dead.lock.Close()
	next, err := newScratch()
	if err != nil {
		t.Fatal(err)
	}
	if exists(dead.path) || !exists(living.path) || !exists(next.path) {
		t.Errorf("dead %v, living %v, next %v", exists(dead.path), exists(living.path), exists(next.path))
	}
	next.lock.Close()
	Sweep()
	if exists(next.path) || !exists(living.path) {
		t.Errorf("after Sweep: dead %v, living %v", exists(next.path), exists(living.path))
	}
	if err := living.remove(); err != nil || exists(living.path) {
		t.Errorf("%v", err)
	}
}

// Where nothing in the temporary folder is executed, plugins lie elsewhere.
func TestNoexec(t *testing.T) {
	if !noexec("/proc") {
		t.Skip("no file system here is mounted noexec")
	}
	cache := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", cache)
	t.Setenv("TMPDIR", "/proc")
	s, err := newScratch()
	if err != nil {
		t.Fatal(err)
	}
	defer s.remove()
	if rel, err := filepath.Rel(cache, s.path); err != nil || rel[0] == '.' {
		t.Errorf("%s is not in %s", s.path, cache)
	}
}
