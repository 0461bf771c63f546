package build_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gotest.tools/v3/golden"

	"seminar/kernelext/build"
	"seminar/kernelext/internal/system"
)

var keep = flag.String("keep", "", "build the kernel's binary there and keep it")

// TestInterpreter builds the binary, which -args -keep FILE leaves at FILE, and
// builds it again, which does nothing.
func TestInterpreter(t *testing.T) {
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	if err := build.Interpreter(context.Background(), build.Options{Output: path, Log: &log}); err != nil || log.Len() > 0 {
		t.Errorf("the second build did something: %v\n%s", err, &log)
	}
}

// A canceller ends a context when a line is written to it.
type canceller struct {
	line   string
	cancel func()
}

func (c canceller) Write(b []byte) (int, error) {
	if strings.HasPrefix(string(b), c.line) {
		c.cancel()
	}
	return len(b), nil
}

func TestInterrupted(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	ctx, cancel := context.WithCancel(context.Background())
	out := filepath.Join(t.TempDir(), "gophernotes")
	err := build.Interpreter(ctx, build.Options{Output: out, Log: canceller{"compiling gophernotes", cancel}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v; want an error that ctx ended", err)
	}
	for _, dir := range []string{filepath.Dir(out), os.Getenv("TMPDIR")} {
		if left, _ := filepath.Glob(dir + "/*"); len(left) > 0 {
			t.Errorf("left behind: %q", left)
		}
	}
}

func TestNoGo(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	err := build.Interpreter(context.Background(), build.Options{Output: filepath.Join(t.TempDir(), "gophernotes")})
	if err == nil || !strings.Contains(err.Error(), "install Go") {
		t.Errorf("%v", err)
	}
}

func TestNotTheProject(t *testing.T) {
	err := build.Interpreter(context.Background(), build.Options{Output: filepath.Join(t.TempDir(), "gophernotes"), Dir: t.TempDir()})
	if err == nil || !strings.Contains(err.Error(), "this is not the project's folder") {
		t.Errorf("%v", err)
	}
}

// What the go command says is kept, behind what to do.
func TestPlain(t *testing.T) {
	for said, want := range map[string]string{
		"write /x: no space left on device":                                           "the disk is full",
		"go: a.com/b@v1: Get \"https://proxy\": dial tcp: lookup proxy: no such host": "connect to the network once",
		"go: go.mod requires go >= 1.99 (running go 1.26)":                            "this Go release is too old",
		"x.go:1: undefined: y":                                                        "go build failed: x.go:1: undefined: y",
		"go: a.com/b@v1: module lookup disabled by GOPROXY=off":                       "allow it once",
	} {
		_, err := system.Run(t.Context(), system.Command{Path: "sh", Args: []string{"-c", `echo "$0" >&2; exit 1`, said}})
		if got := build.Plain(t.Context(), "build", err).Error(); !strings.Contains(got, want) {
			t.Errorf("%s\nsays: %s\nwant it to say: %s", said, got, want)
		}
	}
}

// source is a package with one of everything that a binding must tell apart.
const source = `package sample

import "io"

const (
	Small   = 3
	Big     = 1 << 40
	Huge    = 1 << 63
	Pi      = 3.25
	Letter  = 'x'
	Text    = "a\"b"
	Yes     = true
	Typed   int8 = 4
	private = 1
)

var Variable, hidden = 1, 2

func Plain(a int) (string, error) { return "", nil }
func Generic[T any](x T) T        { return x }

type Named int
type Alias = Named
type List[T any] struct{ items []T }
type Number interface{ ~int | ~float64 }
type Empty interface{}
type Closed interface{ method() }
type Doer interface {
	Do(name string, more ...io.Reader) (n int, err error)
	Stop()
}
type secret struct{}
type Leaky interface{ Get() secret }
type Inner struct{}
func (Inner) Promoted() {}
type Outer struct{ Inner }
func (*Outer) Own() {}
`

func TestBinding(t *testing.T) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "sample.go", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	config := types.Config{Importer: importer.Default()}
	pkg, err := config.Check("path/to/sample", fset, []*ast.File{file}, nil)
	if err != nil {
		t.Fatal(err)
	}
	golden.Assert(t, string(build.Binding(pkg)), "binding.golden")
}

func TestImportable(t *testing.T) {
	for path, want := range map[string]bool{
		"fmt": true, "net/http": true, "seminar/kernelext": true, "seminar/charts": true, "unsafe": true,
		"internal/abi": false, "net/http/internal": false, "vendor/golang.org/x/net": false, "golang.org/x/net": false,
		"cmd/go": false, "plugin": false, "net/http/pprof": false, "seminar/kernelext/kernel": false,
	} {
		if got := build.Importable(path); got != want {
			t.Errorf("Importable(%q) = %v, want %v", path, got, want)
		}
	}
}

func ExampleInterpreter() {
	ctx := context.Background()
	err := build.Interpreter(ctx, build.Options{Output: "gophernotes", Log: os.Stderr})
	fmt.Println(err)
}
