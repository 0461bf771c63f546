package main

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// checked runs all checks with a fake go command and returns what was written.
func checked(t *testing.T, goTool, cc string) (b *bench, out string, err error) {
	b = newBench(t)
	b.tool("go", `case "$1" in env) echo "`+cc+` -m64";; *) `+goTool+`;; esac`)
	b.tool("fakecc", "")
	var text bytes.Buffer
	s := &site{root: b.root, prefix: filepath.Join(b.root, ".venv")}
	err = s.checkAll(t.Context(), newProgress(&text), append(stages(), withGo("go1.99.1")), stdio{&text, &text})
	return b, text.String(), err
}

func TestChecksPass(t *testing.T) {
	b, out, err := checked(t, `echo "$1 $`+prefixVariable+`"; printf "ok  seminar  0.1s"`, "fakecc")
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	for _, want := range []string{"== go vet\nvet " + filepath.Join(b.root, ".venv") + "\nok  seminar  0.1s\n", "== go test -race\n", "== go test, go1.99.1\n", "\n✓ staticcheck  ", "0 of 8 checks failed"} {
		if !strings.Contains(out, want) {
			t.Errorf("it lacks %q:\n%s", want, out)
		}
	}
}

func TestEveryCheckRunsThoughOneFails(t *testing.T) {
	b, out, err := checked(t, `case "$1" in vet) echo "x.go:1: wrong"; exit 1;; esac`, "fakecc")
	if err != errTold || b.calls("go test") != 6 {
		t.Errorf("%v\n%s", err, out)
	}
	for _, want := range []string{"x.go:1: wrong\n", "\n✗ go vet  ", "\n✓ go test  ", "1 of 8 checks failed"} {
		if !strings.Contains(out, want) {
			t.Errorf("it lacks %q:\n%s", want, out)
		}
	}
}

func TestRaceDetectorNeedsACompiler(t *testing.T) {
	_, out, err := checked(t, "", "nocc")
	if err != errTold || strings.Count(out, "there is no C compiler, which Go's race detector needs: install one") != 2 || !strings.Contains(out, "2 of 8 checks failed") {
		t.Errorf("%v\n%s", err, out)
	}
}

// The checks name every package: a new one is not forgotten.
func TestEveryPackageIsTested(t *testing.T) {
	list := func(patterns ...string) []string {
		cmd := exec.Command("go", append([]string{"list"}, patterns...)...)
		cmd.Dir = filepath.Join("..", "..", "..")
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		packages := strings.Fields(string(out))
		slices.Sort(packages)
		return slices.Compact(packages)
	}
	var tested []string
	for _, stage := range stages() {
		for _, c := range slices.Concat(stage...) {
			if c.args[0] == "test" && !c.cgo && c.env == nil {
				tested = append(tested, slices.DeleteFunc(slices.Clone(c.args[1:]), func(arg string) bool { return arg[0] == '-' })...)
			}
		}
	}
	if diff := cmp.Diff(list("./..."), list(tested...)); diff != "" {
		t.Errorf("-packages +tested:\n%s", diff)
	}
}
