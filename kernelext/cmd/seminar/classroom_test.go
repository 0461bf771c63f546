package main

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

// setUpPython makes the environment as set-up does, and returns its prefix.
func (b *bench) setUpPython(forClass bool) (prefix string) {
	b.t.Helper()
	wrote, err := readLedger(b.root)
	if err != nil {
		b.t.Fatal(err)
	}
	wrote.Classroom = wrote.Classroom || forClass
	wanted, err := wrote.wanted()
	if err != nil {
		b.t.Fatal(err)
	}
	prefix, err = python(b.t.Context(), newProgress(&bytes.Buffer{}), wrote, wanted)
	if err != nil {
		b.t.Fatal(err)
	}
	return prefix
}

// A teacher asks for nbgrader once. The set-up of the next `lab`, which does not ask, must
// not take it away again, and uninstall forgets that it was asked for.
func TestClassroomStays(t *testing.T) {
	b := newBench(t)
	b.tool("python3", fakePython("12", "true", pipWorks))
	b.setUpPython(false)
	if calls := b.calls("nbgrader=="); calls != 0 {
		t.Fatalf("nbgrader was installed %d times though nobody asked for it", calls)
	}
	b.setUpPython(true)
	if b.calls("nbgrader==") != 1 {
		t.Fatal("--classroom did not install nbgrader")
	}
	b.setUpPython(false)
	if calls := b.calls("-m "); calls != 0 {
		t.Error("the next set-up made the environment anew")
	}
	if out, _, exit := called("uninstall"); exit != 0 || !strings.Contains(out, filepath.Join(b.root, venvFolder)) {
		t.Errorf("uninstall: %q", out)
	}
	b.setUpPython(false)
	if b.calls("nbgrader==") != 0 {
		t.Error("nbgrader came back after uninstall")
	}
}

// An active environment that lacks nbgrader is its owner's: it is left alone, and .venv is made.
func TestClassroomLeavesTheActiveEnvironmentAlone(t *testing.T) {
	b := newBench(t)
	b.tool("python3", fakePython("12", "true", pipWorks))
	active := filepath.Join(t.TempDir(), "active")
	b.script(filepath.Join(active, "bin", "python"), `case "$*" in *nbgrader==*) echo "nbgrader==0.9.6" ;; esac`)
	t.Setenv("VIRTUAL_ENV", active)
	if prefix := b.setUpPython(false); prefix != active {
		t.Errorf("without the class: %s, want the active environment", prefix)
	}
	if prefix := b.setUpPython(true); prefix != filepath.Join(b.root, venvFolder) {
		t.Errorf("with the class: %s, want .venv", prefix)
	}
}

// The lists go into .venv-tests together, so they must not ask for two releases of one package.
func TestListsAgree(t *testing.T) {
	root, err := here()
	if err != nil {
		t.Fatal(err)
	}
	all, err := clients()
	hub, err2 := (&site{root: root}).hubRequirements()
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	all = append(all, hub...)
	releases := map[string]string{}
	for _, one := range all {
		name, release, _ := strings.Cut(strings.ToLower(one), "==")
		if before, seen := releases[name]; seen && before != release {
			t.Errorf("%s is asked for as %s and as %s", name, before, release)
		}
		releases[name] = release
	}
}
