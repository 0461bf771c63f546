package toolchain

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"go/importer"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"seminar/kernelext/internal/gotool"
)

// scratch is a folder that lives as long as the tests.
var scratch string

func TestMain(m *testing.M) {
	if cache := os.Getenv("TOOLCHAIN_TEST_INSTALL"); cache != "" {
		installAsProcess(cache)
		return
	}
	flag.Parse()
	dir, err := os.MkdirTemp("", "toolchain-test-")
	if err != nil {
		panic(err)
	}
	scratch = dir
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// tools installs the tools once for all tests: a minute, or 5 s when Go's build
// cache has them. The installation tries them out, with all of probe/cells.txt.
var tools = sync.OnceValues(func() (*Tools, error) {
	return Install(context.Background(), Options{Cache: filepath.Join(scratch, "cache"), Log: os.Stderr})
})

// host builds the small host once.
var host = sync.OnceValues(func() (string, error) {
	t, err := tools()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(scratch, "probe.host")
	if err := os.Mkdir(dir, 0o755); err != nil {
		return "", err
	}
	return dir, t.Host(context.Background(), dir, Host{Package: "seminar/kernelext/toolchain/probe", Importable: func(path string) bool { return !strings.Contains(path, "internal") }})
})

func open(t testing.TB) *Kit {
	t.Helper()
	dir, err := host()
	if err != nil {
		t.Fatal(err)
	}
	k, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := k.Close(); err != nil {
			t.Error(err)
		}
	})
	return k
}

func start(t testing.TB, env ...string) *probe {
	t.Helper()
	dir, err := host()
	if err != nil {
		t.Fatal(err)
	}
	p, err := startProbe(context.Background(), dir, env...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.stop)
	return p
}

// TestTrial runs the cells of the trial once more, with a kit that others use at
// the same time.
func TestTrial(t *testing.T) {
	k, p := open(t), start(t, "GODEBUG=gccheckmark=1")
	for i, c := range parseTrial(trialCells) {
		got, err := p.cell(context.Background(), k, i+1, c.source)
		if err != nil {
			t.Fatal(err)
		}
		if got != c.want {
			t.Errorf("cell %d printed %q, want %q", i+1, got, c.want)
		}
	}
}

// An installation that is there already says nothing and is the same.
func TestInstallAgain(t *testing.T) {
	first, err := tools()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(first.dir, 0o700); err != nil { // as an earlier Install left it
		t.Fatal(err)
	}
	var log bytes.Buffer
	again, err := Install(context.Background(), Options{Cache: filepath.Join(scratch, "cache"), Log: &log})
	if err != nil || log.Len() > 0 || again.dir != first.dir {
		t.Errorf("%v, %q, %s; want %s and silence", err, &log, again.dir, first.dir)
	}
	left, err := os.ReadDir(first.dir)
	if err != nil || len(left) != 1 {
		t.Errorf("the folder holds %v, %v; want the tree and nothing else", left, err)
	}
	if info, err := os.Stat(first.dir); err != nil || info.Mode().Perm() != 0o755 {
		t.Errorf("the folder is %v, %v; want one that every user can read", info, err)
	}
}

// installAsProcess is what this program does when a test starts it.
func installAsProcess(cache string) {
	_, err := Install(context.Background(), Options{Cache: cache, Log: os.Stdout})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

// Of two processes that install at the same time, one builds.
func TestConcurrentInstall(t *testing.T) {
	if _, err := tools(); err != nil { // Go's build cache has all now
		t.Fatal(err)
	}
	cache := t.TempDir()
	var both [2]*exec.Cmd
	var said [2]bytes.Buffer
	for i := range both {
		both[i] = exec.Command(os.Args[0])
		both[i].Env = append(os.Environ(), "TOOLCHAIN_TEST_INSTALL="+cache)
		both[i].Stdout, both[i].Stderr = &said[i], &said[i]
		if err := both[i].Start(); err != nil {
			t.Fatal(err)
		}
	}
	built := 0
	for i := range both {
		if err := both[i].Wait(); err != nil {
			t.Errorf("%v: %s", err, &said[i])
		}
		built += strings.Count(said[i].String(), "built the compiler")
	}
	if built != 1 {
		t.Errorf("%d of two built:\n%s\n%s", built, &said[0], &said[1])
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

func TestCancelledInstall(t *testing.T) {
	for _, line := range []string{"building", "trying"} {
		cache := t.TempDir()
		t.Setenv("TMPDIR", t.TempDir())
		ctx, cancel := context.WithCancel(context.Background())
		_, err := Install(ctx, Options{Cache: cache, Log: canceller{line, cancel}})
		if !errors.Is(err, context.Canceled) || errors.Is(err, ErrUnsupported) {
			t.Errorf("at %q: %v; want an error that ctx ended", line, err)
		}
		left, err := filepath.Glob(filepath.Join(cache, "*"))
		if err != nil || len(left) != 1 || !strings.HasSuffix(left[0], ".lock") {
			t.Errorf("at %q: left behind: %q, %v", line, left, err)
		}
		if left, _ := os.ReadDir(os.Getenv("TMPDIR")); len(left) > 0 {
			t.Errorf("at %q: left behind: %v", line, left)
		}
	}
}

// Where cells cannot be compiled, one sentence says what is missing.
func TestUnsupported(t *testing.T) {
	real, err := gotool.Find(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, goos, goroot, goarch, path, cache string
		want                                    string
	}{
		{name: "windows", goos: "windows", want: "on Linux (amd64, arm64) only, and this is windows on amd64: on Windows, use WSL"},
		{name: "a 32-bit machine", goarch: "386", want: "and this is linux on 386"},
		{name: "no source", goroot: t.TempDir(), want: "the source of Go's compiler is not in"},
		{name: "no C compiler", path: t.TempDir(), want: "no C compiler was found"},
		{name: "no cache", cache: filepath.Join(file, "cache"), want: "not a directory"},
	} {
		t.Run(c.name, func(t *testing.T) {
			values := fmt.Sprintf(`{"GOOS": %q, "GOARCH": %q, "GOROOT": %q, "GOVERSION": %q, "CGO_ENABLED": "1", "CC": "gcc"}`,
				or(c.goos, "linux"), or(c.goarch, "amd64"), or(c.goroot, real.Root), real.Version)
			bin := t.TempDir()
			script := "#!/bin/sh\necho '" + values + "'\n"
			if err := os.WriteFile(filepath.Join(bin, "go"), []byte(script), 0o755); err != nil {
				t.Fatal(err)
			}
			t.Setenv("PATH", bin+string(os.PathListSeparator)+or(c.path, os.Getenv("PATH")))
			_, err := Install(context.Background(), Options{Cache: or(c.cache, t.TempDir())})
			if !errors.Is(err, ErrUnsupported) || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%v\nwant one sentence with: %s", err, c.want)
			}
		})
	}
	t.Run("no go", func(t *testing.T) {
		t.Setenv("PATH", t.TempDir())
		if _, err := Install(context.Background(), Options{}); !errors.Is(err, ErrUnsupported) || !strings.Contains(err.Error(), "install Go") {
			t.Errorf("%v", err)
		}
	})
}

func or(value, otherwise string) string {
	if value != "" {
		return value
	}
	return otherwise
}

// What the compiler rejects is said in its words, at places of the cell.
func TestCompileErrors(t *testing.T) {
	k := open(t)
	for _, c := range []struct{ source, want string }{
		{"package main\n/*line cell[3]:5:1*/func f() { return 1 }", "cell[3]:5:19: too many return values\n\thave (number)\n\twant ()"},
		{"package main\n/*line cell[3]:5:12*/var x int = \"a\"\nvar y = z", "cell[3]:5:24: cannot use \"a\" (untyped string constant) as int value in variable declaration\ncell[3]:6:9: undefined: z"},
		{"package main\n/*line cell[2]:1:1*/func f( {", "cell[2]:1:9: syntax error: unexpected {, expected )"},
		{"package main\nimport (\"fmt\"; \"os\")\nfunc f() { x := 1; switch y := any(x).(type) {} }\nvar a = b()\nfunc b() int { return a }", ""},
	} {
		var ce *CompileError
		_, err := k.Build(context.Background(), Unit{Path: "nb/c9", Source: []byte(c.source), Imports: []string{"fmt", "os"}})
		if c.want == "" {
			if err != nil {
				t.Errorf("%s\n%v; want it to compile", c.source, err)
			}
		} else if !errors.As(err, &ce) || ce.Output != c.want {
			t.Errorf("%s\n%v\nwant: %s", c.source, err, c.want)
		}
	}
	left, err := os.ReadDir(k.work)
	if err != nil || len(left) != 2 {
		t.Errorf("left behind: %v, %v; want a plugin and its export data", left, err)
	}
}

// A cell that imports what its host does not have is an error and nothing worse.
func TestNotInHost(t *testing.T) {
	k := open(t)
	_, err := k.Build(context.Background(), Unit{Path: "nb/c1", Source: []byte("package main\nimport \"go/types\"\nvar x = types.Universe\nfunc init() { x = types.Universe }"), Imports: []string{"go/types"}})
	var ce *CompileError
	if err == nil || errors.As(err, &ce) || !strings.Contains(err.Error(), "go/types is not in the worker") {
		t.Errorf("%v", err)
	}
}

func TestBuildCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := open(t).Build(ctx, Unit{Path: "nb/c1", Source: []byte("package main")}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v; want an error that ctx ended", err)
	}
}

// After the user's Go was replaced or removed, a kit goes on: cells and modules are compiled by the
// tree of its own.
func TestGoIsGone(t *testing.T) {
	withoutGo := slices.DeleteFunc(filepath.SplitList(os.Getenv("PATH")), func(dir string) bool { return exists(filepath.Join(dir, "go")) })
	t.Setenv("PATH", strings.Join(withoutGo, string(os.PathListSeparator)))
	k, p := open(t), start(t)
	t.Setenv("GOROOT", filepath.Join(t.TempDir(), "gone"))
	if got, err := p.cell(t.Context(), k, 1, "package main\nimport \"fmt\"\nfunc init() { fmt.Println(6 * 7) }"); err != nil || got != "42\n" {
		t.Errorf("%q, %v", got, err)
	}
	add(t, k, p, ".", "expvar")
}

// The export data are what go/types needs.
func TestLookup(t *testing.T) {
	k := open(t)
	imports := importer.ForCompiler(token.NewFileSet(), "gc", k.Lookup)
	for _, path := range k.Packages() {
		if _, err := imports.Import(path); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
	if paths := k.Packages(); !slices.Contains(paths, "net/http") || !slices.Contains(paths, "unsafe") || slices.Contains(paths, "internal/abi") || !slices.IsSorted(paths) {
		t.Errorf("%q", paths)
	}
	if _, err := k.Lookup("no/such"); err == nil || !strings.Contains(err.Error(), "no/such") {
		t.Errorf("%v", err)
	}
	if v := k.GoVersion(); !strings.HasPrefix(v, "go1.") || strings.Count(v, ".") != 1 {
		t.Errorf("GoVersion is %q", v)
	}
}

func TestOpenNothing(t *testing.T) {
	dir := t.TempDir()
	if _, err := Open(dir); err == nil || !strings.Contains(err.Error(), "go tool seminar install") {
		t.Errorf("%v", err)
	}
	for text, want := range map[string]string{"{": "unexpected end", `{"Tools": "/nonexistent"}`: "go tool seminar install"} {
		if err := os.WriteFile(filepath.Join(dir, "kit.json"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(dir); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// Tools that nobody has used for long make room; those of a kit in use stay.
func TestForget(t *testing.T) {
	cache := t.TempDir()
	old, kept := filepath.Join(cache, "go1.1"), filepath.Join(cache, "go1.2")
	for _, dir := range []string{old, kept} {
		if err := write(filepath.Join(dir, "goroot", "VERSION"), nil); err != nil {
			t.Fatal(err)
		}
		past := time.Now().Add(-2 * unused)
		if err := os.Chtimes(dir, past, past); err != nil {
			t.Fatal(err)
		}
	}
	used(kept)
	forget(cache)
	if exists(old) || !exists(kept) {
		t.Errorf("unused: %v, used: %v", exists(old), exists(kept))
	}
}

// A cell that ends the program is told from its own first line.
func TestProbeEnds(t *testing.T) {
	_, err := start(t).cell(context.Background(), open(t), 1, "package main\nfunc init() { panic(\"the end\") }")
	if err == nil || !strings.Contains(err.Error(), "has ended: panic: the end") {
		t.Errorf("%v", err)
	}
}
