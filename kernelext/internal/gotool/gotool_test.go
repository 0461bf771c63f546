package gotool_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seminar/kernelext/internal/gotool"
)

// leaks are settings of a user that change what the go command builds.
var leaks = map[string]string{
	"GOFLAGS": "-mod=vendor -tags=x -race", "GO111MODULE": "off", "GOWORK": "/no/such/go.work", "GOEXPERIMENT": "nosuch",
	"GOROOT": "/nonexistent", "GOOS": "windows", "GOARCH": "386", "CGO_ENABLED": "0", "CGO_CFLAGS": "-nosuchflag", "GOFIPS140": "latest",
	"GODEBUG": "gocachehash=1",
}

// seen is what the go command makes of its settings.
func seen(t *testing.T) string {
	t.Helper()
	g, err := gotool.Find(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	args := strings.Fields("env GOFLAGS GO111MODULE GOWORK GOEXPERIMENT GOROOT GOOS GOARCH CGO_ENABLED CGO_CFLAGS GOFIPS140 GODEBUG GOTOOLCHAIN")
	out, err := g.Run(t.Context(), "", nil, args...)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%s %s\n%s", g.Version, g.Root, out)
}

// What is built does not change with the user's settings, in the environment or in Go's file of
// them.
func TestSettingsThatDoNotCount(t *testing.T) {
	t.Setenv("GOENV", "off")
	want := seen(t)
	for name, value := range leaks {
		t.Run(name, func(t *testing.T) {
			t.Setenv(name, value)
			if diff := cmp.Diff(want, seen(t)); diff != "" {
				t.Errorf("in the environment: -want +got:\n%s", diff)
			}
		})
		t.Run(name+" in a file", func(t *testing.T) {
			if name == "GODEBUG" || name == "GOEXPERIMENT" || name == "GOROOT" {
				t.Skip("the go command does not take it from a file, or runs nothing at all with one")
			}
			file := filepath.Join(t.TempDir(), "env")
			if err := os.WriteFile(file, []byte(name+"="+value+"\n"), 0o644); err != nil {
				t.Fatal(err)
			}
			t.Setenv("GOENV", file)
			if diff := cmp.Diff(want, seen(t)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// Where modules come from, and where caches are, is the user's choice.
func TestSettingsThatCount(t *testing.T) {
	elsewhere := t.TempDir()
	file := filepath.Join(elsewhere, "env")
	if err := os.WriteFile(file, []byte("GOPRIVATE=example.com\nCC=mine\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOENV", file)
	t.Setenv("GOPROXY", "off")
	t.Setenv("GOCACHE", elsewhere)
	g, err := gotool.Find(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	out, err := g.Run(t.Context(), "", nil, "env", "GOPROXY", "GOCACHE", "GOPRIVATE")
	if want := "off\n" + elsewhere + "\nexample.com\n"; err != nil || string(out) != want || g.CC != "mine" {
		t.Errorf("%q, %v, CC %q; want %q", out, err, g.CC, want)
	}
	// In an environment of earlier, as a worker has it, the same counts.
	old := []string{"HOME=" + elsewhere, "GOPROXY=direct", "GOFLAGS=-mod=mod"}
	if g, err = gotool.In(t.Context(), g.Root, old); err != nil {
		t.Fatal(err)
	}
	if out, err = g.Run(t.Context(), "", nil, "env", "GOPROXY"); err != nil || string(out) != "direct\n" {
		t.Errorf("%q, %v; want direct", out, err)
	}
}

func TestNoGo(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := gotool.Find(t.Context(), ""); !errors.Is(err, gotool.ErrNoGo) {
		t.Error(err)
	}
}

// A release that was not downloaded is not downloaded by Here.
func TestHere(t *testing.T) {
	t.Setenv("GOMODCACHE", t.TempDir())
	if g, err := gotool.Here(t.Context(), "", "go1.26.1"); err == nil {
		t.Errorf("it found %+v", g)
	}
}
