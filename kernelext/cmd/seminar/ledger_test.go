package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestLedgerCountsOnlyWhatIsFinished(t *testing.T) {
	b := newBench(t)
	reread := func() *ledger {
		l, err := readLedger(b.root)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	folder := filepath.Join(b.root, "made")
	b.write("made/file", "")
	if err := reread().begin(folder); err != nil {
		t.Fatal(err)
	}
	if reread().made(folder, "") || reread().made(folder, "inputs") {
		t.Error("a folder that was only begun counts as made")
	}
	if err := reread().finish(folder, "inputs"); err != nil {
		t.Fatal(err)
	}
	if !reread().made(folder, "inputs") || reread().made(folder, "others") {
		t.Error("a finished folder does not count for its inputs, or counts for others")
	}
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	if reread().made(folder, "inputs") {
		t.Error("a folder that is gone counts as made")
	}
}

func TestDamagedLedger(t *testing.T) {
	b := newBench(t)
	b.write(ledgerName, `{"wrote": {`)
	if _, err := readLedger(b.root); err == nil || !strings.Contains(err.Error(), "is damaged: remove it") {
		t.Error(err)
	}
}

func TestHashKnowsWhereATextEnds(t *testing.T) {
	if hash("ab", "c") == hash("a", "bc") || hash() == hash("") {
		t.Error("different lists have one hash")
	}
}

func TestWriteFileLeavesNoHalf(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "file")
	for _, text := range []string{"first", "second"} {
		if err := writeFile(path, []byte(text), 0o600); err != nil || !current(path, []byte(text)) {
			t.Fatal(text, err)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info.Mode(), err)
	}
	if err := os.Mkdir(filepath.Join(dir, "taken"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := writeFile(filepath.Join(dir, "taken"), nil, 0o600); err == nil {
		t.Error("a folder was overwritten")
	}
	if left, _ := os.ReadDir(dir); len(left) != 2 {
		t.Errorf("a failed writing left something behind: %v", left)
	}
}

func TestSetUpsWaitForEachOther(t *testing.T) {
	b := newBench(t)
	unlock, err := lock(t.Context(), b.root, func() { t.Error("the first had to wait") })
	if err != nil {
		t.Fatal(err)
	}
	ctx, interrupt := context.WithCancel(t.Context())
	if _, err := lock(ctx, b.root, interrupt); !errors.Is(err, context.Canceled) {
		t.Errorf("a waiting set-up that was interrupted returned %v", err)
	}
	unlockNext, err := lock(t.Context(), b.root, unlock)
	if err != nil {
		t.Fatal(err)
	}
	unlockNext()
}
