package main

import (
	"bytes"
	"compress/zlib"
	"context"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
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
	folder := handedOut(t, handoutOptions{pdf: true})
	onlyPages(t, folder, "00-words.html", "00-words.pdf", "01-bars.html", "01-bars.pdf", "index.html")
	t.Run("a reader follows the links and finds the charts alive", func(t *testing.T) { readOffline(t, folder) })
	t.Run("a reader in the dark, on a phone", func(t *testing.T) { readInTheDark(t, folder) })
	t.Run("a reader whose browser runs no scripts sees pictures", func(t *testing.T) { readWithoutScripts(t, folder) })
	t.Run("a reader without a mouse", func(t *testing.T) { readByKeys(t, folder) })
	t.Run("a teacher prints it", func(t *testing.T) { printPages(t, folder) })
	t.Run("the PDFs are whole", func(t *testing.T) { readPDFs(t, folder) })
}

// Teachers have editions of their own, in which nobody meets a barrier either.
func TestEditionsInABrowser(t *testing.T) {
	chromium(t)
	for e, hidden := range map[edition]int{withSolutions: 1, forInstructors: 0} {
		t.Run(e.String(), func(t *testing.T) {
			folder := handedOut(t, handoutOptions{edition: e})
			onlyPages(t, folder, "00-words.html", "01-bars.html", "index.html")
			b := browse(t)
			for _, page := range []string{"index.html", "01-bars.html", "00-words.html"} {
				b.barrierFree(builtSite(t), folder, page, deskByDay, phoneByNight)
			}
			b.holds(map[string]string{
				"the edition is named":      `document.querySelector('.edition').textContent.toLowerCase() === '` + e.String() + ` edition' && document.title === '00 · Words · ' + document.querySelector('.edition').textContent`,
				"the solution is there":     `document.querySelector('.text').textContent.includes('the solution says 84')`,
				"the answer is unfolded":    `document.querySelector('details p').checkVisibility()`,
				"the instructor's is apart": `Boolean(document.body.textContent.includes('For the instructor')) === ` + []string{"true", "false"}[hidden],
			})
			b.page("words-" + e.String())
		})
	}
}

func handedOut(t *testing.T, o handoutOptions) string {
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
	o.executeOptions = executeOptions{jobs: 1, timeout: time.Minute}
	if err := s.handOut(ctx, newProgress(t.Output()), notebooks, folder, o); err != nil {
		t.Fatal(err)
	}
	return folder
}

// onlyPages holds the folder to its promise: pages, each under 2 MB, nothing else.
func onlyPages(t *testing.T, folder string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
		if info, err := e.Info(); err != nil || info.Size() > 2_000_000 {
			t.Errorf("%s has %d bytes, %v; want at most 2 MB", e.Name(), info.Size(), err)
		}
	}
	if !slices.Equal(names, want) {
		t.Errorf("the folder holds %q, want %q", names, want)
	}
}

func address(folder, name string) string {
	return (&url.URL{Scheme: "file", Path: filepath.Join(folder, name)}).String()
}

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
		"the contents list names every section":      `[...document.querySelectorAll('.contents a')].map(a => a.textContent).join() === 'A figure,Code,A formula,Exercise,Exercise'`,
		"the figure is in the file":                  `document.querySelector('.jp-RenderedMarkdown img').naturalWidth > 0`,
		"the figure has its number and its caption":  `document.querySelector('#figure-1 figcaption').textContent === 'Figure 1: A sign, which a reader may follow.'`,
		"the formulas are shown":                     `document.querySelector('math[display=block] munderover, math[display=block] munder') && document.querySelectorAll('math').length === 3 && !document.querySelector('.text').textContent.includes('$')`,
		"the edition is named":                       `document.querySelector('.edition').textContent === 'Student edition'`,
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

	b.do("choose the second exercise in the contents", chromedp.Click(chromedp.CSS(".contents li:nth-child(5) a")))
	b.until("it scrolls to the second one", `location.hash === '#Exercise-2' && document.getElementById('Exercise-2').getBoundingClientRect().top < innerHeight`)
	b.do("follow the link in the text to the other notebook", chromedp.Click(chromedp.CSS("main a[href='01-bars.html#Two-naps']")))
	b.until("its handout opens at the section", `location.pathname.endsWith('/01-bars.html') && location.hash === '#Two-naps'`)

	b.until("both charts are alive", liveCharts+" === 2")
	b.holds(map[string]string{"each has its number": `[...document.querySelectorAll('figure figcaption')].map(e => e.textContent).join() === 'Figure 1, drawn by cell 1,Figure 2, drawn by cell 2'`})
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

// readByKeys goes to the text without the contents list, as Tab and Enter do.
func readByKeys(t *testing.T, folder string) {
	b := browse(t)
	b.do("open the words", chromedp.Navigate(address(folder, "00-words.html")))
	b.do("press Tab", chromedp.KeyEvent(kb.Tab))
	b.until("the first stop leads to the text, and is seen", `document.activeElement.className === 'skip' && document.activeElement.getBoundingClientRect().top >= 0 && getComputedStyle(document.activeElement).outlineStyle === 'solid'`)
	b.do("press Enter", chromedp.KeyEvent(kb.Enter))
	b.until("the text has the keys", `document.activeElement.id === 'text'`)
	b.do("press Tab", chromedp.KeyEvent(kb.Tab))
	b.until("the next stop is in the text", `document.activeElement.matches('.text a')`)
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
	paper := b.print(chromedp.PaperA4)
	keep(t, "bars.pdf", paper)
	if !bytes.HasPrefix(paper, []byte("%PDF")) {
		t.Fatalf("the printer received %.20q", paper)
	}
	b.holds(map[string]string{"sheets have numbers, and the title": `[...document.styleSheets].flatMap(s => [...s.cssRules]).filter(r => r instanceof CSSPageRule).map(r => r.cssText).join().match(/@bottom-center \{[^}]*counter\(page\)[\s\S]*@top-left \{[^}]*01 · Bars · Student edition/)`})
	if n := drawn(paper, okabeItoBlue); n < 2 {
		t.Errorf("the first bar's colour is filled %d times on paper, want it in both charts", n)
	}
	b.until("after printing the charts are alive again", liveCharts+" === 2")
}

// print prints the page that is open.
func (b *tab) print(size chromedp.PaperSize) []byte {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	paper, err := chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPaper(size), chromedp.PDFPrintBackground()))
	b.must("print", err)
	return paper
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

// Two pages of the course are on paper, with links from one to the other, and nothing tells
// on whose machine they were printed.
func readPDFs(t *testing.T, folder string) {
	words, err := os.ReadFile(filepath.Join(folder, "00-words.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"(01-bars.pdf#nameddest=Two-naps)", "/StructTreeRoot", "/Outlines", "/Dest /A-figure"} {
		if !bytes.Contains(words, []byte(want)) {
			t.Errorf("there is no %s in it", want)
		}
	}
	if bytes.Contains(words, []byte("file:")) {
		t.Error("it says where it was printed")
	}
}

// The ground of a code cell, #F4F5F3, as a PDF sets a colour to fill with.
var codeGround = regexp.MustCompile(`(^|\s)0?\.9569 0?\.9608 0?\.9529 rg$`)

// filled counts the areas that a PDF fills with a colour.
func filled(pdf []byte, colour *regexp.Regexp) (areas int) {
	for _, part := range bytes.Split(pdf, []byte("stream\n"))[1:] {
		z, err := zlib.NewReader(bytes.NewReader(part))
		if err != nil {
			continue // the end of a stream, or one of another kind
		}
		text, _ := io.ReadAll(z)
		on := []bool{false} // by graphics state: q saves one, Q goes back to it
		for line := range bytes.Lines(text) {
			now := &on[len(on)-1]
			switch line = bytes.TrimSpace(line); {
			case string(line) == "q":
				on = append(on, *now)
			case string(line) == "Q" && len(on) > 1:
				on = on[:len(on)-1]
			case bytes.HasSuffix(line, []byte(" rg")):
				*now = colour.Match(line)
			case *now && (string(line) == "f" || string(line) == "f*"):
				areas++
			}
		}
	}
	return areas
}

// What is cut at the end of a sheet is painted on two. On one endless sheet nothing is; so as
// many areas on both kinds of paper mean that no cell is cut. Where cutting is allowed, some
// are, or this test would not find it. (A picture is never cut, as browsers print it.)
func TestPaperCutsNoCell(t *testing.T) {
	chromium(t)
	folder := storedHandouts(t, builtSite(t), forStudents)
	b := browse(t)
	b.scripts(false)
	cut := 0
	for _, page := range pagesIn(t, folder) {
		b.do("open "+page, chromedp.Navigate(address(folder, page)))
		once, sheets := filled(b.print(chromedp.PaperSize{Width: 8.27, Height: 190}), codeGround), b.print(chromedp.PaperA4)
		keep(t, strings.TrimSuffix(page, ".html")+".pdf", sheets)
		if got := filled(sheets, codeGround); got != once || once == 0 && page != "index.html" {
			t.Errorf("%s: code has %d grounds on sheets and %d on an endless one", page, got, once)
		}
		ask[bool](b, `document.head.insertAdjacentHTML('beforeend', '<style>* { break-inside: auto !important }</style>'), true`)
		cut += filled(b.print(chromedp.PaperA4), codeGround) - once
	}
	if cut == 0 {
		t.Error("nothing is cut where cuts are allowed, so this test tells nothing")
	}
	t.Logf("where cuts are allowed, %d cells are cut", cut)
}
