package goroot

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// release makes a small GOROOT and returns its folder.
func release(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"VERSION": "go1.99", "go.env": "GOPROXY=x", "bin/go": "program", "bin/gofmt": "program", "LICENSE": "text", "test/a.go": "package a",
		"pkg/tool/linux_amd64/compile": "c", "pkg/tool/linux_amd64/vet": "v", "pkg/include/textflag.h": "h", "pkg/linux_amd64/fmt.a": "a",
		"src/fmt/print.go": "package fmt", "src/fmt/print_test.go": "package fmt", "src/fmt/testdata/x.go": "package x",
		"src/cmd/link/main.go": "package main", "src/go.mod": "module std",
	} {
		put(t, filepath.Join(dir, name), text)
	}
	return dir
}

func put(t *testing.T, file, text string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644)); err != nil {
		t.Fatal(err)
	}
}

// files are the names of all files below dir.
func files(t *testing.T, dir string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			name, _ := filepath.Rel(dir, path)
			names = append(names, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func makeTree(t *testing.T, from string, changed map[string][]byte) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "tree")
	if err := Make(t.Context(), Options{From: from, To: to, Changed: changed}); err != nil {
		t.Fatal(err)
	}
	if err := Verify(t.Context(), to); err != nil {
		t.Error(err)
	}
	return to
}

// A tree has what builds need and no tests, and what is changed in it is not changed in the
// release.
func TestMake(t *testing.T) {
	from := release(t)
	to := makeTree(t, from, map[string][]byte{"src/fmt/print.go": []byte("package fmt // ours"), "src/fmt/more.go": []byte("package fmt")})
	want := []string{"SHA256SUMS", "VERSION", "bin/go", "go.env", "pkg/include/textflag.h", "pkg/tool/linux_amd64/compile",
		"src/cmd/link/main.go", "src/fmt/more.go", "src/fmt/print.go", "src/go.mod"}
	if diff := cmp.Diff(want, files(t, to)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if text, _ := os.ReadFile(filepath.Join(from, "src/fmt/print.go")); string(text) != "package fmt" {
		t.Errorf("in the release, it says %q now", text)
	}
	if err := Drop(to, "src/cmd"); err != nil {
		t.Fatal(err)
	}
	made := filepath.Join(t.TempDir(), "compile")
	put(t, made, "ours")
	if err := Replace(to, "pkg/tool/linux_amd64/compile", made); err != nil {
		t.Fatal(err)
	}
	if err := Verify(t.Context(), to); err != nil {
		t.Error(err)
	}
	if text, _ := os.ReadFile(filepath.Join(from, "pkg/tool/linux_amd64/compile")); string(text) != "c" || slices.Contains(files(t, to), "src/cmd/link/main.go") {
		t.Errorf("the release's compiler is %q now; the tree has %q", text, files(t, to))
	}
}

// The source may be behind symbolic links, as Debian has it, and the whole tree, too.
func TestLinkedFolders(t *testing.T) {
	from, share := release(t), t.TempDir()
	for _, name := range []string{"src", "pkg/include"} {
		if err := os.Rename(filepath.Join(from, name), filepath.Join(share, filepath.Base(name))); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(filepath.Join(share, filepath.Base(name)), filepath.Join(from, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove(filepath.Join(from, "go.env")); err != nil { // which Debian has in /etc
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "go")
	if err := os.Symlink(from, link); err != nil {
		t.Fatal(err)
	}
	to := makeTree(t, link, nil)
	if err := os.RemoveAll(share); err != nil {
		t.Fatal(err)
	}
	if err := Verify(t.Context(), to); err != nil {
		t.Errorf("without the release: %v", err)
	}
}

// A tree that cannot be linked to the release, or is of read-only files, is a copy.
func TestReadOnlyRelease(t *testing.T) {
	from := release(t)
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			return os.Chmod(path, 0o555)
		}
		return errors.Join(err, os.Chmod(path, 0o444))
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // else the folder cannot be removed
		filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error { return os.Chmod(path, 0o755) })
	})
	to := makeTree(t, from, map[string][]byte{"src/fmt/print.go": []byte("package fmt // ours")})
	if err := os.RemoveAll(to); err != nil {
		t.Errorf("the tree cannot be removed: %v", err)
	}
}

// A file that was changed in its place is found, and so is one that is gone.
func TestVerify(t *testing.T) {
	to := makeTree(t, release(t), nil)
	file := filepath.Join(to, "src", "fmt", "print.go")
	put(t, file, "package fmt // debugging")
	if err := Verify(t.Context(), to); err == nil || !strings.Contains(err.Error(), file+" was changed") {
		t.Errorf("changed: %v", err)
	}
	os.Remove(file)
	if err := Verify(t.Context(), to); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("removed: %v", err)
	}
	if err := Verify(t.Context(), t.TempDir()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an empty folder: %v", err)
	}
}

func TestMakeFails(t *testing.T) {
	from := release(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Make(ctx, Options{From: from, To: filepath.Join(t.TempDir(), "x")}); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
	os.RemoveAll(filepath.Join(from, "bin"))
	if err := Make(t.Context(), Options{From: from, To: filepath.Join(t.TempDir(), "x")}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without the go command: %v", err)
	}
}
