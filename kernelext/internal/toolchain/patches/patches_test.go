package patches

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var goroot = flag.String("goroot", "", "say which patches hold for the Go release in this `folder`")

// Which patches hold for a Go release, and which do not:
//
//	go test ./kernelext/internal/toolchain/patches -run TestPatchesHold -v -args -goroot /usr/local/go
func TestPatchesHold(t *testing.T) {
	root := *goroot
	if root == "" {
		out, err := exec.Command("go", "env", "GOROOT").Output()
		if err != nil {
			t.Fatal(err)
		}
		root = strings.TrimSpace(string(out))
	}
	release, err := os.ReadFile(filepath.Join(root, "VERSION"))
	if err != nil {
		t.Fatal(err)
	}
	_, results := Go(string(release)).Try(root)
	for _, r := range results {
		if r.Err != nil {
			t.Errorf("✗ %s: %v", r.Patch.Name, r.Err)
			continue
		}
		t.Logf("✓ %s", r.Patch.Name)
	}
}
