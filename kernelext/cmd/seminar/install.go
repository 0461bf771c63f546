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
active one has what environment.yml lists), the chart library, the kernel gophernotes with
its description for Jupyter, and the compiler and the worker for compiled cells. What is
there already is left alone, and an interrupted set-up goes on where it stopped. Afterwards
no network is needed.

With --classroom, nbgrader comes along: its commands are in .venv/bin, its menus in JupyterLab.
That stays so until you uninstall.

The compiler goes into your cache folder, once for each Go release, and all checkouts share
it. Where cells cannot be compiled, because there is no C compiler for one, a sentence says
so, and they are interpreted.`

// install is the command install.
func install(ctx context.Context, args []string, out stdio) error {
	f := flags("install", "[FLAGS]", installText)
	race := f.Bool("race", false, "also build the worker with the race detector, for %race on in a notebook")
	classroom := f.Bool("classroom", false, "also fetch nbgrader, and build what --race does, for those who teach or hand in; later set-ups keep it")
	tests := f.Bool("tests", false, "also fetch the Jupyter programs that only tests start, as seminar test does")
	if err := noNames(f, args, out); err != nil {
		return err
	}
	started := time.Now()
	p := newProgress(out.err)
	p.eager = *race // it is the reader of a cell who waits, most often
	s, err := setUp(ctx, p, extras{race: *race, clients: *tests, classroom: *classroom})
	if err != nil {
		return err
	}
	fmt.Fprintf(out.out, "everything is set up in %s (%s)\n", home(s.prefix), took(time.Since(started)))
	return nil
}

const uninstallText = `
Removes exactly what install wrote, and says what: the kernel from each environment it
went into, with its workers, the chart library, what only tests need, and .venv if install
made it. It asks nothing. Caches of Go, pip and npm stay, since they are theirs, and so does
the compiler for cells in your cache folder, which all checkouts share, unless --cache is given.`

// uninstall is the command uninstall.
func uninstall(ctx context.Context, args []string, out stdio) error {
	f := flags("uninstall", "[FLAGS]", uninstallText)
	cache := f.Bool("cache", false, "also remove the compiler for cells, of all Go releases, from your cache folder")
	if err := noNames(f, args, out); err != nil {
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
	shared := wrote.takeShared()
	if len(wrote.Wrote) == 0 && (len(shared) == 0 || !*cache) {
		fmt.Fprintln(out.out, "nothing is installed")
	}
	if err := wrote.removeAll(out); err != nil {
		return err
	}
	return uninstallCache(ctx, shared, *cache, out)
}

// removeAll removes what the ledger lists now, longest path first, so that a kernel
// inside .venv goes before it; what is removed leaves the ledger at once.
func (l *ledger) removeAll(out stdio) error {
	if err := l.save(); err != nil {
		return err
	}
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
	left, _ := filepath.Glob(filepath.Join(path, unfinished))
	for _, name := range files {
		left = append(left, filepath.Join(path, name))
	}
	for _, ours := range left {
		if err := os.RemoveAll(ours); err != nil {
			return "", err
		}
	}
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		return "removed our files from " + home(path), nil
	}
	return "removed " + home(path), nil
}
