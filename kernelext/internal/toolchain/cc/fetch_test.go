package cc

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// fakePython is an interpreter whose pip installs a zig that writes what is asked of
// it, and does what else it is told. It notes its arguments.
func fakePython(t *testing.T, then string) (python, args string) {
	t.Helper()
	if zigWheels[runtime.GOARCH] == "" || runtime.GOOS != "linux" {
		t.Skip("zig is fetched on Linux (amd64, arm64) only")
	}
	dir := t.TempDir()
	python, args = filepath.Join(dir, "python"), filepath.Join(dir, "args")
	script := fmt.Sprintf(`#!/bin/sh
PATH=/usr/bin:/bin
echo "$*" "$PIP_USER" >> '%s'
while [ "$1" != --target ]; do shift; done
mkdir -p "$2/ziglang/lib/libc/include/any-windows-any" "$2/ziglang/lib/libc/glibc"
cat > "$2/ziglang/zig" <<'END'
#!/bin/sh
%s
END
chmod +x "$2/ziglang/zig"
grep -q "^ziglang==%s --hash=sha256:" "$4" || exit 1
%s
`, args, writesOutput, zigVersion, then)
	if err := writeProgram(python, script); err != nil {
		t.Fatal(err)
	}
	return python, args
}

// in is what a folder holds.
func in(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// Where there is no compiler, zig is fetched, once.
func TestFetch(t *testing.T) {
	onlyPath(t, nil)
	python, args := fakePython(t, "")
	var log bytes.Buffer
	o := Options{CC: "icc", Cache: filepath.Join(t.TempDir(), "a cache"), Python: python, Log: &log}
	if _, err := Find(t.Context(), o); err == nil || in(t, o.Cache) != nil {
		t.Fatalf("before, Find returned %v and left %q", err, in(t, o.Cache))
	}
	first, err := FindOrFetch(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	zig := filepath.Join(o.Cache, "zig-"+zigVersion)
	uses(t, first, nil, "'"+zig+"/zig-cc'", "-Ttext-segment=",
		zig+"/ziglang/zig", "ld.lld", "--threads=1")
	for _, want := range []string{"no C compiler was found (icc, gcc", "100 MB to download"} {
		if said := log.String(); !strings.Contains(said, want) {
			t.Errorf("it said %q, without %q", said, want)
		}
	}
	for _, find := range []func(context.Context, Options) (Compiler, error){Find, FindOrFetch} {
		if again, err := find(t.Context(), o); err != nil || again.CC != first.CC {
			t.Errorf("afterwards it found %+v, %v", again, err)
		}
	}
	text, err := os.ReadFile(args)
	once := strings.Count(string(text), "-m pip install") == 1
	if err != nil || !once || !strings.HasSuffix(string(text), " 0\n") {
		t.Errorf("pip was called with %s, %v", text, err)
	}
	if left := in(t, filepath.Join(zig, "ziglang", "lib", "libc", "include")); left != nil {
		t.Errorf("of what is for Windows, it kept %q", left)
	}
	if left := in(t, o.Cache); len(left) != 1 {
		t.Errorf("it left %q", left)
	}
}

// A compiler in PATH is better than a fetched one.
func TestFetchIsLast(t *testing.T) {
	onlyPath(t, map[string]string{"cc": fakeCompiler, "ld": writesOutput})
	python, args := fakePython(t, "")
	c, err := FindOrFetch(t.Context(), Options{Cache: t.TempDir(), Python: python})
	if err != nil || c.CC != "cc" || exists(args) {
		t.Errorf("it found %+v, %v, and pip was called: %v", c, err, exists(args))
	}
}

// Several at once get the same, and nothing is left of those that came late.
func TestFetchAtOnce(t *testing.T) {
	onlyPath(t, nil)
	python, _ := fakePython(t, "sleep 0.1")
	o := Options{Cache: t.TempDir(), Python: python}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			c, err := FindOrFetch(t.Context(), o)
			if err != nil || !strings.HasPrefix(c.CC, o.Cache) {
				t.Errorf("it found %+v, %v", c, err)
			}
		})
	}
	wg.Wait()
	if left := in(t, o.Cache); len(left) != 1 {
		t.Errorf("it left %q", left)
	}
}

// A fetched zig that does not work any more is replaced, and what a killed attempt
// has left goes, unless it may still be at work.
func TestFetchAgain(t *testing.T) {
	onlyPath(t, nil)
	python, _ := fakePython(t, "")
	o := Options{Cache: t.TempDir(), Python: python}
	old, fresh := o.zigFolder()+".new-1", o.zigFolder()+".new-2"
	for _, dir := range []string{old, fresh, filepath.Join(o.zigFolder(), "cache")} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chtimes(old, time.Time{}, time.Now().Add(-2*stale)); err != nil {
		t.Fatal(err)
	}
	if _, err := FindOrFetch(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if left := in(t, o.Cache); len(left) != 2 || !exists(fresh) {
		t.Errorf("it left %q", left)
	}
}

// When ctx ends, pip and all that it started are killed, and nothing is left.
func TestFetchInterrupted(t *testing.T) {
	onlyPath(t, nil)
	pid := filepath.Join(t.TempDir(), "pid")
	python, _ := fakePython(t, "sleep 60 & echo $! > pid; mv pid '"+pid+"'; wait")
	t.Chdir(t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		for !exists(pid) && t.Context().Err() == nil {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	o := Options{Cache: t.TempDir(), Python: python}
	if _, err := FindOrFetch(ctx, o); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if left := in(t, o.Cache); left != nil {
		t.Errorf("it left %q", left)
	}
	text, err := os.ReadFile(pid)
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	for range 1000 { // a killed process is there until init has waited for it
		if !running(n) {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Errorf("process %d is still there", n)
}

// running tells whether a process is at work, and not only waited for by nobody.
func running(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && !bytes.Contains(stat, []byte(") Z "))
}

// Without a network or room, the sentence says both what to install and what pip said.
func TestFetchFails(t *testing.T) {
	onlyPath(t, nil)
	const offline = "echo 'WARNING: Retrying'; echo 'ERROR: No matching distribution'; exit 1"
	for then, want := range map[string]string{
		offline:                               "ERROR: No matching distribution",
		"exit 1":                              "exit status 1",
		"echo 'exit 1' >> \"$2/ziglang/zig\"": "zig would do as well, but it does not work here",
	} {
		python, _ := fakePython(t, then)
		o := Options{Cache: t.TempDir(), Python: python}
		_, err := FindOrFetch(t.Context(), o)
		oneSentence(t, err, want, "apt install gcc")
		if left := in(t, o.Cache); left != nil {
			t.Errorf("it left %q", left)
		}
	}
	python, _ := fakePython(t, "echo 'ERROR: [Errno 28] No space left on device' >&2; exit 1")
	_, err := FindOrFetch(t.Context(), Options{Cache: t.TempDir(), Python: python})
	if !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("a full disk is %v", err)
	}
}

func TestFetchNeedsACache(t *testing.T) {
	defer func() {
		if p := recover(); p == nil || !strings.HasPrefix(fmt.Sprint(p), "cc: ") {
			t.Errorf("it panicked with %v", p)
		}
	}()
	FindOrFetch(t.Context(), Options{})
}
