package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A bench is a small checkout and a PATH of its own, on which only fake tools
// stand: shell scripts that note their calls.
type bench struct {
	t     *testing.T
	root  string // the checkout
	bin   string // the PATH
	cache string // the user's
}

const fakeEnvironment = `
name: seminar
dependencies:
  - python=3.12
  - pip
  - pip:
      - jupyterlab==4.6.6
      - nbclient==0.11.0
`

// newBench makes a checkout, changes into it, and empties PATH and the variables by
// which a shell tells its environment.
func newBench(t *testing.T) *bench {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{t, filepath.Join(dir, "checkout"), filepath.Join(dir, "bin"), filepath.Join(dir, "cache")}
	b.write("go.mod", "module seminar\n")
	b.write("environment.yml", fakeEnvironment)
	b.write("charts/package-lock.json", `{"lockfileVersion": 3}`)
	b.write(".hub/package-lock.json", `{"lockfileVersion": 3}`)
	b.write(".hub/requirements.txt", "# a list\njupyterhub==6.1.1\n")
	if err := os.Mkdir(b.bin, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, tool := range []string{"mkdir", "cp", "cat", "sleep", "touch"} {
		path, err := exec.LookPath(tool)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(path, filepath.Join(b.bin, tool)); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", b.bin)
	t.Setenv("XDG_CACHE_HOME", b.cache)
	t.Setenv("VIRTUAL_ENV", "")
	t.Setenv("CONDA_PREFIX", "")
	t.Chdir(b.root)
	return b
}

func (b *bench) write(name, text string) {
	b.t.Helper()
	path := filepath.Join(b.root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// tool puts a shell script on the PATH. It notes its arguments in the file calls.
func (b *bench) tool(name, script string) {
	b.t.Helper()
	b.script(filepath.Join(b.bin, name), script)
}

func (b *bench) script(path, script string) {
	b.t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		b.t.Fatal(err)
	}
	text := "#!/bin/sh\necho \"" + filepath.Base(path) + " $*\" >> " + filepath.Join(b.bin, "calls") + "\n" + script
	if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
		b.t.Fatal(err)
	}
}

// calls returns the calls of the fake tools that contain some words, and forgets all.
func (b *bench) calls(words string) int {
	data, _ := os.ReadFile(filepath.Join(b.bin, "calls"))
	os.Remove(filepath.Join(b.bin, "calls"))
	return strings.Count(string(data), words)
}

// fakePython answers as a Python of that release does to what the command asks.
// pip is the script of its pip install.
func fakePython(minor, venv, pip string) string {
	return `
case "$*" in
*ensurepip*) echo '{"Minor": ` + minor + `, "Version": "3.` + minor + `.4", "Venv": ` + venv + `}' ;;
*importlib*) test -f "${0%/bin/python}/complete" || echo "jupyterlab==4.6.6" ;;
*sysconfig*) mkdir -p "${0%/bin/python}/packages" && echo "${0%/bin/python}/packages" ;;
"-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
"-m pip install "*) prefix="${0%/bin/python}"; ` + pip + ` ;;
esac
`
}

const pipWorks = `echo "Collecting jupyterlab"; touch "$prefix/complete"`
