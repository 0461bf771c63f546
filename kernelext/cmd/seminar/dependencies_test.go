package main

import (
	"os/exec"
	"strings"
	"testing"
)

// Whoever sets the seminar up compiles this command first. What draws, drives a browser or
// speaks HTTP would double that: it belongs into the program for pages.
func TestCommandStaysSmall(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	packages := strings.Fields(string(out))
	for _, path := range packages {
		for _, heavy := range []string{
			"github.com/dop251/goja", "github.com/go-echarts", "github.com/chromedp",
			"net/http", "crypto/tls",
		} {
			if path == heavy || strings.HasPrefix(path, heavy+"/") {
				t.Errorf("it is compiled with %s", path)
			}
		}
		if path == "seminar/charts" {
			t.Errorf("it is compiled with %s, which draws; charts.js is made by seminar/charts/js", path)
		}
	}
	t.Logf("%d packages", len(packages))
}
