package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"
)

const installText = `
Sets everything up without starting anything: a Python environment (.venv, unless the
active one has what environment.yml lists), the chart library, and the kernel
gophernotes with its description for Jupyter. What is there already is left alone, and an
interrupted set-up goes on where it stopped. Afterwards no network is needed.`

// install is the command install.
func install(ctx context.Context, args []string, out stdio) error {
	if err := noNames(flags("install", "", installText), args, out); err != nil {
		return err
	}
	started := time.Now()
	s, _, err := setUpTold(ctx, out)
	if err != nil {
		return err
	}
	fmt.Fprintf(out.out, "everything is set up in %s (%s)\n", home(s.prefix), took(time.Since(started)))
	return nil
}

const uninstallText = `
Removes exactly what install wrote, and says what: the kernel from each environment it
went into, the chart library, and .venv if install made it. It asks nothing. Caches
of Go, pip and npm stay, since they are theirs.`

// uninstall is the command uninstall.
func uninstall(ctx context.Context, args []string, out stdio) error {
	if err := noNames(flags("uninstall", "", uninstallText), args, out); err != nil {
		return err
	}
	root, err := here()
	if err != nil {
		return err
	}
	unlock, err := lock(ctx, root, func() { fmt.Fprintln(out.err, "waiting for a set-up of this checkout to end") })
	if err != nil {
		return err
	}
	defer unlock()
	wrote, err := readLedger(root)
	if err != nil {
		return err
	}
	if len(wrote.Wrote) == 0 {
		fmt.Fprintln(out.out, "nothing is installed")
	}
	return wrote.removeAll(out)
}

// removeAll removes what the ledger lists, longest path first, so that a kernel
// inside .venv goes before it; what is removed leaves the ledger at once.
func (l *ledger) removeAll(out stdio) error {
	var paths []string
	for path := range l.Wrote {
		paths = append(paths, path)
	}
	slices.SortFunc(paths, func(a, b string) int { return len(b) - len(a) })
	for _, path := range paths {
		said, err := l.remove(path)
		if err != nil {
			return err
		}
		delete(l.Wrote, path)
		if err := l.save(); err != nil {
			return err
		}
		fmt.Fprintln(out.out, said)
	}
	return nil
}

// remove deletes one entry. A folder that is only partly ours loses our files, and goes
// when that leaves it empty; a kernel that another checkout has replaced stays.
func (l *ledger) remove(path string) (said string, err error) {
	files := l.Wrote[path].Files
	if len(files) == 0 {
		return "removed " + home(path), os.RemoveAll(path)
	}
	if owner := specOwner(path); owner != path && owner != l.root {
		return "left " + home(path) + ", which is another checkout's now", nil
	}
	for _, name := range files {
		if err := os.Remove(filepath.Join(path, name)); err != nil && !os.IsNotExist(err) {
			return "", err
		}
	}
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		return "removed our files from " + home(path), nil
	}
	return "removed " + home(path), nil
}
