package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"seminar/kernelext/toolchain"
)

// visits are what hub.py finds, in this order.
var visits = []string{
	"students log in, and a notebook runs from begin to end in compiled cells",
	"students get the assignment list only",
	"assignments are listed, fetched and handed in, and the teacher collects them",
	"nobody reads another's files, or the sources of the assignments",
	"a cell that takes memory without end gets Go's out of memory, and others go on",
	"all that a user runs is held to a limit, and others go on",
	"%race on says what is missing, and who can mend it",
	"so does a kernel whose compiler is in a folder of somebody else's",
	"an idle kernel ends, and then its server",
	"the hub ends all that it has started",
}

// The class's hub is started as on its server, but for passwords, times and limits. The
// students are accounts that exist for the hub's processes only.
func TestAClassOnOneServer(t *testing.T) {
	s := builtSite(t)
	if os.Getuid() != 0 {
		t.Skip("this test needs root: each student's server runs as another user")
	}
	if out, err := exec.Command("unshare", "--mount", "--propagation", "private", "true").CombinedOutput(); err != nil {
		without(t, "this test needs a mount namespace of its own: "+string(out))
	}
	cmd := s.hub(t)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	var found []string
	for line := range strings.Lines(out.String()) {
		if what, ok := strings.CutPrefix(line, "holds: "); ok {
			found = append(found, strings.TrimSpace(what))
		}
	}
	if err != nil || !slices.Equal(found, visits) {
		t.Errorf("%v, found %q; it said\n%s", err, found, &out)
	}
}

// hub is testdata/hub.py, in a mount namespace, told which folders students read.
func (s *site) hub(t *testing.T) *exec.Cmd {
	t.Helper()
	jupyterhub := s.client(t, "jupyterhub")
	python := filepath.Join(filepath.Dir(jupyterhub.Path), "python")
	base, err := exec.Command(python, "-c", "import sys; print(sys.base_prefix)").Output()
	if err != nil {
		t.Fatal(err)
	}
	tools, err := toolchain.Folder(toolchain.Options{})
	if err != nil {
		t.Fatal(err)
	}
	script, err := filepath.Abs(filepath.Join("testdata", "hub.py"))
	if err != nil {
		t.Fatal(err)
	}
	cmd := child(t.Context(), "unshare", "--mount", "--propagation", "private", python, script,
		s.root, s.prefix, strings.TrimSpace(string(base)), tools)
	cmd.Env = append(jupyterhub.Env, "HUB_CONFIG="+filepath.Join(s.root, hubFolder, "jupyterhub_config.py"), "HUB_SITE="+s.prefix)
	return cmd
}

func TestTheHubsProxyIsFetchedOnce(t *testing.T) {
	b := newBench(t)
	b.tool("npm", `mkdir -p node_modules/.bin && echo proxy > node_modules/.bin/configurable-http-proxy`)
	proxy := func() (string, error) {
		wrote, err := readLedger(b.root)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		err = (&site{root: b.root, prefix: filepath.Join(b.root, ".venv")}).installProxy(t.Context(), newProgress(&out), wrote)
		return out.String(), err
	}
	if said, err := proxy(); err != nil || !strings.HasPrefix(said, "✓ JupyterHub's proxy for tests  ") || b.calls("npm ci --ignore-scripts") != 1 {
		t.Fatalf("the first time: %q, %v", said, err)
	}
	if said, err := proxy(); err != nil || said != "" || b.calls("npm") != 0 {
		t.Errorf("the second time: %q, %v", said, err)
	}
	if out, _, exit := called("uninstall"); exit != 0 || !strings.Contains(out, filepath.Join(b.root, hubFolder, "node_modules")) {
		t.Errorf("uninstall: %q", out)
	}
}
