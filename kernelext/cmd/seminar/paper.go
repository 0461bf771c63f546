package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// printing is the longest that the browser may take to print one page; a second is usual.
const printing = 2 * time.Minute

// browser is the program that prints: the one that the variable CHROME names, else one of
// Chromium's family in the PATH.
func browser() (string, error) {
	if named := os.Getenv("CHROME"); named != "" {
		path, err := exec.LookPath(named)
		if err != nil {
			return "", fmt.Errorf("the variable CHROME names %s, and there is no such program", named)
		}
		return path, nil
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("there is no Chromium, Chrome or Edge in PATH, which prints the PDFs: install one (Debian: `sudo apt install chromium`), or name its program in the variable CHROME")
}

// printed prints pages of folder to PDFs beside them and returns the names of both. It
// blocks until the browser is gone, which ends with ctx.
func printed(ctx context.Context, p *progress, pages []string, folder string) (names []string, err error) {
	err = p.step("print to PDF", func(say func(string)) error {
		ctx, end, err := printer(ctx)
		if err != nil {
			return err
		}
		defer end()
		for _, page := range pages {
			say(page)
			pdf, err := printPage(ctx, folder, page)
			name := strings.TrimSuffix(page, ".html") + ".pdf"
			if err == nil {
				err = os.WriteFile(filepath.Join(folder, name), relative(pdf, folder, pages), 0o644)
			}
			if err != nil {
				return fmt.Errorf("%s could not be printed, so no handout was written: %w", page, err)
			}
			names = append(names, page, name)
		}
		return nil
	})
	return names, err
}

// printer starts a browser without a window, whose profile is new and goes with it.
// Scripts are off: the pictures of charts are what paper gets, so nothing need be waited for.
func printer(ctx context.Context) (tab context.Context, end func(), err error) {
	path, err := browser()
	if err != nil {
		return nil, nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.DisableGPU)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // it does not start otherwise
	}
	allocator, stop := chromedp.NewExecAllocator(ctx, options...)
	tab, leave := chromedp.NewContext(allocator)
	end = func() { leave(); stop() }
	err = chromedp.Do(tab, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
	if err != nil {
		end()
		return nil, nil, fmt.Errorf("%s did not start: %w", path, err)
	}
	return tab, end, nil
}

// printPage prints one page, with an outline and with tags for those who listen to it.
func printPage(ctx context.Context, folder, page string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, printing)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(fileURL(folder, page))); err != nil {
		return nil, err
	}
	return chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4), chromedp.PDFPrintBackground(), chromedp.PDFOutlineAndTagged()))
}

func fileURL(folder, name string) string {
	return (&url.URL{Scheme: "file", Path: filepath.Join(folder, name)}).String()
}

// relative points a PDF's links to other handouts at their PDFs, or at their pages where
// none of pages is printed, wherever the folder is moved: the browser has written where the
// page lay when it was printed. A PDF lists at which byte each of its parts begins, so a
// link keeps its length, and blanks fill it up.
func relative(pdf []byte, folder string, pages []string) []byte {
	link := regexp.MustCompile(regexp.QuoteMeta("("+fileURL(folder, "")+"/") + `([^()\\]*)\)`)
	return link.ReplaceAllFunc(pdf, func(old []byte) []byte {
		page, place, _ := strings.Cut(string(link.FindSubmatch(old)[1]), "#")
		if name, ok := strings.CutSuffix(page, ".html"); ok && slices.Contains(pages, page) {
			page = name + ".pdf"
			if place != "" {
				place = "nameddest=" + place
			}
		}
		if place != "" {
			page += "#" + place
		}
		link := "(" + page + ")"
		return append([]byte(link), bytes.Repeat([]byte(" "), len(old)-len(link))...)
	})
}
