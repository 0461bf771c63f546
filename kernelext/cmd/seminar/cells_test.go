package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"seminar/kernelext/build"
	"seminar/kernelext/toolchain"
)

// cells is the site of a bench, and what installCells and the ledger say about it.
func (b *bench) cells(ctx context.Context, host maker) (s *site, said string, err error) {
	b.t.Helper()
	wrote, err := readLedger(b.root)
	if err != nil {
		b.t.Fatal(err)
	}
	if err := wrote.shareCache(); err != nil {
		b.t.Fatal(err)
	}
	var out bytes.Buffer
	s = &site{root: b.root, prefix: filepath.Join(b.root, ".venv")}
	_, err = s.installCells(ctx, newProgress(&out), host)
	return s, out.String(), err
}

// hostWorks writes what doctor looks at, and says a line if it is not there.
func (b *bench) hostWorks(_ context.Context, o build.Options) error {
	if _, err := os.Stat(o.Output); err == nil {
		return nil
	}
	fmt.Fprintln(o.Log, "compiling the worker for compiled cells")
	tools := filepath.Join(b.cache, "seminar/toolchain/go1.26.8")
	for path, text := range map[string]string{
		filepath.Join(tools, "compile"):                        "",
		filepath.Join(tools, "link"):                           "",
		filepath.Join(o.Output, "kit.json"):                    fmt.Sprintf(`{"Tools": %q, "Ld": [%q], "Compiler": "a linker 1.2", "Version": "go1.26.8"}`, tools, os.Args[0]),
		filepath.Join(o.Output, "worker.inputs"):               `{"Inputs": "today"}`,
		filepath.Join(filepath.Dir(o.Output), "gophernotes"):   "",
		filepath.Join(o.Output, "..", "gophernotes.inputs"):    `{"Inputs": "today"}`,
		filepath.Join(o.Output+".old", "worker"):               "of a kernel that runs",
		filepath.Join(o.Output, "exports", "fmt.a"):            "export data",
		filepath.Join(o.Output, "..", ".gophernotes.host-1/x"): "of a build that was killed",
	} {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// unsupported is a machine without Go, which is what a bench is.
func unsupported(ctx context.Context, o build.Options) error {
	_, err := toolchain.Install(ctx, toolchain.Options{Log: o.Log})
	return fmt.Errorf("build: %w", err)
}

func TestWorkerForCellsIsBuiltOnce(t *testing.T) {
	b := newBench(t)
	if _, said, err := b.cells(t.Context(), b.hostWorks); err != nil || !strings.HasPrefix(said, "✓ worker for cells  ") {
		t.Fatalf("the first time: %q, %v", said, err)
	}
	if _, said, err := b.cells(t.Context(), b.hostWorks); err != nil || said != "" {
		t.Errorf("the second time: %q, %v; want silence", said, err)
	}
	wrote, err := readLedger(b.root)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]entry{filepath.Join(b.cache, "seminar", "toolchain"): {Shared: true}}
	if diff := cmp.Diff(want, wrote.Wrote); diff != "" {
		t.Errorf("the ledger: -want +got:\n%s", diff)
	}
}

// Without a compiler the set-up succeeds, says why in a line and what still works, and
// leaves no worker that would be older than the kernel.
func TestCellsThatCannotBeCompiled(t *testing.T) {
	b := newBench(t)
	s, _, err := b.cells(t.Context(), b.hostWorks)
	if err != nil {
		t.Fatal(err)
	}
	_, said, err := b.cells(t.Context(), unsupported)
	want := "! cells cannot be compiled here: the go command was not found: install Go from https://go.dev/dl and put its bin folder into PATH\n  " + stillWorks + "\n"
	if err != nil || said != want {
		t.Errorf("%v, said %q; want %q", err, said, want)
	}
	if _, err := os.Stat(s.host()); err == nil {
		t.Error("the worker of older sources is still there")
	}
	if note, err := os.ReadFile(s.interpreted()); err != nil || !strings.HasPrefix(string(note), "Cells cannot be compiled here: the go command was not found") || !strings.Contains(string(note), stillWorks) {
		t.Errorf("the first cell will say %q, %v", note, err)
	}
	if _, _, err := b.cells(t.Context(), b.hostWorks); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(s.interpreted()); err == nil {
		t.Error("the first cell still says that cells are interpreted")
	}
	if err := s.installRace(t.Context(), newProgress(io.Discard), unsupported); err == nil || !strings.HasPrefix(err.Error(), "the worker with the race detector cannot be built: the go command was not found") {
		t.Errorf("--race: %v", err)
	}
}

func TestWhyIsOneLine(t *testing.T) {
	err := fmt.Errorf("build: toolchain: cells cannot be compiled here: a trial failed:\na dump\nof it; %w", toolchain.ErrUnsupported)
	if got := why(err); got != "a trial failed: …" {
		t.Errorf("got %q", got)
	}
}

func TestWorkerForCellsThatFails(t *testing.T) {
	for _, test := range []struct {
		err  error
		says string
	}{
		{&os.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}, "the disk is full"},
		{fmt.Errorf("build: %w", os.ErrPermission), "permission denied"},
	} {
		b := newBench(t)
		s, said, err := b.cells(t.Context(), func(_ context.Context, o build.Options) error {
			fmt.Fprintln(o.Log, "compiling")
			return test.err
		})
		if err == nil || !strings.Contains(err.Error(), test.says) || !strings.HasPrefix(said, "✗ worker for cells") {
			t.Errorf("%v: %v, %q", test.err, err, said)
		}
		if _, err := os.Stat(s.host()); err == nil {
			t.Error("there is a worker")
		}
	}
}

func TestInterruptedWorkerForCells(t *testing.T) {
	b := newBench(t)
	ctx, interrupt := context.WithCancel(t.Context())
	ended := false
	_, _, err := b.cells(ctx, func(ctx context.Context, o build.Options) error {
		fmt.Fprintln(o.Log, "compiling")
		interrupt()
		<-ctx.Done()
		fmt.Fprintln(o.Log, "cleaning up")
		ended = true
		return errors.New("signal: killed")
	})
	if !errors.Is(err, context.Canceled) || !ended {
		t.Errorf("got %v, the build had ended: %v", err, ended)
	}
}

// What a killed build has left goes, unless it may belong to one that is at work.
func TestClearAway(t *testing.T) {
	b := newBench(t)
	s, _, err := b.cells(t.Context(), b.hostWorks)
	if err != nil {
		t.Fatal(err)
	}
	left := filepath.Join(s.kernelspec(), ".gophernotes.host-1")
	s.clearAway()
	if _, err := os.Stat(left); err != nil {
		t.Error("what is young is gone")
	}
	before := time.Now().Add(-2 * time.Hour)
	if err := os.Chtimes(left, before, before); err != nil {
		t.Fatal(err)
	}
	s.clearAway()
	want := []string{"gophernotes", "gophernotes.host", "gophernotes.host.old", "gophernotes.inputs"}
	var got []string
	entries, err := os.ReadDir(s.kernelspec())
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v, -want +got:\n%s", err, diff)
	}
}

func TestUninstallLeavesTheSharedCompiler(t *testing.T) {
	for _, asked := range []bool{false, true} {
		b, _ := installed(t)
		s, _, err := b.cells(t.Context(), b.hostWorks)
		if err != nil {
			t.Fatal(err)
		}
		if err := b.hostWorks(t.Context(), build.Options{Output: s.race(), Log: io.Discard}); err != nil {
			t.Fatal(err)
		}
		folder := filepath.Join(b.cache, "seminar", "toolchain")
		args, want := []string{"uninstall"}, "left "+folder+" (0 MB), the compiler for cells, which all checkouts share: `go tool seminar uninstall --cache` removes it\n"
		if asked {
			args, want = append(args, "--cache"), "removed "+folder+", the compiler for cells"
		}
		if stdout, stderr, exit := called(args...); exit != 0 || stderr != "" || !strings.Contains(stdout, want) || strings.Contains(stdout, "nothing") {
			t.Errorf("%q: exit status %d, %s\n%swant: %s", args, exit, stderr, stdout, want)
		}
		if _, err := os.Stat(filepath.Join(b.cache, "seminar")); (err == nil) == asked {
			t.Errorf("%q: the cache: %v", args, err)
		}
		for _, path := range []string{".venv", ledgerName} {
			if _, err := os.Stat(filepath.Join(b.root, path)); err == nil {
				t.Errorf("%q left %s", args, path)
			}
		}
	}
}

// The ledger knows a cache folder that the variable named when install ran; --cache
// without any install still finds today's.
func TestUninstallCacheElsewhere(t *testing.T) {
	b, _ := installed(t)
	if _, _, err := b.cells(t.Context(), b.hostWorks); err != nil {
		t.Fatal(err)
	}
	elsewhere := filepath.Join(t.TempDir(), "elsewhere")
	t.Setenv("XDG_CACHE_HOME", elsewhere)
	if stdout, stderr, exit := called("uninstall", "--cache"); exit != 0 || !strings.Contains(stdout, "removed "+filepath.Join(b.cache, "seminar", "toolchain")) {
		t.Errorf("exit status %d\n%s%s", exit, stdout, stderr)
	}
	other := filepath.Join(elsewhere, "seminar", "toolchain", "go1.26.8", "compile")
	if err := os.MkdirAll(filepath.Dir(other), 0o755); err != nil {
		t.Fatal(err)
	}
	if stdout, _, _ := called("uninstall"); !strings.HasPrefix(stdout, "nothing is installed\nleft ") {
		t.Errorf("it says %q", stdout)
	}
	if stdout, _, _ := called("uninstall", "--cache"); !strings.HasPrefix(stdout, "removed ") {
		t.Errorf("it says %q", stdout)
	}
	if stdout, _, _ := called("uninstall", "--cache"); stdout != "nothing is installed\n" {
		t.Errorf("it says %q", stdout)
	}
}

// An install of an earlier state of the seminar knew fewer files.
func TestUninstallAfterAnOlderInstall(t *testing.T) {
	b := newBench(t)
	wrote, err := readLedger(b.root)
	if err != nil {
		t.Fatal(err)
	}
	s := &site{root: b.root, prefix: filepath.Join(b.root, "conda")}
	if err := wrote.begin(s.kernelspec(), "kernel.json", "gophernotes"); err != nil {
		t.Fatal(err)
	}
	if err := s.writeSpec(nil); err != nil {
		t.Fatal(err)
	}
	// The build fails at once: there is no Go. But the ledger must know all names before it.
	if err := s.installKernel(t.Context(), newProgress(io.Discard), wrote); err == nil {
		t.Fatal("a kernel was built without Go")
	}
	if err := b.hostWorks(t.Context(), build.Options{Output: s.host(), Log: io.Discard}); err != nil {
		t.Fatal(err)
	}
	if stdout, stderr, exit := called("uninstall"); exit != 0 || !strings.Contains(stdout, "removed "+s.kernelspec()+"\n") {
		t.Errorf("exit status %d\n%s%s", exit, stdout, stderr)
	}
}
