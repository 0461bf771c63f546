package main

import (
	"bytes"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// contents lists what is in a folder, with its folders.
func contents(t *testing.T, dir string) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		if path != dir {
			all = append(all, strings.TrimPrefix(path, dir+"/"))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// installed plays an install into .venv and an active conda environment.
func installed(t *testing.T) (b *bench, conda string) {
	b = newBench(t)
	conda = filepath.Join(t.TempDir(), "conda")
	wrote, err := readLedger(b.root)
	if err != nil {
		t.Fatal(err)
	}
	venv := filepath.Join(b.root, ".venv")
	b.write(".venv/bin/python", "")
	b.write("charts/node_modules/echarts/package.json", "")
	for _, prefix := range []string{venv, conda} {
		s := &site{root: b.root, prefix: prefix}
		if err := wrote.begin(s.kernelspec(), kernelFiles...); err != nil {
			t.Fatal(err)
		}
		if err := s.writeSpec([]byte("charts")); err != nil {
			t.Fatal(err)
		}
	}
	for _, whole := range []string{venv, filepath.Join(b.root, "charts", "node_modules")} {
		if err := wrote.begin(whole); err != nil {
			t.Fatal(err)
		}
	}
	return b, conda
}

func TestKernelspec(t *testing.T) {
	_, conda := installed(t)
	dir := filepath.Join(conda, "share/jupyter/kernels/gophernotes")
	data, err := os.ReadFile(filepath.Join(dir, "kernel.json"))
	if err != nil {
		t.Fatal(err)
	}
	root, _ := os.Getwd()
	want := `{
  "argv": [
    "` + dir + `/gophernotes",
    "{connection_file}"
  ],
  "display_name": "Go",
  "language": "go",
  "interrupt_mode": "message",
  "metadata": {
    "seminar": "` + root + `"
  }
}
`
	if diff := cmp.Diff(want, string(data)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestLogoIsAPicture(t *testing.T) {
	for d := xml.NewDecoder(bytes.NewReader(logo)); ; {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

func TestForeignKernelIsNotReplaced(t *testing.T) {
	b := newBench(t)
	s := &site{root: b.root, prefix: filepath.Join(b.root, "prefix")}
	b.write("prefix/share/jupyter/kernels/gophernotes/kernel.json", `{"argv": ["gophernotes", "{connection_file}"], "display_name": "Go", "language": "go"}`)
	wrote, err := readLedger(b.root)
	if err != nil {
		t.Fatal(err)
	}
	err = s.installKernel(t.Context(), newProgress(io.Discard), wrote)
	if err == nil || !strings.Contains(err.Error(), "jupyter kernelspec remove gophernotes") {
		t.Errorf("got %v", err)
	}
	if len(wrote.Wrote) != 0 {
		t.Errorf("the ledger claims %v", wrote.Wrote)
	}
}

func TestUninstallRemovesExactlyWhatInstallWrote(t *testing.T) {
	b, conda := installed(t)
	kept := contents(t, b.root)
	if err := os.WriteFile(filepath.Join(conda, "share/jupyter/kernels/gophernotes/mine"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	stdout, stderr, exit := called("uninstall")
	if exit != 0 || stderr != "" {
		t.Fatalf("exit status %d, %s", exit, stderr)
	}
	for _, said := range []string{"removed " + filepath.Join(b.root, ".venv\n"), "node_modules\n", "removed our files from " + conda} {
		if !strings.Contains(stdout, said) {
			t.Errorf("it does not say %q:\n%s", said, stdout)
		}
	}
	want := []string{".hub", ".hub/package-lock.json", ".hub/requirements.txt", "charts", "charts/package-lock.json", "environment.yml", "go.mod"}
	if diff := cmp.Diff(want, contents(t, b.root)); diff != "" {
		t.Errorf("the checkout had %q; -want +got:\n%s", kept, diff)
	}
	if diff := cmp.Diff([]string{"mine"}, contents(t, filepath.Join(conda, "share/jupyter/kernels/gophernotes"))); diff != "" {
		t.Errorf("the environment: -want +got:\n%s", diff)
	}
	if stdout, _, exit := called("uninstall"); exit != 0 || stdout != "nothing is installed\n" {
		t.Errorf("the second time: exit status %d, %q", exit, stdout)
	}
}

func TestUninstallLeavesAnotherCheckoutsKernel(t *testing.T) {
	_, conda := installed(t)
	other := &site{root: "/another/checkout", prefix: conda}
	if err := other.writeSpec([]byte("charts")); err != nil {
		t.Fatal(err)
	}
	before := contents(t, conda)
	stdout, _, _ := called("uninstall")
	if !strings.Contains(stdout, "another checkout's now") {
		t.Errorf("it says %q", stdout)
	}
	if diff := cmp.Diff(before, contents(t, conda)); diff != "" {
		t.Errorf("-before +after:\n%s", diff)
	}
}
