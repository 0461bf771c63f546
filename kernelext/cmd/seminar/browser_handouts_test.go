package main

import (
	"bytes"
	"compress/zlib"
	"context"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// What the tests look for in a page. ECharts marks the element that it draws
// into; a picture counts when a person would see it.
const (
	liveCharts = `[...document.querySelectorAll('[_echarts_instance_]')].filter(e =>
		e.checkVisibility({visibilityProperty: true, opacityProperty: true}) && e.querySelector('canvas, svg')?.clientHeight > 100).length`
	pictures = `[...document.querySelectorAll('.jp-CodeCell img')].filter(e =>
		e.checkVisibility({visibilityProperty: true, opacityProperty: true}) && e.naturalWidth > 0 && e.clientHeight > 100).length`
)

// The course in testdata is executed by the real kernel and handed out once;
// then people of several kinds read it, none of whom has a network.
func TestHandoutsInABrowser(t *testing.T) {
	chromium(t) // say early that it is not there
	folder := handedOut(t)
	t.Run("a reader follows the links and finds the charts alive", func(t *testing.T) { readOffline(t, folder) })
	t.Run("a reader in the dark, on a phone", func(t *testing.T) { readInTheDark(t, folder) })
	t.Run("a reader whose browser runs no scripts sees pictures", func(t *testing.T) { readWithoutScripts(t, folder) })
	t.Run("a teacher prints it", func(t *testing.T) { printPages(t, folder) })
}

func handedOut(t *testing.T) string {
	t.Helper()
	s := builtSite(t)
	notebooks, err := filepath.Glob(filepath.Join("testdata", "course", "*.ipynb"))
	if err != nil || len(notebooks) != 2 {
		t.Fatalf("the course of the tests has %d notebooks, %v; want 2", len(notebooks), err)
	}
	for i := range notebooks {
		if notebooks[i], err = filepath.Abs(notebooks[i]); err != nil {
			t.Fatal(err)
		}
	}
	folder := filepath.Join(t.TempDir(), "a folder with spaces")
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	if err := s.handOut(ctx, newProgress(t.Output()), notebooks, folder, handoutOptions{executeOptions: executeOptions{jobs: 1, timeout: time.Minute}}); err != nil {
		t.Fatal(err)
	}
	onlyPages(t, folder)
	return folder
}

// onlyPages holds the folder to its promise: pages, each under 2 MB, nothing else.
func onlyPages(t *testing.T, folder string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
		if info, err := e.Info(); err != nil || info.Size() > 2<<20 {
			t.Errorf("%s has %d bytes, %v; want at most 2 MB", e.Name(), info.Size(), err)
		}
	}
	if want := []string{"00-words.html", "01-bars.html", "index.html"}; !slices.Equal(names, want) {
		t.Errorf("the folder holds %q, want %q", names, want)
	}
}

func address(folder, name string) string { return fileURL(folder, name) }

func readOffline(t *testing.T, folder string) {
	b := browse(t)
	b.paint("light", "")
	b.do("open the index", chromedp.Navigate(address(folder, "index.html")))
	b.page("index-light")

	b.do("choose the first handout", chromedp.Click(chromedp.CSS("li a")))
	b.until("the first handout opens", `location.pathname.endsWith('/00-words.html') && document.readyState === 'complete'`)
	b.page("words-light")
	b.holds(map[string]string{
		"the title is the notebook's heading":        `document.querySelector('h1').textContent.includes('00 · Words')`,
		"the contents list names every section":      `[...document.querySelectorAll('.contents a')].map(a => a.textContent).join() === 'A figure,Code,Exercise,Exercise'`,
		"the figure is in the file":                  `document.querySelector('.jp-RenderedMarkdown img').naturalWidth > 0`,
		"Go is highlighted as Go":                    `[...document.querySelectorAll('.highlight .kd, .highlight .k')].some(e => e.textContent === 'func')`,
		"the output stands under its cell":           `document.querySelector('.jp-OutputArea').textContent.includes('twice 21 is 42')`,
		"the solution stays with the teacher":        `!document.body.textContent.includes('the solution says')`,
		"so does what only the instructor reads":     `!document.body.textContent.includes('For the instructor')`,
		"the answer is folded":                       `!document.querySelector('details p').checkVisibility()`,
		"a link to a file of the project is words":   `document.body.textContent.includes('the tests stay behind') && !document.querySelector('a[href*=browser_test]')`,
		"a link into the world stays":                `document.querySelector('main a[href="https://go.dev/"]')`,
		"the author's own navigation is not doubled": `[...document.querySelectorAll('a')].filter(a => a.textContent.includes('Bars')).length === 1`,
		"a page without charts carries no library":   `document.documentElement.outerHTML.length < 100000`,
	})

	b.do("choose the second exercise in the contents", chromedp.Click(chromedp.CSS(".contents li:nth-child(4) a")))
	b.until("it scrolls to the second one", `location.hash === '#Exercise-2' && document.getElementById('Exercise-2').getBoundingClientRect().top < innerHeight`)
	b.do("follow the link in the text to the other notebook", chromedp.Click(chromedp.CSS("main a[href='01-bars.html#Two-naps']")))
	b.until("its handout opens at the section", `location.pathname.endsWith('/01-bars.html') && location.hash === '#Two-naps'`)

	b.until("both charts are alive", liveCharts+" === 2")
	b.hover("a bar answers the mouse")
	b.page("bars-light")
	b.do("go back by the link at the end", chromedp.Click(chromedp.CSS(".beside .previous")))
	b.until("the first handout is there again", `location.pathname.endsWith('/00-words.html')`)
	b.do("go to the index", chromedp.Click(chromedp.CSS(".bar a")))
	b.until("the index is there again", `location.pathname.endsWith('/index.html')`)

	if others := b.foreign(address(folder, "")); len(others) > 0 {
		t.Errorf("the handouts asked for %q", others)
	}
	if got := b.pagesOnly(folder); len(got) > 0 {
		t.Errorf("the handouts asked for other files: %q", got)
	}
}

// pagesOnly returns what was asked of the folder and is not one of its pages.
func (b *tab) pagesOnly(folder string) []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(b.asked), func(asked string) bool {
		asked, _, _ = strings.Cut(asked, "#")
		return strings.HasSuffix(asked, ".html") || strings.HasPrefix(asked, "data:")
	})
}

// holds checks conditions that are true at once or never.
func (b *tab) holds(conditions map[string]string) {
	b.t.Helper()
	for story, condition := range conditions {
		if !ask[bool](b, "Boolean("+condition+")") {
			b.t.Errorf("not so: %s\nchecked: %s", story, condition)
		}
	}
}

func readInTheDark(t *testing.T, folder string) {
	b := browse(t)
	const brightness = `(() => { const c = getComputedStyle(document.documentElement).backgroundColor.match(/[\d.]+/g); return (+c[0] + +c[1] + +c[2]) / 3 })()`
	b.paint("light", "")
	b.do("open the bars by day", chromedp.Navigate(address(folder, "01-bars.html")))
	day := ask[float64](b, brightness)
	b.paint("dark", "")
	b.until("the page turns dark with the system", brightness+" < 60")
	if day < 200 {
		t.Errorf("by day the page has brightness %.0f of 255", day)
	}
	b.until("the charts are alive in the dark", liveCharts+" === 2")
	b.page("bars-dark")
	b.do("take the phone", chromedp.EmulateViewport(390, 844))
	b.until("nothing is wider than the phone", `document.documentElement.scrollWidth <= 390`)
	b.until("the charts follow", `[...document.querySelectorAll('[_echarts_instance_]')].every(e => e.clientWidth > 200 && e.clientWidth <= 390)`)
	b.page("bars-phone")
	b.do("open the index", chromedp.Navigate(address(folder, "index.html")))
	b.page("index-phone")
}

func readWithoutScripts(t *testing.T, folder string) {
	b := browse(t)
	b.paint("light", "")
	b.scripts(false)
	b.do("open the bars", chromedp.Navigate(address(folder, "01-bars.html")))
	if n := ask[int](b, pictures); n != 2 {
		t.Errorf("%d pictures can be seen, want 2", n)
	}
	if n := ask[int](b, liveCharts); n != 0 {
		t.Errorf("%d charts are alive though no script may run", n)
	}
	b.page("bars-without-scripts")
}

// On paper a live chart would be a screenshot with the colours of the screen;
// the picture is drawn in lines and letters.
func printPages(t *testing.T, folder string) {
	b := browse(t)
	b.paint("dark", "")
	b.do("open the bars", chromedp.Navigate(address(folder, "01-bars.html")))
	b.until("the charts are alive", liveCharts+" === 2")
	b.paint("light", "print")
	b.until("pictures take the place of the charts", pictures+" === 2 && "+liveCharts+" === 0")
	b.paint("dark", "")
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	paper, err := chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4), chromedp.PDFPrintBackground()))
	b.must("print", err)
	keep(t, "bars.pdf", paper)
	if !bytes.HasPrefix(paper, []byte("%PDF")) {
		t.Fatalf("the printer received %.20q", paper)
	}
	if n := drawn(paper, okabeItoBlue); n < 2 {
		t.Errorf("the first bar's colour is filled %d times on paper, want it in both charts", n)
	}
	b.until("after printing the charts are alive again", liveCharts+" === 2")
}

// okabeItoBlue is #0072B2 as a PDF sets a colour to fill with.
var okabeItoBlue = regexp.MustCompile(`\b0 \.447\d* \.698\d* rg\b`)

// drawn counts what the pages of a PDF draw; their contents are compressed.
func drawn(pdf []byte, what *regexp.Regexp) int {
	count := 0
	for _, part := range bytes.Split(pdf, []byte("stream\n"))[1:] {
		z, err := zlib.NewReader(bytes.NewReader(part))
		if err != nil {
			continue // the end of a stream, or one of another kind
		}
		text, _ := io.ReadAll(z)
		count += len(what.FindAll(text, -1))
	}
	return count
}
