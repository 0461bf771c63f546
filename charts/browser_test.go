package charts

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// browser starts a headless Chromium that asks nobody anything of its own accord.
// Without one the test is skipped; where everything has to be tested it fails.
func browser(t *testing.T) *tab {
	t.Helper()
	needLibrary(t)
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			program = path
			break
		}
	}
	if program == "" && os.Getenv("CI") == "true" {
		t.Fatal("no Chromium was found: apt-get install chromium")
	} else if program == "" {
		t.Skip("no Chromium was found, so charts are not tried in a browser: apt-get install chromium")
	}
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.WindowSize(900, 900))...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil { // starts it, with a context that lasts
		t.Fatal(err)
	}
	return &tab{t, ctx}
}

// A tab is a page of a browser that ends with its test.
type tab struct {
	t   *testing.T
	ctx context.Context
}

// do runs actions in the page or ends the test.
func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, time.Minute) // against a browser that hangs
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// run has the page run a script.
func (b *tab) run(script string) {
	b.t.Helper()
	b.until("a script that ends", "("+script+", true)")
}

// until waits until an expression of JavaScript is true in the page.
func (b *tab) until(what, condition string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, time.Minute)
	defer cancel()
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for {
		ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("Boolean("+condition+")"))
		if ok {
			return
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			b.t.Fatalf("not seen: %s (%v)\nwaited for %.500s", what, err, condition)
		}
	}
}

// paint sets what the reader's system prefers, and the medium.
func (b *tab) paint(scheme, medium string) {
	b.t.Helper()
	b.do(send(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Media: medium, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	}))
}

// send is one command of the browser's protocol.
func send[P, R any](command cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, command, params)
		return err
	})
}

// onlyFile fails the test when anything but the page itself is asked for.
func (b *tab) onlyFile() {
	b.t.Helper()
	err := chromedp.Listen(b.ctx, func(event any) {
		if e, ok := event.(*network.EventRequestWillBeSent); ok && !strings.HasPrefix(e.Request.URL, "file:") && !strings.HasPrefix(e.Request.URL, "data:") {
			b.t.Errorf("the page asks for %s", e.Request.URL)
		}
	})
	if err != nil {
		b.t.Fatal(err)
	}
	b.do(send(network.Enable, network.EnableParams{}))
}

// keep stores a picture of the page in the folder that SEMINAR_SHOTS names, for a
// person to look at.
func (b *tab) keep(name string) {
	b.t.Helper()
	folder := os.Getenv("SEMINAR_SHOTS")
	if folder == "" {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, name+".png"), png, 0o644)
	}
	if err != nil {
		b.t.Error(err)
	}
}

const (
	box   = `document.querySelector('.seminar-chart-live')`
	shown = `(e => !!e && e.getBoundingClientRect().width > 0)`
	image = `document.querySelector('.seminar-chart > img')`
)

// TestPage opens a written page from the disk: the chart is live, tells its runs,
// follows theme and width, and gives way to the picture on paper.
func TestPage(t *testing.T) {
	b := browser(t)
	b.onlyFile()
	path := filepath.Join(t.TempDir(), "cpu.html")
	if err := Bars(cpu()).WriteFile(path); err != nil {
		t.Fatal(err)
	}
	title := `[...` + box + `.querySelectorAll('text')].find(e => e.textContent.startsWith('goroutines: 1.98x'))`

	b.paint("light", "")
	b.do(chromedp.Navigate("file://" + path))
	b.until("the live chart instead of the picture", shown+`(`+box+`) && !`+shown+`(`+image+`)`)
	b.until("dark letters on a light page", title+`.getAttribute('fill') === '#1f2328'`)

	b.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, 245, 400), chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, 250, 400))
	b.until("every run in the tooltip", box+`.innerText.includes('9 runs, in ms: 276 · 277 · 279')`)
	b.keep("charts-tooltip")

	b.paint("dark", "")
	b.until("light letters on a dark page", title+`.getAttribute('fill') === '#e6e9ec'`)
	b.until("a chart without a ground of its own", `!`+box+`.querySelector('svg > rect[fill]:not([fill=none])')`)
	b.keep("charts-dark")

	b.paint("dark", "print")
	b.until("the picture on paper", shown+`(`+image+`) && !`+shown+`(`+box+`)`)

	b.paint("light", "")
	b.do(chromedp.EmulateViewport(420, 900))
	b.until("a chart as narrow as its place", `Math.abs(`+box+`.getBoundingClientRect().width - document.querySelector('.seminar-chart').clientWidth) < 1 && `+box+`.getBoundingClientRect().width < 420`)
	b.until("nothing outside it", `[...`+box+`.querySelectorAll('text')].every(e => e.getBoundingClientRect().right <= `+box+`.getBoundingClientRect().right + 1)`)
	b.keep("charts-narrow")
}

// TestPageWithoutScripts sees the picture, in its full size.
func TestPageWithoutScripts(t *testing.T) {
	b := browser(t)
	b.onlyFile()
	path := filepath.Join(t.TempDir(), "cpu.html")
	if err := Bars(cpu()).WriteFile(path); err != nil {
		t.Fatal(err)
	}
	b.do(send(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}), chromedp.Navigate("file://"+path))
	size := height.FindStringSubmatch(Bars(cpu()).SimpleRender()["image/svg+xml"].(string))[1]
	b.until("the whole picture, nothing live", fmt.Sprintf(`%[1]s.naturalWidth === 720 && %[1]s.naturalHeight === %[2]s && %[1]s.getBoundingClientRect().width === 720 && !%[3]s && !window.seminarCharts`, image, size, box))
	b.keep("charts-without-scripts")
}

// quoted is a text as JavaScript reads it.
func quoted(t *testing.T, text string) string {
	t.Helper()
	json, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	return string(json)
}

// notebookPage is what matters of JupyterLab: where it says its address, its
// theme, and a require.js that takes every library which does not look away.
const notebookPage = `<!DOCTYPE html><html><head><script id="jupyter-config-data" type="application/json">{"baseUrl":"/user/a b/"}</script></head>
<body data-jp-theme-light="true"><script>
window.hits = 0; window.hit = function () { hits++ };
window.define = function () { window.caught = true }; define.amd = {};
// As JupyterLab shows an output: the HTML first, then each script anew.
function show(id, html) {
  var out = document.createElement('div');
  out.id = id;
  out.innerHTML = html;
  out.querySelectorAll('script').forEach(function (old) {
    var script = document.createElement('script');
    for (var a of old.attributes) script.setAttribute(a.name, a.value);
    script.textContent = old.textContent;
    old.replaceWith(script);
  });
  document.body.appendChild(out);
}
function hover(id) {
  var chart = document.querySelector(id + ' .seminar-chart-live'), place = chart.getBoundingClientRect();
  for (var x = 60; x < 700; x += 20) chart.firstChild.dispatchEvent(new MouseEvent('mousemove', {bubbles: true, clientX: place.left + x, clientY: place.top + 200}));
}
</script></body></html>`

// TestNotebookPage shows outputs as JupyterLab does: one request a page, hostile
// texts stay texts, the theme is followed, a removed chart gives back what it held.
func TestNotebookPage(t *testing.T) {
	b := browser(t)
	script, err := Library()
	if err != nil {
		t.Fatal(err)
	}
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/user/a b/lab":
			fmt.Fprint(w, notebookPage)
		case "/user/a b/kernelspecs/gophernotes/charts.js":
			asked.Add(1)
			w.Header().Set("Content-Type", "text/javascript")
			w.Write(script)
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	add := func(id string, chart *Chart) {
		b.run(fmt.Sprintf("show(%q, %s)", id, quoted(t, chart.SimpleRender()["text/html"].(string))))
	}

	b.do(chromedp.Navigate(server.URL + "/user/a%20b/lab"))
	add("first", Bars(cpu()))
	add("second", Bars(fetches()))
	add("hostile", Bars(withTexts(hostile...)).Title(hostile[0]))
	b.until("three live charts", `document.querySelectorAll('.seminar-chart[data-live] svg').length === 3`)
	add("late", Bars(one()))
	b.until("a fourth", `document.querySelectorAll('.seminar-chart[data-live] svg').length === 4`)
	if asked.Load() != 1 {
		t.Errorf("charts.js was asked for %d times, want once a page", asked.Load())
	}

	b.run(`hover('#hostile')`)
	b.until("a hostile text in a tooltip", `document.querySelector('#hostile .seminar-chart-live').innerText.includes('in ms: ')`)
	b.until("texts that stay texts", `hits === 0 && !window.caught && !window.echarts && document.querySelectorAll('#hostile img').length === 1`)

	b.run(`document.body.setAttribute('data-jp-theme-light', 'false')`)
	b.until("the dark theme", `[...document.querySelectorAll('#first text')].some(e => e.getAttribute('fill') === '#e6e9ec')`)

	b.run(`window.out = document.querySelector('#first'), out.remove()`)
	b.until("a removed chart that holds nothing", `!out.querySelector('.seminar-chart-live') && !out.querySelector('[data-live]')`)
	b.run(`document.body.appendChild(out)`)
	b.until("the chart live again where it comes back", `out.querySelectorAll('[data-live] .seminar-chart-live svg').length === 1`)
}

// TestPageWithoutLibrary: where charts.js is not served, the picture stays.
func TestPageWithoutLibrary(t *testing.T) {
	b := browser(t)
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" {
			fmt.Fprint(w, strings.Replace(notebookPage, "/user/a b/", "/", 1))
			return
		}
		if strings.HasSuffix(r.URL.Path, "/charts.js") {
			asked.Add(1)
		}
		http.NotFound(w, r)
	}))
	defer server.Close()
	b.do(chromedp.Navigate(server.URL))
	fragment := quoted(t, Bars(cpu()).SimpleRender()["text/html"].(string))
	b.run(`addEventListener('error', e => window.failed = true, true), show("a", ` + fragment + `), show("b", ` + fragment + `)`)
	b.until("two pictures", `window.failed && [...document.querySelectorAll('.seminar-chart > img')].filter(e => e.naturalWidth === 720 && e.getBoundingClientRect().width === 720).length === 2`)
	if asked.Load() != 1 {
		t.Errorf("charts.js was asked for %d times, want once a page", asked.Load())
	}
}
