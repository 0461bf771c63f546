package cc

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The parts of fake programs: shell scripts. A fake compiler and a fake linker write
// the file behind -o, as empty as it may be.
const (
	writesOutput = `while [ $# -gt 0 ]; do [ "$1" = -o ] && : > "$2"; shift; done`
	saysLd       = `[ "$1" = -print-prog-name=ld ] && { echo ld; exit; }`
	saysVersion  = `[ "$1" = --version ] && { echo "fake 1.0"; exit; }`
	fakeCompiler = saysVersion + "\n" + saysLd + "\n" + writesOutput
)

// onlyPath makes PATH a folder with nothing in it but these scripts, by name.
func onlyPath(t *testing.T, scripts map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, script := range scripts {
		if err := writeProgram(filepath.Join(dir, name), "#!/bin/sh\n"+script+"\n"); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir)
	t.Setenv("CGO_LDFLAGS", "")
	return dir
}

// oneSentence checks that an error is one, and that it holds these texts.
func oneSentence(t *testing.T, err error, wants ...string) {
	t.Helper()
	if err == nil || strings.Contains(err.Error(), "\n") {
		t.Fatalf("%v is not one sentence", err)
	}
	for _, want := range wants {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v\nwant: %s", err, want)
		}
	}
}

// uses checks which compiler and which linker were found.
func uses(t *testing.T, c Compiler, err error, cc, address string, ld ...string) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if c.CC != cc || c.Address != address || !slices.Equal(c.Ld, ld) {
		t.Errorf("got %+v, want CC %s, Address %s, Ld %q", c, cc, address, ld)
	}
}

func TestFind(t *testing.T) {
	dir := onlyPath(t, map[string]string{
		"gcc": fakeCompiler, "clang": fakeCompiler, "ld": writesOutput})
	var log bytes.Buffer
	c, err := Find(t.Context(), Options{Log: &log})
	uses(t, c, err, "gcc", "-Ttext-segment=", filepath.Join(dir, "ld"))
	if c.Name != "fake 1.0" {
		t.Errorf("it is called %q", c.Name)
	}
	if want := []string{"CGO_ENABLED=1", "CC=gcc"}; !slices.Equal(c.Environ(), want) {
		t.Errorf("Environ is %q, want %q", c.Environ(), want)
	}
	c, err = Find(t.Context(), Options{CC: "clang -m64", Log: &log})
	uses(t, c, err, "clang -m64", "-Ttext-segment=", filepath.Join(dir, "ld"))
	if log.Len() > 0 {
		t.Errorf("it said %q", &log)
	}
}

// A CC that does not work is skipped, and a sentence says so.
func TestBrokenCC(t *testing.T) {
	onlyPath(t, map[string]string{
		"icc":   "echo 'error: no licence' >&2; exit 1",
		"gcc":   "exit 1",
		"clang": fakeCompiler,
		"ld":    writesOutput,
	})
	const instead = "fake 1.0 is used instead of CC: "
	for cc, want := range map[string]string{
		"icc":     instead + "the C compiler (icc) does not work: error: no licence\n",
		"tcc -m":  instead + "the C compiler tcc is not in PATH\n",
		`"gcc -m`: instead + "a quote in \"gcc -m has no end\n",
		" ":       instead + "CC is blank\n",
		"":        "",
	} {
		var log bytes.Buffer
		c, err := Find(t.Context(), Options{CC: cc, Log: &log})
		if err != nil || c.CC != "clang" {
			t.Errorf("CC=%s: it found %+v, %v", cc, c, err)
		}
		if log.String() != want {
			t.Errorf("CC=%s: it said %q, want %q", cc, &log, want)
		}
	}
}

// A compiler alone is not enough. The error says in a sentence what to install.
func TestLacking(t *testing.T) {
	const (
		noHeaders   = `case "$*" in *stdlib.h*|*-c*) exit 1;; esac`
		noLibraries = `case "$*" in *-rdynamic*) echo 'error: no crt1.o'; exit 1;; esac`
	)
	for want, scripts := range map[string]map[string]string{
		"no C compiler was found (gcc, clang, cc), which links the worker for cells: " +
			"install one, with `apt install gcc libc6-dev` or conda's c-compiler": nil,
		"the linker ld was not found: install binutils": {"gcc": fakeCompiler},
		"the C compiler (gcc) works without the C library's headers: " +
			"install them, with `apt install libc6-dev` or conda's c-compiler": {
			"gcc": saysLd + "\n" + noHeaders, "ld": writesOutput},
		"the C compiler (cc) does not link: error: no crt1.o": {
			"cc": saysLd + "\n" + noLibraries + "\n" + writesOutput, "ld": writesOutput},
		"ld makes no shared object: unknown option": {
			"gcc": fakeCompiler, "ld": "echo unknown option; exit 1"},
	} {
		onlyPath(t, scripts)
		_, err := Find(t.Context(), Options{})
		oneSentence(t, err, want)
	}
}

// Of clang without binutils, lld is used, for the worker as well. It has its own word
// for the address.
func TestLld(t *testing.T) {
	const lld = `case "$*" in *text-segment*) exit 1;; esac` + "\n" + writesOutput
	const clang = `case "$*" in
-print-prog-name=*) echo "${1#*=}"; exit;;
*-c*|*-fuse-ld=lld*|--version) ;;
*) exit 1;;
esac` + "\n" + fakeCompiler
	dir := onlyPath(t, map[string]string{"clang": clang, "ld.lld": lld})
	t.Setenv("CGO_LDFLAGS", "-O2")
	c, err := Find(t.Context(), Options{})
	uses(t, c, err, "clang", "--image-base=", filepath.Join(dir, "ld.lld"), "--threads=1")
	want := []string{"CGO_ENABLED=1", "CC=clang", "CGO_LDFLAGS=-O2 -fuse-ld=lld"}
	if !slices.Equal(c.Environ(), want) {
		t.Errorf("Environ is %q, want %q", c.Environ(), want)
	}
}

// The user's own zig is a compiler and a linker.
func TestZigAsCC(t *testing.T) {
	const zig = `case "$1 $2" in
*-print-prog-name=*) exit 1;;
"cc "*|"ld.lld "*) ;;
*) exit 1;;
esac` + "\n" + writesOutput
	dir := onlyPath(t, map[string]string{"zig": zig})
	c, err := Find(t.Context(), Options{CC: "zig cc"})
	zigFile := filepath.Join(dir, "zig")
	uses(t, c, err, "zig cc", "-Ttext-segment=", zigFile, "ld.lld", "--threads=1")
}

// The compilers of this machine make what they should: a plugin with the symbol that
// it lacks left open.
func TestRealCompilers(t *testing.T) {
	for _, name := range []string{"gcc", "clang"} {
		t.Run(name, func(t *testing.T) {
			if _, err := exec.LookPath(name); err != nil {
				t.Skip(err)
			}
			c, err := Find(t.Context(), Options{CC: name})
			if err != nil {
				t.Skip("no C compiler works here: ", err)
			}
			t.Logf("%+v", c)
			if c.CC != name || !filepath.IsAbs(c.Ld[0]) || c.Name == "" {
				t.Errorf("got %+v", c)
			}
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "x.c"), []byte(program), 0o644); err != nil {
				t.Fatal(err)
			}
			compile := []string{name, "-fPIC", "-c", "x.c", "-o", "x.o"}
			if _, err := run(t.Context(), command{words: compile, dir: dir}); err != nil {
				t.Fatal(err)
			}
			if _, err := linksAt(t.Context(), dir, c.Ld); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestInterrupted(t *testing.T) {
	onlyPath(t, map[string]string{"gcc": fakeCompiler, "ld": writesOutput})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Find(ctx, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestWords(t *testing.T) {
	for text, want := range map[string][]string{
		"":                      nil,
		" gcc\t-m64 ":           {"gcc", "-m64"},
		`'/a b/zig' cc "it's"`:  {"/a b/zig", "cc", "it's"},
		`x 'a"b' '' end`:        {"x", `a"b`, "", "end"},
		"a'b":                   {"a'b"},
		"'two''words' together": {"two", "words", "together"},
	} {
		got, err := Split(text)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("Split(%s) = %q, %v; want %q", text, got, err, want)
		}
		if again, err := Split(Join(got)); err != nil || !slices.Equal(again, got) {
			t.Errorf("Join(%q) = %s, of which Split makes %q, %v", got, Join(got), again, err)
		}
	}
	for _, text := range []string{"gcc 'x", `"`} {
		if got, err := Split(text); err == nil {
			t.Errorf("Split(%s) = %q without an error", text, got)
		}
	}
}
