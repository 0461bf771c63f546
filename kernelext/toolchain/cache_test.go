package toolchain

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"seminar/kernelext/internal/gotool"
)

// found is what Find says about a cache folder.
func found(t *testing.T, cache string) *Tools {
	t.Helper()
	tools, err := Find(t.Context(), Options{Cache: cache})
	if err != nil {
		t.Fatal(err)
	}
	return tools
}

func TestFindBuildsNothing(t *testing.T) {
	if first, err := tools(); err != nil {
		t.Fatal(err)
	} else if again := found(t, filepath.Dir(first.Dir())); again == nil || again.Dir() != first.Dir() || !strings.HasPrefix(again.Release(), "go1.") {
		t.Errorf("it found %+v, want %s", again, first.Dir())
	}
	cache := filepath.Join(t.TempDir(), "cache")
	if none := found(t, cache); none != nil {
		t.Errorf("it found %s in an empty cache", none.Dir())
	}
	if _, err := os.Stat(cache); err == nil {
		t.Error("it made a folder")
	}
}

// Tools that do not work take a minute to find out about: once is enough.
func TestWhatDoesNotWorkIsNotBuiltAgain(t *testing.T) {
	cache := t.TempDir()
	g, err := gotool.Find(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	unfit, err := located(g, Options{Cache: cache})
	if err != nil {
		t.Fatal(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	unfit.remember(ended, errors.New("signal: killed"))
	unfit.remember(t.Context(), fmt.Errorf("linking: %w", syscall.ENOSPC))
	if err := unfit.unfit(); err != nil {
		t.Errorf("an interrupt or a full disk counts as the tools' fault: %v", err)
	}
	unfit.remember(t.Context(), errors.New("cell 3 printed nonsense"))
	t.Setenv("GOPROXY", "off") // where no other release can be had
	t.Setenv("GOMODCACHE", t.TempDir())
	for _, install := range []func(context.Context, Options) (*Tools, error){Install, Find} {
		if _, err := install(t.Context(), Options{Cache: cache}); !errors.Is(err, ErrUnsupported) || !strings.Contains(err.Error(), "cell 3 printed nonsense (tried before") {
			t.Errorf("got %v", err)
		}
	}
	if err := Remove(t.Context(), Options{Cache: cache}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(cache); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Remove left the folder: %v", err)
	}
	if none := found(t, cache); none != nil {
		t.Error("after Remove it found tools")
	}
}

// Remove leaves what is beside our folder, and waits for an installation at work.
func TestRemove(t *testing.T) {
	home := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", home)
	folder, err := Folder(Options{})
	if err != nil || folder != filepath.Join(home, "seminar", "toolchain") {
		t.Fatal(folder, err)
	}
	for _, name := range []string{"seminar/toolchain/go1.26.8-x/goroot/VERSION", "others/file"} {
		if err := write(filepath.Join(home, name), nil); err != nil {
			t.Fatal(err)
		}
	}
	unlock, err := lock(t.Context(), filepath.Join(folder, "go1.26.8-x.lock"), logger(nil))
	if err != nil {
		t.Fatal(err)
	}
	ctx, interrupt := context.WithCancel(t.Context())
	if err := Remove(ctx, Options{Log: caller(interrupt)}); !errors.Is(err, context.Canceled) {
		t.Errorf("while an installation was at work, it returned %v", err)
	}
	unlock()
	if err := Remove(t.Context(), Options{}); err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(filepath.Join(home, "*")); len(left) != 1 || filepath.Base(left[0]) != "others" {
		t.Errorf("left is %q", left)
	}
	if err := Remove(t.Context(), Options{}); err != nil {
		t.Errorf("the second time: %v", err)
	}
}

// A caller calls a function for each line that is written.
type caller func()

func (c caller) Write(line []byte) (int, error) {
	c()
	return len(line), nil
}

func TestWhy(t *testing.T) {
	lacks := errors.New("no C compiler was found: install one")
	for _, err := range []error{unsupported(t.Context(), lacks), fmt.Errorf("build: %w", unsupported(t.Context(), lacks))} {
		if got := Why(err); got != lacks.Error() {
			t.Errorf("Why(%v) = %q", err, got)
		}
	}
	if got := Why(unsupported(t.Context(), os.ErrPermission)); !strings.HasPrefix(got, "the cache folder cannot be written") || strings.Contains(got, ErrUnsupported.Error()) {
		t.Errorf("got %q", got)
	}
}
