package build_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"seminar/kernelext/build"
	"seminar/kernelext/toolchain"
)

// mustHost returns the folder of the worker that compiles.
func mustHost(t *testing.T) string {
	t.Helper()
	worker, err := host()
	if errors.Is(err, toolchain.ErrUnsupported) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Dir(worker)
}

// The second time nothing happens, and nothing is said.
func TestHostAgain(t *testing.T) {
	dir := mustHost(t)
	var log strings.Builder
	if err := build.Host(context.Background(), build.Options{Output: dir, Log: &log}); err != nil || log.Len() > 0 {
		t.Errorf("the second build did something: %v\n%s", err, &log)
	}
}

// Cells may import what the interpreter binds, the package that they call, and
// nothing of the worker's insides.
func TestHostPackages(t *testing.T) {
	k, err := toolchain.Open(mustHost(t))
	if err != nil {
		t.Fatal(err)
	}
	defer k.Close()
	for path, want := range map[string]bool{
		"fmt": true, "net/http": true, "unsafe": true, "go/types": true, "seminar/kernelext": true, "seminar/charts": true, "seminar/kernelext/cell/live": true,
		"internal/abi": false, "plugin": false, "seminar/kernelext/kernel": false, "github.com/cosmos72/gomacro/fast": false,
	} {
		if k.Has(path) != want {
			t.Errorf("Has(%q) is %v", path, !want)
		}
	}
	if n := len(k.Packages()); n < 150 {
		t.Errorf("only %d packages", n)
	}
}

// A kit that is in use when the host is built anew goes on with the old one.
func TestHostReplaced(t *testing.T) {
	mustHost(t)
	dir := filepath.Join(t.TempDir(), "gophernotes.host")
	make := func() {
		t.Helper()
		if err := build.Host(context.Background(), build.Options{Output: dir, Log: io.Discard}); err != nil {
			t.Fatal(err)
		}
	}
	make()
	k, err := toolchain.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer k.Close()
	if err := os.Remove(filepath.Join(dir, "worker.inputs")); err != nil {
		t.Fatal(err)
	}
	make()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	unit := toolchain.Unit{Path: "nb/c1", Source: []byte("package main\nimport \"fmt\"\nfunc init() { fmt.Println() }"), Imports: []string{"fmt"}}
	if _, err := k.Build(context.Background(), unit); err != nil {
		t.Error(err)
	}
}

func TestHostInterrupted(t *testing.T) {
	mustHost(t) // the compiler is there
	t.Setenv("TMPDIR", t.TempDir())
	ctx, cancel := context.WithCancel(context.Background())
	out := filepath.Join(t.TempDir(), "gophernotes.host")
	err := build.Host(ctx, build.Options{Output: out, Log: canceller{"compiling the worker", cancel}})
	if !errors.Is(err, context.Canceled) || errors.Is(err, toolchain.ErrUnsupported) {
		t.Errorf("%v; want an error that ctx ended", err)
	}
	for _, dir := range []string{filepath.Dir(out), os.Getenv("TMPDIR")} {
		for _, pattern := range []string{"/*", "/.*"} {
			if left, _ := filepath.Glob(dir + pattern); len(left) > 0 {
				t.Errorf("left behind: %q", left)
			}
		}
	}
}

// A thousandth of a second counts here: set-up asks each time.
func BenchmarkHostAgain(b *testing.B) {
	worker, err := host()
	if err != nil {
		b.Skip(err)
	}
	for b.Loop() {
		if err := build.Host(context.Background(), build.Options{Output: filepath.Dir(worker)}); err != nil {
			b.Fatal(err)
		}
	}
}
