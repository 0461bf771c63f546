package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A site is where everything is once it is set up: the checkout, and the
// Python environment that has Jupyter, npm and the kernel.
type site struct {
	root   string // the checkout
	prefix string // sys.prefix of the environment
}

// program is the path of a program of the environment, such as python.
func (s *site) program(name string) string {
	return filepath.Join(s.prefix, "bin", name)
}

// kernelspec is the folder in which Jupyter finds the kernel.
func (s *site) kernelspec() string {
	return filepath.Join(s.prefix, "share", "jupyter", "kernels", "gophernotes")
}

// kernel is the kernel's binary.
func (s *site) kernel() string { return filepath.Join(s.kernelspec(), "gophernotes") }

// command returns a child process of a program of the environment, such as
// jupyter. It runs in the checkout and ends with ctx (see child).
func (s *site) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := child(ctx, s.program(name), args...)
	cmd.Dir = s.root
	cmd.Env = s.environ()
	return cmd
}

// environ is our environment with the site's programs first, as if it were
// activated. Jupyter then prefers the kernel of this environment to one of the
// same name in the user's home. What runs unattended is no history of the reader's.
func (s *site) environ() []string {
	var env []string
	for _, v := range os.Environ() {
		name, _, _ := strings.Cut(v, "=")
		switch name {
		case "PATH", "PYTHONHOME", "JUPYTER_PREFER_ENV_PATH", prefixVariable:
		default:
			env = append(env, v)
		}
	}
	return append(env,
		"PATH="+s.program("")+string(os.PathListSeparator)+os.Getenv("PATH"),
		"JUPYTER_PREFER_ENV_PATH=1",
		"SEMINAR_HISTORY=off",
		prefixVariable+"="+s.prefix)
}

// prefixVariable names the environment variable by which `seminar test` tells the
// tests which environment is set up. With it, a test that needs the environment
// fails where it would have been skipped.
const prefixVariable = "SEMINAR_PREFIX"
