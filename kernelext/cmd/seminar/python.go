package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// oldestPython is the oldest release that JupyterLab 4.6 runs on.
const oldestPython = 10 // 3.10

// venvFolder is where the environment of our own goes, in the checkout.
const venvFolder = ".venv"

// python returns the prefix of an environment that has what is wanted: the
// active one if it does, else .venv, which it makes or renews.
func python(ctx context.Context, p *progress, wrote *ledger, wanted []string) (prefix string, err error) {
	for _, active := range activeEnvironments() {
		if active == filepath.Join(wrote.root, venvFolder) {
			continue // the ledger knows more about it
		}
		if lacks, err := unmet(ctx, active, wanted); err == nil && len(lacks) == 0 {
			return active, nil
		}
	}
	return makeVenv(ctx, p, wrote, wanted)
}

// activeEnvironments returns the prefixes of the environments that the shell has
// activated, the innermost first.
func activeEnvironments() []string {
	var prefixes []string
	for _, name := range []string{"VIRTUAL_ENV", "CONDA_PREFIX"} {
		if dir := os.Getenv(name); dir != "" {
			prefixes = append(prefixes, filepath.Clean(dir))
		}
	}
	return prefixes
}

// unmet returns which of the wanted an environment does not have in that version.
func unmet(ctx context.Context, prefix string, wanted []string) ([]string, error) {
	const ask = `
import sys
from importlib.metadata import PackageNotFoundError, version
for wanted in sys.argv[1:]:
    name, pinned = wanted.split("==")
    try:
        found = version(name)
    except PackageNotFoundError:
        found = "none"
    if found != pinned:
        print(wanted)
`
	cmd := child(ctx, filepath.Join(prefix, "bin", "python"), append([]string{"-c", ask}, wanted...)...)
	out, err := cmd.Output()
	return strings.Fields(string(out)), err
}

// makeVenv makes .venv unless it is finished and current. A .venv that install
// did not make is the reader's: it is used if it has everything, and never changed.
func makeVenv(ctx context.Context, p *progress, wrote *ledger, wanted []string) (string, error) {
	dir := filepath.Join(wrote.root, venvFolder)
	inputs := hash(append([]string{dir}, wanted...)...)
	if _, err := os.Stat(filepath.Join(dir, "bin", "python")); err == nil && wrote.made(dir, inputs) {
		return dir, nil
	}
	if _, ours := wrote.Wrote[dir]; !ours {
		if _, err := os.Stat(dir); err == nil {
			return dir, useVenv(ctx, dir, wanted)
		}
	}
	py, err := findPython(ctx)
	if err != nil {
		return "", err
	}
	err = p.step("Python environment", func(say func(string)) error {
		if err := wrote.begin(dir); err != nil {
			return explain(err, "")
		}
		// What an interrupted or older set-up left is not repaired: pip takes a
		// package whose copying was cut short for an installed one. Its downloads
		// are in pip's cache.
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
		say("python -m venv " + venvFolder)
		if err := follow(ctx, child(ctx, py, "-m", "venv", dir), nil); err != nil {
			return err
		}
		pip := child(ctx, filepath.Join(dir, "bin", "python"), pipInstall(wanted, wrote.Classroom)...)
		if err := follow(ctx, pip, func(line string) { say(pipNews(line)) }); err != nil {
			return err
		}
		return explain(wrote.finish(dir, inputs), "")
	})
	return dir, err
}

// pipInstall are the arguments of python for installing what is wanted. Python compiles a module
// when it is first imported; pip would compile all of them, a third of its time, of which
// JupyterLab imports a small part. Where others than the installer start Jupyter, in a class, they
// could not keep that.
func pipInstall(wanted []string, compiled bool) []string {
	args := []string{"-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--progress-bar=off"}
	if !compiled {
		args = append(args, "--no-compile")
	}
	return append(args, wanted...)
}

// pipNews shortens pip's longest lines to what is new in them.
func pipNews(line string) string {
	if strings.HasPrefix(line, "Installing collected packages") {
		return "installing the packages"
	}
	line, _, _ = strings.Cut(line, " (from ") // a chain of who asked for it
	return line
}

// useVenv accepts somebody else's .venv or says what to do about it.
func useVenv(ctx context.Context, dir string, wanted []string) error {
	lacks, err := unmet(ctx, dir, wanted)
	switch {
	case err != nil:
		return fmt.Errorf("the folder %s is not from this command and has no working Python: remove it or rename it, and run the command again", dir)
	case len(lacks) > 0:
		return fmt.Errorf("the folder %s is not from this command, so it stays as it is, but it lacks %s: install that with `%s -m pip install %s`, or rename the folder",
			dir, strings.Join(lacks, ", "), filepath.Join(venvFolder, "bin", "python"), strings.Join(lacks, " "))
	}
	return nil
}

// An interpreter is a Python that was found.
type interpreter struct {
	Path    string
	Minor   int    // of 3.Minor; 0 for Python 2
	Version string // such as 3.12.4
	Venv    bool   // it can make virtual environments
}

// findPython returns a Python that is new enough and can make virtual
// environments, or a sentence that says which of the two is missing.
func findPython(ctx context.Context) (string, error) {
	all := interpreters(ctx)
	newEnough := all[:0:0]
	for _, i := range all {
		if i.Minor < oldestPython {
			continue
		}
		if i.Venv {
			return i.Path, nil
		}
		newEnough = append(newEnough, i)
	}
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case len(all) == 0:
		return "", fmt.Errorf("there is no Python: install Python 3.%d or later (Debian: `sudo apt install python3 python3-venv`; others: python.org), and run the command again", oldestPython)
	case len(newEnough) == 0:
		return "", fmt.Errorf("the Python %s at %s is too old: install Python 3.%d or later and put it before the old one in PATH", all[0].Version, all[0].Path, oldestPython)
	}
	return "", fmt.Errorf("the Python %s at %s cannot make virtual environments, because its venv module is missing: on Debian run `sudo apt install python3-venv`, and run the command again", newEnough[0].Version, newEnough[0].Path)
}

// interpreters returns the Pythons in PATH that answer, the usual names first; a newer
// one may stand beside an old python3.
func interpreters(ctx context.Context) []interpreter {
	names := []string{"python3", "python"}
	for minor := oldestPython + 6; minor >= oldestPython; minor-- {
		names = append(names, fmt.Sprintf("python3.%d", minor))
	}
	var found []interpreter
	for _, name := range names {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		if i, err := examine(ctx, path); err == nil {
			found = append(found, i)
			if i.Minor >= oldestPython && i.Venv {
				break
			}
		}
	}
	return found
}

// examine asks a Python what it is, in words that Python 2 understands too.
func examine(ctx context.Context, path string) (interpreter, error) {
	const ask = `
import json, sys
try:
    import ensurepip, venv
    can = True
except ImportError:
    can = False
v = sys.version_info
print(json.dumps({"Minor": v[1] if v[0] == 3 else 0, "Version": "%d.%d.%d" % tuple(v[:3]), "Venv": can}))
`
	i := interpreter{Path: path}
	out, err := child(ctx, path, "-c", ask).Output()
	if err == nil {
		err = json.Unmarshal(out, &i)
	}
	return i, err
}
