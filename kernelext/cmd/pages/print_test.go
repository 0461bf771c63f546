package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"seminar/kernelext/internal/browser"
)

// A browser that does not come up is told of, and one that hangs ends with an interrupt.
func TestBrowserThatDoesNotPrint(t *testing.T) {
	begun := filepath.Join(t.TempDir(), "begun")
	t.Setenv("BEGUN", begun)
	for _, test := range []struct{ story, script, says string }{
		{"it ends at once", "echo no display >&2; exit 1", "did not start"},
		{"it hangs", `touch "$BEGUN"; exec sleep 1000`, "context canceled"},
	} {
		t.Run(test.story, func(t *testing.T) {
			program := filepath.Join(t.TempDir(), "chrome")
			if err := os.WriteFile(program, []byte("#!/bin/sh\n"+test.script+"\n"), 0o755); err != nil {
				t.Fatal(err)
			}
			t.Setenv("CHROME", program)
			ctx, interrupt := context.WithCancel(t.Context())
			defer interrupt()
			go func() {
				for _, err := os.Stat(begun); err != nil && ctx.Err() == nil; _, err = os.Stat(begun) {
					time.Sleep(10 * time.Millisecond)
				}
				interrupt()
			}()
			err := printAll(ctx, t.TempDir(), []string{"00-a.html"}, t.Output())
			if err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("error %v, want one with %q", err, test.says)
			}
		})
	}
}

// Links between PDFs do not say where they were printed, and no byte of the rest moves.
func TestRelative(t *testing.T) {
	folder := "/home/a b/.unfinished"
	for _, test := range []struct{ story, link, want string }{
		{"a printed page", "(file:///home/a%20b/.unfinished/01-b.html)", "(01-b.pdf)"},
		{
			"a place in it", "(file:///home/a%20b/.unfinished/01-b.html#Two-naps)",
			"(01-b.pdf#nameddest=Two-naps)",
		},
		{
			"a page that is not printed", "(file:///home/a%20b/.unfinished/02-c.html#x)",
			"(02-c.html#x)",
		},
		{"a place elsewhere", "(https://go.dev/01-b.html)", "(https://go.dev/01-b.html)"},
	} {
		t.Run(test.story, func(t *testing.T) {
			old := "/URI " + test.link + ">>"
			got := string(relative([]byte(old), folder, []string{"01-b.html"}))
			if len(got) != len(old) {
				t.Errorf("%d bytes became %d", len(old), len(got))
			}
			if strings.ReplaceAll(got, " ", "") != "/URI"+test.want+">>" {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// Each page is told of as it begins, and one that is not there by its name.
func TestPrint(t *testing.T) {
	if _, err := browser.Find(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	folder := t.TempDir()
	page := `<a href="01-b.html">b</a>`
	if err := os.WriteFile(filepath.Join(folder, "00-a.html"), []byte(page), 0o644); err != nil {
		t.Fatal(err)
	}
	var told bytes.Buffer
	err := run([]string{"print", folder, "00-a.html", "01-b.html"}, &told, t.Output())
	if told.String() != "00-a.html\n01-b.html\n" {
		t.Errorf("it told %q", &told)
	}
	says := "01-b.html could not be printed, so no handout was written: "
	if err == nil || !strings.HasPrefix(err.Error(), says) {
		t.Errorf("of the page that is not there: %v", err)
	}
	pdf, err := os.ReadFile(filepath.Join(folder, "00-a.pdf"))
	if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		t.Fatalf("the PDF begins %.20q, %v", pdf, err)
	}
	if !bytes.Contains(pdf, []byte("(01-b.pdf)")) {
		t.Error("it has no link to 01-b.pdf")
	}
}

// Whoever calls it otherwise reads how.
func TestUsage(t *testing.T) {
	for _, args := range [][]string{nil, {"gallery"}, {"print", "folder"}, {"other", "a", "b"}} {
		var said bytes.Buffer
		if err := run(args, t.Output(), &said); err == nil || said.String() != usage {
			t.Errorf("%q: %v, %q", args, err, &said)
		}
	}
}
