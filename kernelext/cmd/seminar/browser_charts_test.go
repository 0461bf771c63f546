package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"seminar/charts"
)

// What a page shows of charts: pictures that a person sees, and charts that are alive.
const (
	seenPictures = `[...document.querySelectorAll('.seminar-chart > img')].filter(e => e.checkVisibility() && e.naturalWidth >= 720 && e.clientHeight > 100).length`
	seenCharts   = `[...document.querySelectorAll('.seminar-chart[data-live] .seminar-chart-live')].filter(e => e.checkVisibility() && e.querySelector('svg')?.clientHeight > 100).length`
	scriptsLeft  = `document.querySelectorAll('.jp-OutputArea script').length`
)

// Every kind of chart, in JupyterLab: as somebody else's notebook, and as one's own.
func TestChartsInJupyterLab(t *testing.T) {
	chromium(t)
	s, folder := builtSite(t), t.TempDir()
	all := galleryCharts()
	chartedNotebook(t, filepath.Join(folder, "foreign.ipynb"), all)
	chartedNotebook(t, filepath.Join(folder, "own.ipynb"), all)
	chartedNotebook(t, filepath.Join(folder, "attacked.ipynb"), attackedCharts())
	for _, own := range []string{"own", "attacked"} {
		trust(t, s, filepath.Join(folder, "data"), filepath.Join(folder, own+".ipynb"))
	}
	wholeNotebooks(t, folder)
	base := serveNotebooks(t, folder, []string{"jupyter-lab"})
	t.Run("somebody else's shows pictures and runs nothing", func(t *testing.T) { readForeign(t, base, len(all)) })
	t.Run("one's own is alive", func(t *testing.T) { readOwn(t, base, len(all)) })
	t.Run("without charts.js the pictures stay", func(t *testing.T) { readWithoutLibrary(t, base, len(all)) })
	t.Run("texts stay texts", func(t *testing.T) { readAttacked(t, base+"/lab/tree/attacked.ipynb?reset", base) })
}

// wholeNotebooks tells JupyterLab to have all cells of a notebook in the page, not only
// those near the window: a test looks at all of them.
func wholeNotebooks(t *testing.T, folder string) {
	t.Helper()
	settings := filepath.Join(folder, "lab-settings")
	t.Setenv("JUPYTERLAB_SETTINGS_DIR", settings)
	name := filepath.Join(settings, "@jupyterlab", "notebook-extension", "tracker.jupyterlab-settings")
	err := os.MkdirAll(filepath.Dir(name), 0o755)
	if err == nil {
		err = os.WriteFile(name, []byte(`{"windowingMode": "none"}`), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// open shows an address in a new browser in which hit() counts.
func open(t *testing.T, address string) *tab {
	t.Helper()
	b := browse(t)
	b.paint("light", "")
	b.do("let attacks be noticed", chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{
			Source: `window.hits = 0; window.hit = () => { window.hits++; return 'hit' }`,
		})
		return err
	}))
	b.do("open "+address, chromedp.Navigate(address))
	return b
}

func readForeign(t *testing.T, base string, charts int) {
	b := open(t, base+"/lab/tree/foreign.ipynb?reset")
	b.until("all pictures are there", seenPictures+fmt.Sprintf(" === %d", charts))
	b.holds(map[string]string{
		"no chart is alive":                seenCharts + " === 0",
		"no script of an output is left":   scriptsLeft + " === 0",
		"the pictures say what they show":  `[...document.querySelectorAll('.seminar-chart > img')].every(e => e.alt.length > 60)`,
		"the page has loaded no charts.js": `!window.seminarCharts`,
	})
	b.shot("charts-untrusted")
	b.menu("Settings", "Theme", "JupyterLab Dark")
	b.until("the page turns dark, the pictures keep their card", `document.body.dataset.jpThemeLight === 'false' && `+seenPictures+fmt.Sprintf(" === %d", charts))
	b.until("the curtain is up again", `!document.getElementById('jupyterlab-splash')`)
	b.shot("charts-untrusted-dark")
	b.menu("Settings", "Theme", "JupyterLab Light")
	b.until("the page is light again", `document.body.dataset.jpThemeLight === 'true'`)
	b.alone(base)
}

// alone fails when the page asked anybody but its own server.
func (b *tab) alone(base string) {
	b.t.Helper()
	if others := b.foreign(base + "/"); len(others) > 0 {
		b.t.Errorf("others were asked for %q", others)
	}
}

func readOwn(t *testing.T, base string, charts int) {
	b := open(t, base+"/lab/tree/own.ipynb?reset")
	all := fmt.Sprintf(" === %d", charts)
	b.until("all charts are alive instead of their pictures", seenCharts+all+" && "+seenPictures+" === 0")
	b.until("one file was asked for, once", `performance.getEntriesByType('resource').filter(e => e.name.includes('charts.js')).length === 1`)
	b.shot("charts-trusted")

	b.menu("Settings", "Theme", "JupyterLab Dark")
	b.until("every chart turns dark with the page", `document.body.dataset.jpThemeLight === 'false' && [...document.querySelectorAll('.seminar-chart-live')].every(e => [...e.querySelectorAll('text')].some(t => t.getAttribute('fill') === '#e6e9ec'))`)
	b.until("the curtain is up again", `!document.getElementById('jupyterlab-splash')`)
	b.shot("charts-trusted-dark")
	b.menu("Settings", "Theme", "JupyterLab Light")
	b.until("and light again", `document.body.dataset.jpThemeLight === 'true' && [...document.querySelectorAll('.seminar-chart-live')].every(e => [...e.querySelectorAll('text')].some(t => t.getAttribute('fill') === '#1f2328'))`)

	b.until("the second output scrolls, and is alive in its frame", `(e => !!e && e.scrollHeight > e.clientHeight && e.querySelectorAll('[data-live] svg').length === 1)(document.querySelector('.jp-mod-outputsScrolled .jp-OutputArea'))`)
	b.twoViews(charts)

	b.press("close the notebook", `[...document.querySelectorAll('#jp-main-dock-panel .lm-TabBar-tab')].find(e => e.textContent.trim() === 'own.ipynb').querySelector('.lm-TabBar-tabCloseIcon')`)
	b.until("nothing of it is left", `(document.querySelector('.jp-Dialog .jp-mod-warn')?.click(), document.querySelectorAll('.jp-Notebook').length === 0)`) // its changes are not kept
	b.until("open it again", `(e => e ? (e.dispatchEvent(new MouseEvent('dblclick', {bubbles: true})), true) : false)([...document.querySelectorAll('.jp-DirListing-item')].find(e => e.textContent.includes('own.ipynb')))`)
	b.until("all charts are alive again", seenCharts+fmt.Sprintf(" >= %d", charts)+" && "+seenPictures+" === 0")
	b.until("still one file was asked for", `performance.getEntriesByType('resource').filter(e => e.name.includes('charts.js')).length === 1`)
	b.alone(base)
}

// twoViews shows one output in a second place.
func (b *tab) twoViews(charts int) {
	b.t.Helper()
	b.until("ask what can be done with an output", `(e => { e.scrollIntoView(); const at = e.getBoundingClientRect();
		e.dispatchEvent(new MouseEvent('contextmenu', {bubbles: true, cancelable: true, clientX: at.x + 30, clientY: at.y + 30, button: 2})); return true })(document.querySelector('.jp-Notebook .seminar-chart'))`)
	b.press("a second view", `[...document.querySelectorAll('.lm-Menu-item')].find(e => e.textContent.includes('Create New View for Cell Output'))`)
	b.until("the chart is alive in both", seenCharts+fmt.Sprintf(" === %d", charts+1))
	b.shot("charts-two-views")
}

// readWithoutLibrary has the server's charts.js not found.
func readWithoutLibrary(t *testing.T, base string, charts int) {
	b := browse(t)
	b.paint("light", "")
	b.do("lose charts.js", chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: []*network.BlockPattern{{URLPattern: "*://*:*/*charts.js", Block: true}}})
		return err
	}))
	b.do("open the notebook", chromedp.Navigate(base+"/lab/tree/own.ipynb?reset"))
	b.until("all pictures are there", seenPictures+fmt.Sprintf(" === %d", charts))
	b.until("charts.js was asked for in vain", `document.getElementById('seminar-charts') && !window.seminarCharts`)
	b.holds(map[string]string{"no chart is alive": seenCharts + " === 0"})
}

// readAttacked opens charts full of attacks, and points at each of them.
func readAttacked(t *testing.T, address, base string) {
	b := open(t, address)
	all := fmt.Sprintf(" === %d", len(attackedCharts()))
	b.until("all charts are alive", seenCharts+all)
	ask[bool](b, `(() => { for (const e of document.querySelectorAll('.seminar-chart-live')) { const at = e.getBoundingClientRect();
		for (let x = 60; x < 700; x += 40) for (const y of [120, 200, 260]) e.firstChild.dispatchEvent(new MouseEvent('mousemove', {bubbles: true, clientX: at.left + x, clientY: at.top + y})) }
		return true })()`)
	b.until("tips have been shown", `[...document.querySelectorAll('.seminar-chart-live')].some(e => e.innerText.includes('hit()'))`)
	const foreign = `[...document.querySelectorAll('.seminar-chart *')].filter(e => ['iframe', 'object', 'video', 'details', 'foreignobject', 'animate', 'math'].includes(e.tagName.toLowerCase())).map(e => e.outerHTML.slice(0, 300) + ' in ' + e.parentElement.outerHTML.slice(0, 300)).join('\n')`
	if elements := ask[string](b, foreign); elements != "" {
		t.Errorf("foreign elements are in the charts:\n%s", elements)
	}
	b.holds(map[string]string{
		"nothing was hit":      `window.hits === 0`,
		"one picture each":     `document.querySelectorAll('.seminar-chart img').length` + all,
		"nothing that handles": `![...document.querySelectorAll('.seminar-chart *')].some(e => [...e.attributes].some(a => a.name.startsWith('on')))`,
		"no address that runs": `![...document.querySelectorAll('.seminar-chart *')].some(e => [...e.attributes].some(a => /^\s*javascript:/i.test(a.value)))`,
	})
	b.alone(base)
}

// Every kind of chart in the other programs that show or export notebooks.
func TestChartsInOtherPrograms(t *testing.T) {
	chromium(t)
	s, folder := builtSite(t), t.TempDir()
	all := galleryCharts()
	notebook, attacked := filepath.Join(folder, "gallery.ipynb"), filepath.Join(folder, "attacked.ipynb")
	chartedNotebook(t, notebook, all)
	chartedNotebook(t, attacked, attackedCharts())
	n := len(all)
	export := func(t *testing.T, path, name string, args ...string) string {
		t.Helper()
		cmd := s.command(t.Context(), "jupyter-nbconvert", append(append([]string{"--output", name, "--output-dir", folder}, args...), path)...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("nbconvert: %v\n%s", err, out)
		}
		return filepath.Join(folder, name)
	}
	handout, sanitised := filepath.Join(s.root, "notebooks", "handout", "handout.py"), filepath.Join(s.root, "notebooks", "handout", "sanitised.py")

	t.Run("nbconvert's own HTML", func(t *testing.T) {
		t.Parallel()
		b := open(t, address(folder, filepath.Base(export(t, notebook, "own.html", "--to", "html"))))
		b.until("pictures, since nobody serves charts.js", seenPictures+fmt.Sprintf(" === %d", n)+" && "+seenCharts+" === 0")
	})
	t.Run("sanitised HTML", func(t *testing.T) {
		t.Parallel()
		b := open(t, address(folder, filepath.Base(export(t, notebook, "sanitised.html", "--to", "html", "--config", sanitised))))
		b.until("each output is a picture", fmt.Sprintf(`[...document.querySelectorAll('.jp-OutputArea img')].filter(e => e.checkVisibility() && e.clientHeight > 100 && e.naturalWidth >= 720).length === %d`, n))
		b.shot("charts-sanitised")
		b = open(t, address(folder, filepath.Base(export(t, attacked, "sanitised-attacked.html", "--to", "html", "--config", sanitised))))
		b.until("the page is there", `document.readyState === 'complete'`)
		b.holds(map[string]string{"nothing was hit": `window.hits === 0`, "nothing but pictures": `document.querySelectorAll('.jp-OutputArea svg, .jp-OutputArea iframe, .jp-OutputArea script').length === 0`})
	})
	t.Run("our handout", func(t *testing.T) {
		t.Parallel()
		b := open(t, address(folder, filepath.Base(export(t, notebook, "handout.html", "--to", "html", "--config", handout))))
		b.until("all charts are alive", seenCharts+fmt.Sprintf(" === %d", n))
		b.paint("dark", "print")
		b.until("pictures on paper", seenPictures+fmt.Sprintf(" === %d", n)+" && "+seenCharts+" === 0")
		b.paint("light", "")
		if others := b.foreign("file://"); len(others) > 0 {
			t.Errorf("the handout asked for %q", others)
		}
		b.paper(n)
	})
	t.Run("our handout, attacked", func(t *testing.T) {
		t.Parallel()
		readAttacked(t, address(folder, filepath.Base(export(t, attacked, "handout-attacked.html", "--to", "html", "--config", handout))), "file://")
	})
	t.Run("Markdown", func(t *testing.T) {
		t.Parallel()
		text, err := os.ReadFile(export(t, notebook, "gallery.md", "--to", "markdown"))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(string(text), "data:image/svg+xml,") + strings.Count(string(text), ".svg)"); got != n {
			t.Errorf("%d pictures are in it, want %d", got, n)
		}
	})
	t.Run("the gallery", func(t *testing.T) {
		t.Parallel()
		if err := charts.WriteGallery(filepath.Join(folder, "charts.html")); err != nil {
			t.Fatal(err)
		}
		b := open(t, address(folder, "charts.html"))
		b.until("all charts are alive", seenCharts+fmt.Sprintf(" === %d", n))
		b.page("gallery-light")
		b.paint("dark", "")
		b.until("and turn dark", `[...document.querySelectorAll('.seminar-chart-live')].every(e => [...e.querySelectorAll('text')].some(t => t.getAttribute('fill') === '#e6e9ec'))`)
		b.page("gallery-dark")
		if others := b.foreign("file://"); len(others) > 0 {
			t.Errorf("the gallery asked for %q", others)
		}
	})
	t.Run("Notebook 7", func(t *testing.T) {
		t.Parallel()
		own := t.TempDir()
		chartedNotebook(t, filepath.Join(own, "x.ipynb"), all)
		trust(t, s, filepath.Join(own, "data"), filepath.Join(own, "x.ipynb"))
		base := serveNotebooks(t, own, []string{"jupyter-notebook"})
		b := open(t, base+"/notebooks/x.ipynb")
		b.until("the first charts are alive", seenCharts+" >= 2")
		b.shot("charts-notebook-7")
		b.alone(base)
	})
}

// paper prints the page: on its pages are all pictures, each whole, since none is higher
// than a page and none may be cut.
func (b *tab) paper(charts int) {
	b.t.Helper()
	b.holds(map[string]string{"no chart may be cut": `[...document.querySelectorAll('.seminar-chart')].every(e => getComputedStyle(e).breakInside === 'avoid')`})
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	pdf, err := chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4), chromedp.PDFPrintBackground()))
	b.must("print", err)
	keep(b.t, "charts.pdf", pdf)
	if n := drawn(pdf, okabeItoBlue); n < charts {
		b.t.Errorf("the first colour is filled %d times on paper, want it in %d charts", n, charts)
	}
}
