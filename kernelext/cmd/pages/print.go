package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"seminar/kernelext/internal/browser"
)

// printing is the longest that the browser may take to print one page; a second is usual.
const printing = 2 * time.Minute

// printAll prints pages of folder to PDFs beside them and writes the name of each to told as
// it begins. It blocks until the browser is gone, which ends with ctx.
func printAll(ctx context.Context, folder string, pages []string, told io.Writer) error {
	tab, end, err := printer(ctx)
	if err != nil {
		return err
	}
	defer end()
	for _, page := range pages {
		fmt.Fprintln(told, page)
		pdf, err := printPage(tab, folder, page)
		if err == nil {
			name := strings.TrimSuffix(page, ".html") + ".pdf"
			err = os.WriteFile(filepath.Join(folder, name), relative(pdf, folder, pages), 0o644)
		}
		if err != nil {
			return fmt.Errorf("%s could not be printed, so no handout was written: %w", page, err)
		}
	}
	return nil
}

// printer starts a browser without a window, whose profile is new and goes with it.
// Scripts are off: the pictures of charts are what paper gets, so nothing need be waited for.
func printer(ctx context.Context) (tab context.Context, end func(), err error) {
	path, err := browser.Find()
	if err != nil {
		return nil, nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.DisableGPU)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // it does not start otherwise
	}
	allocator, stop := chromedp.NewExecAllocator(ctx, options...)
	tab, leave := chromedp.NewContext(allocator)
	end = func() { leave(); stop() }
	err = chromedp.Do(tab, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		off := emulation.SetScriptExecutionDisabledParams{Value: true}
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, off)
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
	return chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4),
		chromedp.PDFPrintBackground(), chromedp.PDFOutlineAndTagged()))
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
