package toolchain

import (
	"context"
	"errors"
	"go/importer"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// add opens the module of a package in the probe.
func add(t *testing.T, k *Kit, p *probe, dir, path string) *Module {
	t.Helper()
	if k.Has(path) {
		t.Fatalf("the host has %s", path)
	}
	m, err := k.Module(context.Background(), dir, path)
	if err != nil {
		t.Fatal(err)
	}
	if m.Plugin != "" {
		if _, err := p.open(m.Plugin); err != nil {
			t.Fatal(err)
		}
	}
	k.LoadedModule(m)
	if !k.Has(path) {
		t.Errorf("%s was loaded and is not there", path)
	}
	return m
}

// Packages that the host lacks are opened once, and cells share them: of modules
// that go.mod lists, with assembly, and of the standard library.
func TestModule(t *testing.T) {
	k, p := open(t), start(t, "GODEBUG=gccheckmark=1")
	for _, path := range []string{"github.com/google/go-cmp/cmp", "golang.org/x/sys/unix", "golang.org/x/sys/cpu", "expvar"} {
		m := add(t, k, p, ".", path)
		if again, err := k.Module(context.Background(), ".", path); err != nil || again.Plugin != "" {
			t.Errorf("the second time: %+v, %v; want nothing to open", again, err)
		}
		if dir, files := k.Source(path); len(files) == 0 || !exists(filepath.Join(dir, files[0])) {
			t.Errorf("the source of %s is %q in %q", path, files, dir)
		}
		if imported, err := importer.ForCompiler(token.NewFileSet(), "gc", k.Lookup).Import(path); err != nil || imported.Name() != filepath.Base(path) {
			t.Errorf("%s in %s: %v, %v", path, m.Plugin, imported, err)
		}
	}
	const first = `package main

import (
	"fmt"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
)

var options cmp.Options

func init() {
	options = append(options, cmp.Comparer(func(a, b rune) bool { return a|32 == b|32 }))
	fmt.Println(cmp.Equal('A', 'a', options), cmp.Diff(1, 1), unix.Getpid() > 0)
}
`
	const second = `package main

import (
	"expvar"
	"fmt"

	"github.com/google/go-cmp/cmp"
	c1 "nb/c1"
)

func init() {
	fmt.Println(cmp.Equal('B', 'b', c1.options...), cmp.Equal('B', 'c', c1.options), expvar.NewInt("x"))
}
`
	for i, c := range []struct{ source, want string }{{first, "true  true\n"}, {second, "true false 0\n"}} {
		if got, err := p.cell(context.Background(), k, i+1, c.source); err != nil || got != c.want {
			t.Errorf("cell %d: %q, %v; want %q", i+1, got, err, c.want)
		}
	}
}

// What cannot be imported says why not.
func TestNoModule(t *testing.T) {
	k := open(t)
	empty := t.TempDir()
	withOld := t.TempDir()
	if err := write(filepath.Join(withOld, "go.mod"), []byte("module old\n\ngo 1.99\n")); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ dir, path, want string }{
		{".", "example.com/not/listed", "no required module provides package example.com/not/listed"},
		{".", "seminar/no/such", "seminar/no/such is not in std"},
		{empty, "github.com/google/go-cmp/cmp", "no required module provides package github.com/google/go-cmp/cmp: go.mod file not found"},
		{withOld, "github.com/google/go-cmp/cmp", "go.mod requires go >= 1.99"},
		{".", "github.com/go-zeromq/goczmq/v4", "contains C"},
		{".", "cmd/go", "is not in std"},
		{".", "honnef.co/go/tools/cmd/staticcheck", "is a program"},
		{".", "-x", "no import path"},
		{".", "./thin", "no import path"},
		{".", "internal/abi", "is internal"},
		{".", "net/...", "no import path"},
		{".", "all", "no import path"},
	} {
		m, err := k.Module(context.Background(), c.dir, c.path)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %+v, %v\nwant one sentence with: %s", c.path, m, err, c.want)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := k.Module(ctx, ".", "expvar"); !errors.Is(err, context.Canceled) {
		t.Errorf("%v; want an error that ctx ended", err)
	}
}

// A package that the worker has of another version cannot be had beside it.
func TestOtherVersion(t *testing.T) {
	k := open(t)
	k.manifest.Versions = map[string]string{"github.com/google/go-cmp/cmp": "github.com/google/go-cmp v0.1.0"}
	_, err := k.Module(context.Background(), ".", "github.com/google/go-cmp/cmp")
	if err == nil || !strings.Contains(err.Error(), "and the worker has it of github.com/google/go-cmp v0.1.0") {
		t.Errorf("%v", err)
	}
}

// One that the host has of the same version needs no plugin.
func TestModuleOfHost(t *testing.T) {
	k := open(t)
	k.manifest.Packages = nil
	m, err := k.Module(context.Background(), ".", "os")
	if err != nil || m.Plugin != "" {
		t.Fatalf("%+v, %v", m, err)
	}
	k.LoadedModule(m)
	r, err := k.Lookup("os")
	if err != nil || !k.Has("os") {
		t.Fatal(err)
	}
	defer r.Close()
	if text, err := io.ReadAll(r); err != nil || len(text) == 0 {
		t.Errorf("%d bytes, %v", len(text), err)
	}
	if _, err := os.Stat(k.work); err != nil {
		t.Error(err)
	}
}
