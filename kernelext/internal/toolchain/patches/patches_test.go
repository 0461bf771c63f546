package patches

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"seminar/kernelext/internal/gotool"
)

var goroot = flag.String("goroot", "", "say which patches hold for the Go release in this `folder`")

// Which patches hold for a Go release, and which do not:
//
//	go test ./kernelext/internal/toolchain/patches -run TestPatchesHold -v -args -goroot /usr/local/go
//
// Without a folder, it is those of the Go that runs the test, and of the other releases that are
// here.
func TestPatchesHold(t *testing.T) {
	roots := []string{*goroot}
	if *goroot == "" {
		roots = releases(t)
	}
	for _, root := range roots {
		release, err := os.ReadFile(filepath.Join(root, "VERSION"))
		if err != nil {
			t.Fatal(err)
		}
		name, _, _ := strings.Cut(string(release), "\n")
		t.Run(name, func(t *testing.T) {
			_, results := Go(name).Try(root)
			for _, r := range results {
				if r.Err != nil {
					t.Errorf("✗ %s: %v", r.Patch.Name, r.Err)
					continue
				}
				t.Logf("✓ %s", r.Patch.Name)
			}
		})
	}
}

// releases are the trees of the Go in PATH and of those that the go command has downloaded.
func releases(t *testing.T) (roots []string) {
	g, err := gotool.Find(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	roots = append(roots, g.Root)
	for _, release := range []string{"go1.26.8", "go1.27.3"} {
		if other, err := gotool.Here(t.Context(), "", release); err == nil && other.Root != g.Root {
			roots = append(roots, other.Root)
		}
	}
	return roots
}

// The two modules are here, since this module needs them.
func TestModulePatchesHold(t *testing.T) {
	for name, path := range map[string]string{"gophernotes": "github.com/gopherdata/gophernotes", "gomacro": "github.com/cosmos72/gomacro"} {
		dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", path).Output()
		if err != nil || len(strings.TrimSpace(string(dir))) == 0 {
			t.Skipf("%s is not downloaded: %v", path, err)
		}
		if _, err := Module(name).Apply(strings.TrimSpace(string(dir))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Every patch says why, in its head.
func TestWhy(t *testing.T) {
	for _, set := range []Set{Go("go1.26.8"), Go("go1.27.3"), Module("gophernotes"), Module("gomacro")} {
		for _, p := range set {
			if len(p.Why) < 25 || !strings.HasSuffix(p.Why, ".") {
				t.Errorf("%s says why: %q", p.Name, p.Why)
			}
		}
	}
}

// A patch serves its release and later ones, until there is a newer one of its name.
func TestChoose(t *testing.T) {
	patch := func(text string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("Why.\n\n" + diff("x", "y", text))}
	}
	files := fstest.MapFS{"go1.9/a.patch": patch("1.9"), "go1.9/b.patch": patch("1.9"), "go1.26/a.patch": patch("1.26"), "go1.27/c.patch": patch("1.27")}
	for release, want := range map[string]string{
		"go1.9": "go1.9/a go1.9/b", "go1.25": "go1.9/a go1.9/b", "go1.26": "go1.26/a go1.9/b",
		"go1.27": "go1.26/a go1.9/b go1.27/c", "go1.99": "go1.26/a go1.9/b go1.27/c", "": "go1.26/a go1.9/b go1.27/c", "go1.8": "",
	} {
		set, err := choose(files, []string{"go1.27", "go1.9", "go1.26"}, release)
		var names []string
		for _, p := range set {
			names = append(names, p.Name)
		}
		if got := strings.Join(names, " "); got != want || err != nil {
			t.Errorf("%q: %q, %v; want %q", release, got, err, want)
		}
	}
	for release, want := range map[string]string{"go1.26.8": "go1.26", "devel go1.28-abcdef": "go1.28", "go1.27rc1": "go1.27", "devel +abc": ""} {
		if got := minor.FindString(release); got != want {
			t.Errorf("%q is taken for %q, want %q", release, got, want)
		}
	}
}

// diff replaces the line old of the file dir/file.txt, between two others.
func diff(old, new, comment string) string {
	return "diff --git a/dir/file.txt b/dir/file.txt\n--- a/dir/file.txt\n+++ b/dir/file.txt\n@@ -2,3 +2,4 @@\n above\n-" + old + "\n+" + new + "\n+" + comment + "\n below\n"
}

// A hunk is applied where its lines are, also when they have moved; where they read otherwise, or
// are there twice, nothing is.
func TestApply(t *testing.T) {
	for _, c := range []struct{ story, text, want, fails string }{
		{"at its line", "first\nabove\nx\nbelow\nlast\n", "first\nabove\ny\nz\nbelow\nlast\n", ""},
		{"moved down", "0\n1\n2\n3\nabove\nx\nbelow\n", "0\n1\n2\n3\nabove\ny\nz\nbelow\n", ""},
		{"moved up", "above\nx\nbelow\n", "above\ny\nz\nbelow\n", ""},
		{"at its line, and elsewhere", "0\nabove\nx\nbelow\nabove\nx\nbelow\n", "0\nabove\ny\nz\nbelow\nabove\nx\nbelow\n", ""},
		{"twice elsewhere", "above\nx\nbelow\n0\nabove\nx\nbelow\n", "", "2 places"},
		{"another line", "first\nabove\nX\nbelow\n", "", "0 places"},
		{"another neighbour", "first\nAbove\nx\nbelow\n", "", "0 places"},
		{"an empty file", "", "", "0 places"},
	} {
		t.Run(c.story, func(t *testing.T) {
			root := t.TempDir()
			if err := os.Mkdir(filepath.Join(root, "dir"), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(root, "dir", "file.txt"), []byte(c.text), 0o644); err != nil {
				t.Fatal(err)
			}
			set, err := read(fstest.MapFS{"m/a.patch": {Data: []byte("Why.\n\n" + diff("x", "y", "z"))}}, "m")
			if err != nil {
				t.Fatal(err)
			}
			changed, err := set.Apply(root)
			if c.fails != "" {
				if err == nil || !strings.Contains(err.Error(), c.fails) || !strings.Contains(err.Error(), "m/a") || changed != nil {
					t.Errorf("%q, %v; want an error that names the patch and says %s", changed, err, c.fails)
				}
				return
			}
			if diff := cmp.Diff(map[string]string{"dir/file.txt": c.want}, map[string]string{"dir/file.txt": string(changed["dir/file.txt"])}); diff != "" || err != nil {
				t.Errorf("%v, -want +got:\n%s", err, diff)
			}
		})
	}
}

// A second patch sees what the first has made, and of several that fail the first is named.
func TestApplyTogether(t *testing.T) {
	root := t.TempDir()
	os.Mkdir(filepath.Join(root, "dir"), 0o755)
	if err := os.WriteFile(filepath.Join(root, "dir", "file.txt"), []byte("first\nabove\nx\nbelow\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	second := "diff --git a/dir/file.txt b/dir/file.txt\n--- a/dir/file.txt\n+++ b/dir/file.txt\n@@ -1,2 +1,2 @@\n-first\n+FIRST\n above\n"
	files := fstest.MapFS{"m/a.patch": {Data: []byte(diff("x", "y", "z"))}, "m/b.patch": {Data: []byte(second)}}
	set, err := read(files, "m")
	if err != nil {
		t.Fatal(err)
	}
	changed, err := set.Apply(root)
	if got := string(changed["dir/file.txt"]); got != "FIRST\nabove\ny\nz\nbelow\n" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := set.Apply(t.TempDir()); err == nil || !strings.HasPrefix(err.Error(), "2 patches do not hold, the first is m/a: the source is not complete") {
		t.Errorf("without the file: %v", err)
	}
	if a, b := set.Fingerprint(), set[:1].Fingerprint(); a == b || len(a) != 64 {
		t.Errorf("the hash of both, %q, is that of one, %q", a, b)
	}
	if _, err := read(fstest.MapFS{"m/a.patch": {Data: []byte("diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 nonsense\n")}}, "m"); err == nil {
		t.Error("a damaged patch was read")
	}
}
