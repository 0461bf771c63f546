package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"seminar/kernelext/build"
	"seminar/kernelext/toolchain"
)

const doctorText = `
Says what is found (✓, with version and place), what is missing (✗) and the command
that mends it; what the seminar can do without is marked - when it is missing. It says
whether cells are compiled or interpreted, and why. It changes nothing. The exit status is 1
if something needed is missing.`

// A finding is one line of the doctor.
type finding struct {
	what  string
	found string // version and path; empty: it is missing
	mend  string // what to do when it is missing
	lacks string // what to say then in place of "missing: " and mend
	extra bool   // the seminar opens and runs without it
}

// doctor is the command doctor.
func doctor(ctx context.Context, args []string, out stdio) error {
	if err := noNames(flags("doctor", "", doctorText), args, out); err != nil {
		return err
	}
	root, err := here()
	if err != nil {
		return err
	}
	findings, err := findAll(ctx, root)
	if err != nil {
		return err
	}
	if missing := report(out.out, findings); missing > 0 {
		fmt.Fprintf(out.out, "\n%s missing\n", count(missing, "needed thing"))
		return errTold
	}
	fmt.Fprintln(out.out, "\neverything needed is there: `go tool seminar lab` opens the seminar")
	return nil
}

// report writes the findings and returns how many needed ones are missing.
func report(w io.Writer, findings []finding) (missing int) {
	for _, f := range findings {
		mark, text := "✓", f.found
		if f.found == "" {
			mark, text = "✗", "missing: "+f.mend
			if f.lacks != "" {
				text = f.lacks
			}
			if f.extra {
				mark = "-"
			} else {
				missing++
			}
		}
		fmt.Fprintf(w, "%s %-20s %s\n", mark, f.what, text)
	}
	return missing
}

// installIt mends what install writes.
const installIt = "run `go tool seminar install`"

func findAll(ctx context.Context, root string) ([]finding, error) {
	wrote, err := readLedger(root)
	if err != nil {
		return nil, err
	}
	wanted, err := wrote.wanted()
	if err != nil {
		return nil, err
	}
	findings := []finding{
		{what: "checkout", found: root},
		{what: "Go", found: strings.TrimPrefix(runtime.Version(), "go") + at("go"), mend: "install Go from go.dev/dl"},
	}
	s := &site{root: root}
	findings = append(findings, findEnvironment(ctx, s, wrote, wanted)...)
	findings = append(findings, findNpm(s))
	findings = append(findings, findInstalled(s, wrote)...)
	cells := s.findCells(ctx)
	findings = append(append(findings, cells...), s.findRace(cells[0]))
	return append(findings,
		finding{what: "C compiler", found: compiler(), mend: "`go tool seminar test` needs it, and set-up fetches zig for cells without it: " + installCompiler, extra: true},
		finding{what: "Chromium", found: chromiumPath(), mend: "only `go tool seminar test` needs it, for its browser tests: install it (Debian: `sudo apt install chromium`)", extra: true},
	), ctx.Err()
}

// findEnvironment fills in the site's prefix, or leaves it empty when there is
// no environment that has what is wanted.
func findEnvironment(ctx context.Context, s *site, wrote *ledger, wanted []string) []finding {
	venv := filepath.Join(s.root, venvFolder)
	for _, prefix := range append(activeEnvironments(), venv) {
		_, err := os.Stat(filepath.Join(prefix, "bin", "python"))
		if e, ours := wrote.Wrote[prefix]; err != nil || ours && e.Inputs == "" {
			continue
		}
		if lacks, err := unmet(ctx, prefix, wanted); err == nil && len(lacks) == 0 {
			s.prefix = prefix
			break
		}
	}
	base := finding{what: "Python", mend: installIt}
	path, err := s.program("python"), error(nil)
	if s.prefix == "" {
		path, err = findPython(ctx)
	}
	if err != nil {
		base.mend = err.Error()
	} else if i, err := examine(ctx, path); err == nil {
		base.found = i.Version + "  " + i.Path
	}
	env := finding{what: "Python environment", mend: installIt}
	if s.prefix != "" {
		env.found = strings.Join(wanted, " ") + "  " + s.prefix
	}
	return []finding{base, env}
}

// findNpm says that a missing npm is no trouble before the environment is made, since
// that brings one.
func findNpm(s *site) finding {
	npm, err := s.npm()
	if err != nil && s.prefix == "" {
		return finding{what: "npm", mend: installIt + ", which brings one"}
	}
	return finding{what: "npm", found: npm, mend: sentence(err)}
}

// findInstalled looks for what install puts into the checkout and the environment.
func findInstalled(s *site, wrote *ledger) []finding {
	library := finding{what: "ECharts", mend: installIt}
	if s.hasModules(wrote, "charts", s.chartLibrary()) {
		library.found = s.chartLibrary()
	}
	kernel := finding{what: "kernel gophernotes", mend: installIt}
	dir := s.kernelspec()
	_, err := os.Stat(filepath.Join(dir, "gophernotes"))
	if err == nil && s.prefix != "" && wrote.made(dir, hash(dir)) && specOwner(dir) == s.root {
		kernel.found = dir
	}
	return []finding{library, kernel}
}

// findCells says how cells are run, and what links them. A worker that is there and fits is what
// counts: it needs no C compiler any more.
func (s *site) findCells(ctx context.Context) []finding {
	f := finding{what: "cells", mend: "the worker for compiled cells; " + installIt}
	linker := finding{what: "linker of cells", extra: true, lacks: "none yet; " + installIt}
	tools, err := toolchain.Find(ctx, toolchain.Options{Dir: s.root})
	if s.prefix != "" {
		if kit, err := toolchain.Open(s.host()); err == nil {
			f.found, linker.found = s.compiledCells(kit), kit.Linker()
			kit.Close()
		}
	}
	switch {
	case f.found != "" && tools != nil && tools.Instead() != "":
		f.found += "\n  " + tools.Instead()
	case f.found != "":
	case errors.Is(err, toolchain.ErrUnsupported):
		f.extra, f.lacks = true, "interpreted, because "+why(err)+"; then "+installIt
	case err != nil:
		f.mend = err.Error()
	}
	return []finding{f, linker}
}

// compiledCells is empty when the worker is of other sources than the kernel.
func (s *site) compiledCells(kit *toolchain.Kit) string {
	if !build.Matches(s.kernel(), s.host()) {
		return ""
	}
	place := ""
	if folder, err := toolchain.Folder(toolchain.Options{}); err == nil {
		place = fmt.Sprintf("  %s (%s)", folder, megabytes(size(folder)))
	}
	return fmt.Sprintf("compiled by Go %s, worker %s%s", strings.TrimPrefix(kit.Release(), "go"), megabytes(size(s.host())), place)
}

// findRace looks for the worker with the race detector, which a notebook makes when it
// asks for it.
func (s *site) findRace(cells finding) finding {
	f := finding{what: "race detector", extra: true, lacks: "not built: `%race on` in a notebook builds it, or `go tool seminar install --race`"}
	if cells.found == "" && cells.extra {
		f.lacks = "not built, because cells are interpreted"
		return f
	}
	if _, err := os.Stat(filepath.Join(s.race(), "kit.json")); err != nil || s.prefix == "" {
		return f
	}
	if !build.Matches(s.kernel(), s.race()) {
		f.lacks = "built, but not from today's sources: `%race on` in a notebook renews it, or `go tool seminar install --race`"
		return f
	}
	f.found = "built (" + megabytes(size(s.race())) + ")"
	return f
}

// at is where a program is, for behind its version.
func at(name string) string {
	path, err := exec.LookPath(name)
	if err != nil {
		return ""
	}
	return "  " + path
}

func sentence(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// chromiumPath is the browser that the tests open, or nothing.
func chromiumPath() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}
