package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// ledgerName is the file, in the checkout, that says what install wrote.
const ledgerName = ".seminar.json"

// A ledger is what install wrote. A path enters it before the first byte is
// written there and gets its inputs after the last, so an interrupted set-up
// is seen, done again, and can be removed; nothing that is not in here is ours.
type ledger struct {
	root      string
	Wrote     map[string]entry `json:"wrote"`               // by absolute path
	Classroom bool             `json:"classroom,omitempty"` // .venv has what classroom.txt lists, and keeps it
}

// An entry is one folder that install made or uses with others.
type entry struct {
	Inputs string   `json:"inputs"`           // hash of what it was made from; empty: unfinished
	Files  []string `json:"files,omitempty"`  // what in it is ours, folders too; none: all of it
	Shared bool     `json:"shared,omitempty"` // with other checkouts
}

func readLedger(root string) (*ledger, error) {
	l := &ledger{root: root, Wrote: map[string]entry{}}
	data, err := os.ReadFile(filepath.Join(root, ledgerName))
	if errors.Is(err, fs.ErrNotExist) {
		return l, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(data, l); err != nil || l.Wrote == nil {
		return nil, fmt.Errorf("%s is damaged: remove it together with .venv, and run the command again", filepath.Join(root, ledgerName))
	}
	return l, nil
}

// save replaces the file, or removes it when nothing is left.
func (l *ledger) save() error {
	path := filepath.Join(l.root, ledgerName)
	if len(l.Wrote) == 0 {
		err := os.Remove(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	data, err := json.MarshalIndent(l, "", "\t")
	if err != nil {
		return err
	}
	return writeFile(path, append(data, '\n'), 0o644)
}

// made tells whether path was finished from exactly these inputs and still exists.
func (l *ledger) made(path, inputs string) bool {
	_, err := os.Stat(path)
	return err == nil && inputs != "" && l.Wrote[path].Inputs == inputs
}

// begin notes that path is about to be written.
func (l *ledger) begin(path string, files ...string) error {
	l.Wrote[path] = entry{Files: files}
	return l.save()
}

// finish notes that path is complete.
func (l *ledger) finish(path, inputs string) error {
	e := l.Wrote[path]
	e.Inputs = inputs
	l.Wrote[path] = e
	return l.save()
}

// hash is the inputs' hash of a list of texts.
func hash(texts ...string) string {
	h := sha256.New()
	for _, t := range texts {
		fmt.Fprintf(h, "%d:%s\n", len(t), t)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// writeFile writes a file in one step: nobody sees half of it.
func writeFile(path string, data []byte, mode fs.FileMode) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(mode), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// lock keeps other set-ups of this checkout out until unlock is called, and
// waits for them, calling wait once. What is locked is environment.yml: it is
// always there, so no lock file is left behind. (go.mod would not do: the go
// command locks it.)
func lock(ctx context.Context, root string, wait func()) (unlock func(), err error) {
	f, err := os.OpenFile(filepath.Join(root, "environment.yml"), os.O_RDWR, 0)
	if err != nil {
		return nil, fmt.Errorf("the checkout cannot be set up: %w", err)
	}
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		switch {
		case err == nil:
			return func() { f.Close() }, nil
		case !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR):
			f.Close()
			return nil, fmt.Errorf("cannot lock %s: %w", f.Name(), err)
		}
		if wait != nil {
			wait()
			wait = nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			f.Close()
			return nil, ctx.Err()
		}
	}
}
