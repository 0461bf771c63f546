package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A new page without a PDF takes the old one along: it would say something else.
func TestPlaceRemovesAnOldPDF(t *testing.T) {
	from, to := t.TempDir(), t.TempDir()
	for _, name := range []string{"00-a.html", "00-a.pdf", "01-b.html", "index.html"} {
		write(t, filepath.Join(from, name), []byte("new"))
	}
	for _, name := range []string{"00-a.pdf", "01-b.pdf", "02-c.pdf"} {
		write(t, filepath.Join(to, name), []byte("old"))
	}
	if err := place(from, to, []string{"00-a.html", "00-a.pdf", "01-b.html", "index.html"}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"00-a.pdf": "new", "01-b.pdf": "", "02-c.pdf": "old", "index.html": "new"} {
		if got, _ := os.ReadFile(filepath.Join(to, name)); string(got) != want {
			t.Errorf("%s holds %q, want %q", name, got, want)
		}
	}
}

// An interrupt ends the printer and the browser that it has started.
func TestInterruptOfThePrinter(t *testing.T) {
	s := checkoutOnly(t)
	folder := t.TempDir()
	begun, program := filepath.Join(folder, "begun"), filepath.Join(folder, "chrome")
	script := "#!/bin/sh\necho $$ > '" + begun + ".new'; mv '" + begun + ".new' '" + begun + "'; exec sleep 1000\n"
	if err := os.WriteFile(program, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("CHROME", program)
	t.Setenv("TMPDIR", t.TempDir())
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	go func() {
		for _, err := os.Stat(begun); err != nil && ctx.Err() == nil; _, err = os.Stat(begun) {
			time.Sleep(10 * time.Millisecond)
		}
		interrupt()
	}()
	if _, err := s.printed(ctx, newProgress(t.Output()), []string{"00-a.html"}, folder); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
	pid, err := os.ReadFile(begun)
	if err != nil {
		t.Fatal(err)
	}
	if browser, err := strconv.Atoi(strings.TrimSpace(string(pid))); err != nil || alive(browser) {
		t.Errorf("the browser %d is left (%v)", browser, err)
	}
	if left, _ := os.ReadDir(os.Getenv("TMPDIR")); len(left) > 0 {
		t.Errorf("%q is left of its profile", left)
	}
}

// What the printer says of a browser that does not come up is the error.
func TestPrinterThatFails(t *testing.T) {
	s := checkoutOnly(t)
	t.Setenv("CHROME", "false")
	_, err := s.printed(t.Context(), newProgress(t.Output()), []string{"00-a.html"}, t.TempDir())
	if err == nil || !strings.Contains(err.Error(), "/false did not start: ") {
		t.Errorf("error %v, want one that says so", err)
	}
}

// checkoutOnly is a site without a Python environment. The program for pages is compiled:
// what a test waits for does not wait for that.
func checkoutOnly(t *testing.T) *site {
	t.Helper()
	root, err := here()
	if err != nil {
		t.Fatal(err)
	}
	s := &site{root: root}
	if _, err := s.pagesProgram(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}
