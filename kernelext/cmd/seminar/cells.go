package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"seminar/kernelext/build"
	"seminar/kernelext/toolchain"
)

// Beside the kernel's binary lie the workers in which compiled cells are opened: one
// for every day and one with the race detector, which a notebook's %race on asks for.
const (
	hostFolder = "gophernotes.host"
	raceFolder = "gophernotes.race"
)

// interpretedFile, beside the kernel's binary, holds what a worker that interprets
// says in the first cell.
const interpretedFile = "interpreted.txt"

func (s *site) host() string { return filepath.Join(s.kernelspec(), hostFolder) }
func (s *site) race() string { return filepath.Join(s.kernelspec(), raceFolder) }

// stillWorks is what set-up says, behind the reason, where cells cannot be compiled.
const stillWorks = "they are interpreted, in the language of Go 1.17 with a little of today's: all packages, charts and measurements work; type parameters, iterators and package check do not"

// installCells builds the worker for compiled cells and returns what makes the kernel for it. Where
// cells cannot be compiled, set-up says why and goes on with a kernel that interprets them. A
// worker that is there from before goes then: it is of older sources than the kernel.
func (s *site) installCells(ctx context.Context, p *progress, host maker) (kernel maker, err error) {
	err = s.build(ctx, p, "worker for cells", host, build.Options{Output: s.host()})
	if !errors.Is(err, toolchain.ErrUnsupported) {
		return build.Kernel, errors.Join(err, remove(s.interpreted()))
	}
	p.line("! cells cannot be compiled here: %s", why(err))
	p.line("  %s", stillWorks)
	note := fmt.Sprintf("Cells cannot be compiled here: %s; %s. Once that is mended, `go tool seminar install` compiles them.\n", why(err), stillWorks)
	return build.Interpreter, explain(errors.Join(os.RemoveAll(s.host()), os.RemoveAll(s.race()), os.WriteFile(s.interpreted(), []byte(note), 0o644)), "")
}

// tellInstead says when cells are compiled by another release of Go than the one that is installed,
// and why.
func (s *site) tellInstead(ctx context.Context, p *progress) {
	tools, err := toolchain.Find(ctx, toolchain.Options{Dir: s.root})
	if err == nil && tools != nil && tools.Instead() != "" {
		p.line("! %s", tools.Instead())
	}
}

func (s *site) interpreted() string { return filepath.Join(s.kernelspec(), interpretedFile) }

func remove(file string) error {
	if err := os.Remove(file); err != nil && !errors.Is(err, os.ErrNotExist) {
		return explain(err, "")
	}
	return nil
}

// installRace builds the worker with the race detector. It was asked for, so that it
// cannot be built is an error.
func (s *site) installRace(ctx context.Context, p *progress, host maker) error {
	err := s.build(ctx, p, "worker with the race detector", host, build.Options{Output: s.race(), Race: true})
	if errors.Is(err, toolchain.ErrUnsupported) {
		return fmt.Errorf("the worker with the race detector cannot be built: %s", why(err))
	}
	return err
}

// why is the reason in an error that wraps toolchain.ErrUnsupported, in one line: when
// the trial of the compiler fails, there are many.
func why(err error) string {
	first, _, more := strings.Cut(toolchain.Why(err), "\n")
	if more {
		first += " …"
	}
	return first
}

// shareCache notes the folder in the user's cache where the compiler for cells is. It
// is shared with other checkouts, so that uninstall removes it only when asked to.
func (l *ledger) shareCache() error {
	folder, err := toolchain.Folder(toolchain.Options{})
	if _, known := l.Wrote[folder]; known || err != nil {
		return nil // without a cache folder nothing is written, and build.Host says so
	}
	l.Wrote[folder] = entry{Shared: true}
	return l.save()
}

// takeShared takes the shared folders out of the ledger. It returns those that exist,
// the one that set-up would use now among them.
func (l *ledger) takeShared() (folders []string) {
	if folder, err := toolchain.Folder(toolchain.Options{}); err == nil {
		l.Wrote[folder] = entry{Shared: true}
	}
	for path, e := range l.Wrote {
		if !e.Shared {
			continue
		}
		delete(l.Wrote, path)
		if _, err := os.Stat(path); err == nil {
			folders = append(folders, path)
		}
	}
	return folders
}

// uninstallCache removes the compiler for cells if remove says so, and says where it is
// if not.
func uninstallCache(ctx context.Context, folders []string, remove bool, out stdio) error {
	for _, folder := range folders {
		if !remove {
			fmt.Fprintf(out.out, "left %s (%s), the compiler for cells, which all checkouts share: `go tool seminar uninstall --cache` removes it\n", home(folder), megabytes(size(folder)))
			continue
		}
		if err := toolchain.Remove(ctx, toolchain.Options{Cache: folder, Log: out.err}); err != nil {
			return err
		}
		fmt.Fprintf(out.out, "removed %s, the compiler for cells; where another checkout uses it, `go tool seminar install` builds it again\n", home(folder))
	}
	return nil
}
