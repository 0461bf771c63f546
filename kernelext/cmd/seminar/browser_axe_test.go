package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// A seat is where somebody reads, and when.
type seat struct {
	scheme string
	width  int64
}

var (
	deskByDay    = seat{"light", 1280}
	deskByNight  = seat{"dark", 1280}
	phoneByNight = seat{"dark", 390}
)

// Nobody is kept out of the seminar's own pages: axe-core looks over every notebook as it is
// stored, and the index. The editions share most of it, so they share the seats, too.
func TestNoBarriersInTheSeminarsHandouts(t *testing.T) {
	chromium(t)
	s := builtSite(t)
	for e, seats := range map[edition][]seat{forStudents: {deskByDay, phoneByNight}, forInstructors: {deskByNight}} {
		t.Run(e.String(), func(t *testing.T) {
			folder := storedHandouts(t, s, e)
			small(t, folder)
			b := browse(t)
			for _, page := range pagesIn(t, folder) {
				b.barrierFree(s, folder, page, seats...)
			}
		})
	}
}

// What axe-core is asked for it finds: a page with barriers is not passed.
func TestBarriersAreFound(t *testing.T) {
	chromium(t)
	s, folder := builtSite(t), t.TempDir()
	write(t, filepath.Join(folder, "barriers.html"), []byte(`<!DOCTYPE html><html><head><title>x</title></head><body><main>
		<h1>x</h1><h4>y</h4><img src="data:,"><p style="color:#ccc;background:#fff">1</p><pre style="width:9em;height:2em;overflow:scroll">`+strings.Repeat("long ", 99)+`</pre></main></body></html>`))
	b := browse(t)
	b.do("open it", chromedp.Navigate(address(folder, "barriers.html")))
	all := strings.Join(b.barriers(s), "\n")
	for _, rule := range []string{"html-has-lang (serious)", "image-alt (critical)", "color-contrast (serious)", "heading-order (moderate)"} {
		if !strings.Contains(all, rule) {
			t.Errorf("%s was not found:\n%s", rule, all)
		}
	}
}

// storedHandouts makes handouts of the seminar's notebooks with the outputs that are stored.
func storedHandouts(t *testing.T, s *site, e edition) (folder string) {
	t.Helper()
	folder = t.TempDir()
	h := &handing{site: s, handoutOptions: handoutOptions{edition: e}, notebooks: ofTheSeminar(t), stage: t.TempDir(), folder: folder}
	for _, path := range h.notebooks {
		notebook, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		h.executed = append(h.executed, filepath.Join(h.stage, filepath.Base(path)))
		write(t, h.executed[len(h.executed)-1], notebook)
	}
	if err := h.publish(t.Context(), newProgress(t.Output())); err != nil {
		t.Fatal(err)
	}
	return folder
}

func pagesIn(t *testing.T, folder string) (names []string) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(folder, "*.html"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("there are %d pages, %v", len(paths), err)
	}
	for _, path := range paths {
		names = append(names, filepath.Base(path))
	}
	return names
}

// barrierFree opens a page and has axe-core look, from each seat, for what keeps people out.
func (b *tab) barrierFree(s *site, folder, page string, seats ...seat) {
	b.t.Helper()
	b.do("open "+page, chromedp.Navigate(address(folder, page)))
	b.until("charts are alive", `document.readyState === 'complete' && document.querySelectorAll('.seminar-chart').length === `+chartsAlive)
	for _, at := range seats {
		b.paint(at.scheme, "")
		b.do("take a seat", chromedp.EmulateViewport(at.width, 844))
		for _, barrier := range b.barriers(s) {
			b.t.Errorf("%s, %v: %s", page, at, barrier)
		}
	}
}

// chartsAlive counts charts that have become alive, within the window or not.
const chartsAlive = `document.querySelectorAll('.seminar-chart[data-live]').length`

// A barrier is what axe says of one rule.
type barrier struct {
	ID, Impact, Help string
	Nodes            []string // the HTML of where
}

// barriers are the findings, of any impact, in the page that is open.
func (b *tab) barriers(s *site) (all []string) {
	b.t.Helper()
	axe, err := os.ReadFile(s.axe())
	if err != nil {
		without(b.t, "this test needs axe-core, which `go tool seminar test` brings")
	}
	ask[bool](b, `if (!window.axe) {`+string(axe)+`}; true`)
	// A single figure is text, too, such as the number of a cell. What is configured takes the
	// place of all options, so the others are repeated.
	ask[bool](b, `axe.configure({checks: [{id: 'color-contrast', options: {...axe._audit.checks['color-contrast'].options, ignoreLength: true}}]}); true`)
	ask[bool](b, `window.found = undefined; axe.run().then(r => window.found = r); true`)
	b.until("axe has looked", `window.found`)
	if n := ask[int](b, `window.found.passes.length`); n < 10 {
		b.t.Errorf("axe found only %d rules to apply", n)
	}
	for _, f := range ask[[]barrier](b, `window.found.violations.map(v => ({ID: v.id, Impact: v.impact, Help: v.help, Nodes: v.nodes.map(n => n.html.slice(0, 200))}))`) {
		all = append(all, fmt.Sprintf("%s (%s): %s\n  %s", f.ID, f.Impact, f.Help, strings.Join(f.Nodes, "\n  ")))
	}
	return all
}

// small holds each page to a size that a slow line bears.
func small(t *testing.T, folder string) {
	t.Helper()
	for _, name := range pagesIn(t, folder) {
		if info, err := os.Stat(filepath.Join(folder, name)); err != nil || info.Size() > 2_000_000 {
			t.Errorf("%s has %d bytes, %v; want less than 2 MB", name, info.Size(), err)
		}
	}
}
