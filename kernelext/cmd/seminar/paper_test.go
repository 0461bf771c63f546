package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestBrowserThatPrints(t *testing.T) {
	programs := t.TempDir()
	edge := filepath.Join(programs, "msedge")
	for _, test := range []struct {
		story, chrome, program, want, says string
	}{
		{"one in PATH", "", "msedge", edge, ""},
		{"one by name", edge, "msedge", edge, ""},
		{"none", "", "firefox", "", "there is no Chromium, Chrome or Edge in PATH, which prints the PDFs: install one"},
		{"a name that is none", "/no/chrome", "msedge", "", "the variable CHROME names /no/chrome, and there is no such program"},
	} {
		t.Run(test.story, func(t *testing.T) {
			os.Remove(edge)
			if err := os.WriteFile(filepath.Join(programs, test.program), nil, 0o755); err != nil {
				t.Fatal(err)
			}
			t.Setenv("PATH", programs)
			t.Setenv("CHROME", test.chrome)
			got, err := browser()
			if got != test.want || (err == nil) != (test.says == "") || err != nil && !strings.Contains(err.Error(), test.says) {
				t.Errorf("%q, %v; want %q, %q", got, err, test.want, test.says)
			}
		})
	}
}

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
			_, err := printed(ctx, newProgress(t.Output()), []string{"00-a.html"}, t.TempDir())
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
		{"a place in it", "(file:///home/a%20b/.unfinished/01-b.html#Two-naps)", "(01-b.pdf#nameddest=Two-naps)"},
		{"a page that is not printed", "(file:///home/a%20b/.unfinished/02-c.html#x)", "(02-c.html#x)"},
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
