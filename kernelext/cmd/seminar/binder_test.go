package main

import (
	"context"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// binder is a file of .binder, which repo2docker reads in place of what is at the top.
func binder(t *testing.T, name string) string {
	t.Helper()
	root, err := here()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(root, ".binder", name)
}

func TestBinderHasTheSameEnvironment(t *testing.T) {
	copied, err := os.ReadFile(binder(t, "environment.yml"))
	if err != nil {
		t.Fatal(err)
	}
	original, err := os.ReadFile(binder(t, "../environment.yml"))
	if diff := cmp.Diff(string(original), string(copied)); err != nil || diff != "" {
		t.Errorf(".binder/environment.yml is not a copy of environment.yml (%v): -original +copy:\n%s", err, diff)
	}
}

// The Dockerfile is repo2docker's: it is not committed, and printing it needs no Docker.
func TestBindersDockerfile(t *testing.T) {
	s := builtSite(t)
	out, err := s.client(t, "jupyter-repo2docker", "--no-build", "--debug", s.root).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !strings.Contains(string(out), "Building conda environment for python=3.12\n") {
		t.Errorf("it is not for Python 3.12:\n%s", out)
	}
	rest := string(out)
	for _, next := range []string{ // in this order
		"ENV CONDA_DIR=${APP_BASE}/conda\n", // where GOPATH is
		"ENV NB_PYTHON_PREFIX=${CONDA_DIR}/envs/notebook\n",
		"ARG REPO_DIR=${HOME}\n", // not above it
		"USER ${NB_USER}\n",
		"env update -p ${NB_PYTHON_PREFIX} --file \".binder/environment.yml\"",
		"COPY --chown=0:0 src/ ${REPO_DIR}/\n",
		"USER ${NB_USER}\n", // after root has copied the checkout
		"RUN ./.binder/postBuild\n",
		"ENV R2D_ENTRYPOINT=\"${REPO_DIR}/.binder/start\"",
	} {
		_, after, found := strings.Cut(rest, next)
		if !found {
			t.Fatalf("%q is missing, or not in its place:\n%s", next, out)
		}
		rest = after
	}
	if strings.Contains(rest, "USER root") {
		t.Errorf("the server runs as root:\n%s", out)
	}
}

// bash runs a script of .binder as repo2docker does, with a go command that writes down
// how it was called. A profile puts it into PATH, as the image's puts conda.
func bash(t *testing.T, goCommand, name string, args ...string) (calls string, err error) {
	t.Helper()
	home := t.TempDir()
	for file, text := range map[string]string{".bash_profile": `PATH="$HOME:$PATH"`, "go": "#!/bin/sh\necho \"$GOPATH: go $*\" >> \"$HOME/calls\"\n" + goCommand} {
		if err := os.WriteFile(filepath.Join(home, file), []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(binder(t, name), args...)
	cmd.Env = append(os.Environ(), "HOME="+home, "CONDA_DIR=/srv/conda")
	err = cmd.Run()
	said, _ := os.ReadFile(filepath.Join(home, "calls"))
	return string(said), err
}

func TestBinderSetsUpOutsideTheCheckout(t *testing.T) {
	if calls, err := bash(t, "exit 0", "postBuild"); err != nil || calls != "/srv/conda/gopath: go tool seminar install\n" {
		t.Errorf("got %q, %v", calls, err)
	}
	if _, err := bash(t, "exit 1", "postBuild"); err == nil {
		t.Error("a set-up that fails makes an image")
	}
}

// Whichever server Binder starts shows the first notebook, and cells find Go's modules.
func TestBinderOpensTheFirstNotebook(t *testing.T) {
	s := builtSite(t)
	for module, want := range map[string]string{"jupyterlab": "/lab/tree/notebooks/00-start-here.ipynb", "notebook": "/notebooks/notebooks/00-start-here.ipynb"} {
		t.Run(module, func(t *testing.T) {
			if got := s.opens(t, module); got != want {
				t.Errorf("it opens %s", got)
			}
		})
	}
}

// opens starts a server through .binder/start and returns where its address leads.
func (s *site) opens(t *testing.T, module string) string {
	t.Helper()
	jupyter := s.client(t, "python", "-m", module)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	_, port, _ := net.SplitHostPort(address)
	l.Close()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := child(ctx, binder(t, "start"), append(jupyter.Args, "--no-browser", "--allow-root", "--port="+port, "--IdentityProvider.token=")...)
	cmd.Dir, cmd.Env = s.root, append(jupyter.Env, "CONDA_DIR="+t.TempDir(), "JUPYTERLAB_DIR="+filepath.Join(s.prefix, "share", "jupyter", "lab"))
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait()
	defer cancel()
	once := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for ctx.Err() == nil {
		if answer, err := once.Get("http://" + address + "/"); err == nil {
			answer.Body.Close()
			to, _, _ := strings.Cut(answer.Header.Get("Location"), "?")
			return to
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("the server does not answer")
	return ""
}
