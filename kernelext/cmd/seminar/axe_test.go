package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// axeStep calls the step with a new reading of the ledger.
func (b *bench) axeStep() (said string, err error) {
	b.t.Helper()
	wrote, err := readLedger(b.root)
	if err != nil {
		b.t.Fatal(err)
	}
	var out bytes.Buffer
	s := &site{root: b.root, prefix: filepath.Join(b.root, ".venv")}
	err = s.installAxe(b.t.Context(), newProgress(&out), wrote)
	return out.String(), err
}

// What tests look for barriers with is fetched once, from the pinned list, beside what else
// only tests need; and again when that folder was made anew.
func TestAxeIsFetchedOnce(t *testing.T) {
	b := newBench(t)
	b.tool("npm", `cat package-lock.json && mkdir -p node_modules/axe-core && echo axe > node_modules/axe-core/axe.min.js`)
	if said, err := b.axeStep(); err != nil || !strings.HasPrefix(said, "✓ axe-core for tests  ") || b.calls("npm ci --ignore-scripts") != 1 {
		t.Fatalf("the first time: %q, %v", said, err)
	}
	if said, err := b.axeStep(); err != nil || said != "" || b.calls("npm") != 0 {
		t.Errorf("the second time: %q, %v", said, err)
	}
	if err := os.RemoveAll(filepath.Join(b.root, clientsFolder)); err != nil {
		t.Fatal(err)
	}
	if _, err := b.axeStep(); err != nil || b.calls("npm") != 1 {
		t.Errorf("when it was gone, it was not fetched (%v)", err)
	}
	if out, _, exit := called("uninstall"); exit != 0 || !strings.Contains(out, filepath.Join(b.root, clientsFolder, "axe")) {
		t.Errorf("uninstall: %q", out)
	}
}
