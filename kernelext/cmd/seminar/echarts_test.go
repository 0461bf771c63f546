package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
)

const npmWorks = `mkdir -p node_modules/echarts/dist && echo library > node_modules/echarts/dist/echarts.min.js`

// echarts calls the step with a new reading of the ledger.
func (b *bench) echarts() (said string, err error) {
	b.t.Helper()
	wrote, err := readLedger(b.root)
	if err != nil {
		b.t.Fatal(err)
	}
	var out bytes.Buffer
	s := &site{root: b.root, prefix: filepath.Join(b.root, ".venv")}
	err = s.installECharts(b.t.Context(), newProgress(&out), wrote)
	return out.String(), err
}

func TestEChartsIsFetchedOnce(t *testing.T) {
	b := newBench(t)
	b.tool("npm", npmWorks)
	if said, err := b.echarts(); err != nil || !strings.HasPrefix(said, "✓ ECharts  ") || b.calls("npm ci --ignore-scripts") != 1 {
		t.Fatalf("the first time: %q, %v", said, err)
	}
	if said, err := b.echarts(); err != nil || said != "" || b.calls("npm") != 0 {
		t.Errorf("the second time: %q, %v", said, err)
	}
	b.write("charts/package-lock.json", `{"lockfileVersion": 3, "packages": {}}`)
	if _, err := b.echarts(); err != nil || b.calls("npm") != 1 {
		t.Errorf("a changed list fetched nothing (%v)", err)
	}
}

func TestEChartsThatCannotBeFetched(t *testing.T) {
	for _, test := range []struct{ story, npm, says string }{
		{"no npm", "", "there is no npm"},
		{"no network", `echo "npm error code EAI_AGAIN" >&2; exit 1`, "the network could not be reached"},
		{"a full disk", `echo "npm error ENOSPC: no space left on device, write" >&2; exit 1`, "the disk is full"},
		{"something else", npmWorks + `; echo "npm error integrity" >&2; exit 1`, "npm failed (exit status 1); it said:\n  npm error integrity"},
	} {
		t.Run(test.story, func(t *testing.T) {
			b := newBench(t)
			if test.npm != "" {
				b.tool("npm", test.npm)
			}
			if _, err := b.echarts(); err == nil || !strings.Contains(err.Error(), test.says) {
				t.Fatalf("got %v, want %q", err, test.says)
			}
			b.tool("npm", npmWorks)
			b.calls("")
			if _, err := b.echarts(); err != nil || b.calls("npm ci") != 1 {
				t.Errorf("after the trouble was mended: %v", err)
			}
		})
	}
}

func TestNpmOfTheEnvironment(t *testing.T) {
	b := newBench(t)
	b.script(filepath.Join(b.root, ".venv", "bin", "npm"), npmWorks)
	if _, err := b.echarts(); err != nil {
		t.Error(err)
	}
}
