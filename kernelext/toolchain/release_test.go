package toolchain

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"seminar/kernelext/internal/gotool"
	"seminar/kernelext/internal/toolchain/goroot"
)

// unknown puts a Go release first in PATH whose compiler reads otherwise in a place that a patch
// changes, as a later release, a vendor's fork or a development version may.
func unknown(t *testing.T) gotool.Go {
	t.Helper()
	g, err := gotool.Find(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	const name = "src/cmd/compile/internal/types2/predicates.go"
	text, err := os.ReadFile(filepath.Join(g.Root, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	other := strings.Replace(string(text), "return a.path == b.path", "return b.path == a.path", 1)
	root := filepath.Join(t.TempDir(), "go")
	if err := goroot.Make(t.Context(), goroot.Options{From: g.Root, To: root, Changed: map[string][]byte{name: []byte(other)}}); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", filepath.Join(root, "bin")+string(os.PathListSeparator)+os.Getenv("PATH"))
	t.Setenv("GOTOOLCHAIN", "local")
	return g.At(root)
}

// In the place of a release that the patches do not fit, the newest known one is taken, and it says
// so.
func TestUnknownRelease(t *testing.T) {
	g := unknown(t)
	newest := known[0]
	if g.Version == newest {
		newest = known[1]
	}
	if _, err := gotool.Here(t.Context(), "", newest); err != nil {
		t.Skipf("%s is not downloaded: %v", newest, err)
	}
	cache := t.TempDir()
	var log strings.Builder
	tl, err := Install(t.Context(), Options{Cache: cache, Log: &log})
	if err != nil {
		t.Fatal(err)
	}
	if tl.Release() != newest || !strings.Contains(tl.Instead(), "cells are compiled by Go "+number(newest)) ||
		!strings.Contains(tl.Instead(), "predicates.go: 0 places") || strings.Contains(tl.Instead(), "\n") {
		t.Errorf("the release is %s: %q", tl.Release(), tl.Instead())
	}
	again, err := Find(t.Context(), Options{Cache: cache})
	if err != nil || again == nil || again.Dir() != tl.Dir() || again.Instead() == "" {
		t.Errorf("Find: %+v, %v; want %s", again, err, tl.Dir())
	}
}

// Where no other release can be had, one sentence says both.
func TestUnknownReleaseWithoutANetwork(t *testing.T) {
	unknown(t)
	t.Setenv("GOPROXY", "off")
	t.Setenv("GOMODCACHE", t.TempDir())
	for range 2 { // the second time, it is remembered
		_, err := Install(t.Context(), Options{Cache: t.TempDir()})
		for _, want := range []string{"is not known: ", "predicates.go: 0 places", ", which is known to work, cannot be downloaded"} {
			if !errors.Is(err, ErrUnsupported) || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%v\nwant one sentence with: %s", err, want)
			}
		}
	}
}

// Tools of which a file was changed, through a hard link for one, are built anew.
func TestChangedTree(t *testing.T) {
	if _, err := tools(); err != nil { // Go's build cache has all now
		t.Fatal(err)
	}
	cache := t.TempDir()
	made, err := Install(t.Context(), Options{Cache: cache})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(made.Go().Root, "src", "fmt", "doc.go")
	if err := errors.Join(os.Remove(file), os.WriteFile(file, []byte("package fmt // debugging"), 0o644)); err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	again, err := Install(t.Context(), Options{Cache: cache, Log: &log})
	if err != nil || !strings.Contains(log.String(), "again: "+file+" was changed") {
		t.Errorf("%v\n%s", err, &log)
	}
	if err := goroot.Verify(t.Context(), again.Go().Root); err != nil {
		t.Error(err)
	}
}

// A user's settings change neither the tools nor a cell: all at once when a host is built, and each
// for itself when its cells are. Caches may be elsewhere.
func TestUserSettings(t *testing.T) {
	tl, err := tools()
	if err != nil {
		t.Fatal(err)
	}
	settings := []string{
		"GOFLAGS=-mod=vendor -tags=x -race", "GO111MODULE=off", "GOWORK=/no/such/go.work", "GOEXPERIMENT=nosuch", "GOROOT=/nonexistent",
		"GOOS=windows", "GOARCH=386", "GOPROXY=off", "CGO_ENABLED=0", "CC=/no/such/cc", "CGO_CFLAGS=-nosuchflag", "GOFIPS140=latest",
	}
	for _, setting := range settings {
		name, value, _ := strings.Cut(setting, "=")
		t.Run(name, func(t *testing.T) {
			t.Setenv(name, value)
			if found, err := Find(t.Context(), Options{Cache: filepath.Dir(tl.Dir())}); err != nil || found == nil || found.Dir() != tl.Dir() {
				t.Errorf("the tools are %+v, %v; want %s", found, err, tl.Dir())
			}
			cellsWork(t, open(t), start(t))
		})
	}
	t.Run("all", func(t *testing.T) {
		t.Setenv("GOTMPDIR", "")
		for _, setting := range settings {
			name, value, _ := strings.Cut(setting, "=")
			t.Setenv(name, value)
		}
		t.Setenv("TMPDIR", t.TempDir())
		again, err := Install(t.Context(), Options{Cache: filepath.Dir(tl.Dir())})
		if err != nil || again.Dir() != tl.Dir() {
			t.Fatal(again, err)
		}
		ownHost(t, again)
	})
}

// Go's build cache may be new: then the host is made from nothing.
func TestNewBuildCache(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a part of the standard library")
	}
	tl, err := tools()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOCACHE", t.TempDir())
	again, err := Install(t.Context(), Options{Cache: filepath.Dir(tl.Dir())})
	if err != nil {
		t.Fatal(err)
	}
	ownHost(t, again)
	if left, _ := filepath.Glob(filepath.Join(os.Getenv("GOCACHE"), "*")); len(left) == 0 {
		t.Error("the cache is empty")
	}
}

// ownHost builds a small host and runs cells in it.
func ownHost(t *testing.T, tl *Tools) {
	t.Helper()
	source, dir := t.TempDir(), t.TempDir()
	if err := errors.Join(write(filepath.Join(source, "go.mod"), []byte("module small\n\ngo 1.26\n")),
		write(filepath.Join(source, "main.go"), []byte(smallHost))); err != nil {
		t.Fatal(err)
	}
	if err := tl.Host(t.Context(), dir, Host{Dir: source, Package: "small"}); err != nil {
		t.Fatal(err)
	}
	k, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer k.Close()
	p, err := startProbe(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer p.stop()
	cellsWork(t, k, p)
}

// smallHost is the command probe with less in it.
const smallHost = `package main

import (
	"bufio"
	"fmt"
	"os"
	"plugin"
)

func main() {
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		if _, err := plugin.Open(lines.Text()); err != nil {
			fmt.Printf("\x00%v\n", err)
			continue
		}
		fmt.Printf("\x00opened 1 1\n")
	}
}
`

// cellsWork runs two cells, the second of which uses the first.
func cellsWork(t *testing.T, k *Kit, p *probe) {
	t.Helper()
	for i, c := range []string{
		"package main\nimport \"fmt\"\nvar x int\nfunc init() { x = 6; fmt.Println(x) }",
		"package main\nimport (\"fmt\"; c1 \"nb/c1\")\nfunc init() { fmt.Println(c1.x * 7) }",
	} {
		if got, err := p.cell(t.Context(), k, i+1, c); err != nil || got != []string{"6\n", "42\n"}[i] {
			t.Errorf("cell %d: %q, %v", i+1, got, err)
		}
	}
}
