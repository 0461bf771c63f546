package charts

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"seminar/kernelext"
)

// hostile are texts that have run, or broken out of their place, in some program
// that draws charts.
var hostile = []string{
	`</script><script>hit()</script>`,
	`__f__function(){hit()}__f__`,
	`<img src=x onerror=hit()>`,
	`"><svg onload=hit()>`,
	`' onmouseover='hit()`,
	`]]><script>hit()</script>`,
	`<!--<script>`,
	`{a|b} {c} {{d}} ${hit()} %s \u003cscript\u003e`,
	`// a comment`,
	`\"; hit(); //`,
	`javascript:hit()`,
	`url(#zr0-c1) font-family:x; class="zr0-cls-1"`,
	`&lt;b&gt; &amp;amp; &#x3c;`,
	"@ink",
	"line\nbreak\x00\x1b[31m\u2028\ufffe\xff",
	"\u202eright to left",
}

// withTexts has texts wherever a reader's words go.
func withTexts(texts ...string) *kernelext.Table {
	t := &kernelext.Table{Rounds: 3, Bound: kernelext.CPUBound, CPUs: 2}
	for i, text := range texts {
		r := row(text, time.Duration(100+i)*ms, 1.01)
		r.Ratio, r.Notes, r.Published = ratio(1.1, 1.05, 1.2), []string{text}, 8*time.Second
		t.Rows = append(t.Rows, r)
		t.Notes = append(t.Notes, text)
	}
	return t
}

var embedded = regexp.MustCompile(`(?s)^<div class="seminar-chart mathjax_ignore tex2jax_ignore" style="max-width:720px;break-inside:avoid"><img alt="([^"<>]*)" width="720" height="\d+" style="max-width:100%;height:auto" src="data:image/svg\+xml,[^"<>]*">` +
	`<script type="application/json">([^<]*)</script><script>([^<]*)</script></div>$`)

// TestHostile takes the bundle apart with one expression: were any text to leave
// its place, it would not fit any more.
func TestHostile(t *testing.T) {
	needLibrary(t)
	for _, title := range hostile {
		bundle := Bars(withTexts(title)).Title(title).Caption(title).SimpleRender()
		parts := embedded.FindStringSubmatch(bundle["text/html"].(string))
		if parts == nil {
			t.Fatalf("with the title %q the HTML has another shape:\n%.2000s", title, bundle["text/html"])
		}
		if alt := html.UnescapeString(parts[1]); !strings.HasPrefix(alt, clean(title)+".") {
			t.Errorf("the alt text begins %.80q, want the title %q", alt, clean(title))
		}
		var d struct {
			Option struct{ Title []struct{ Text string } }
		}
		if err := json.Unmarshal([]byte(parts[2]), &d); err != nil || d.Option.Title[0].Text != clean(title) {
			t.Errorf("the option's title is %q (%v), want %q", d.Option.Title, err, clean(title))
		}
		if parts[3] != boot {
			t.Errorf("the script is not the one of this package: %s", parts[3])
		}
		inspect(t, bundle["image/svg+xml"].(string))
	}
}

// inspect reads a picture as a browser would and finds nothing that acts.
func inspect(t *testing.T, picture string) {
	t.Helper()
	for d := xml.NewDecoder(strings.NewReader(picture)); ; {
		token, err := d.Token()
		if token == nil {
			if err.Error() != "EOF" {
				t.Errorf("the picture is not valid XML: %v", err)
			}
			return
		}
		element, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if !allowed[element.Name.Local] {
			t.Errorf("the picture has a <%s>", element.Name.Local)
		}
		for _, a := range element.Attr {
			if strings.HasPrefix(a.Name.Local, "on") || strings.Contains(a.Name.Local, "href") || a.Name.Local == "style" {
				t.Errorf("the picture has %s=%q", a.Name.Local, a.Value)
			}
		}
	}
}

// TestRefusedPictures gives finish what ECharts must never draw.
func TestRefusedPictures(t *testing.T) {
	for _, inside := range []string{`<script>hit()</script>`, `<foreignObject/>`, `<image href="x"/>`, `<path onload="hit()"/>`, `<path href="x"/>`, `<path>`, `&nbsp;`} {
		if got, err := finish(`<svg viewBox="0 0 9 9">`+inside+`</svg>`, ""); err == nil {
			t.Errorf("%s became %s", inside, got)
		}
	}
	if got, err := finish("", ""); err == nil {
		t.Errorf("nothing became %q", got)
	}
}

func TestFinishRenumbers(t *testing.T) {
	got, err := finish(`<svg viewBox="0 0 9 9"><clipPath id="zr7-c3"><rect fill="#000"/></clipPath><g clip-path="url(#zr7-c3)" class="zr7-cls-1"><path fill="none" pointer-events="visible"/><path d="M0 0" fill="#000"/></g></svg>`, `"a" & b`)
	want := `<clipPath id="c0"><rect fill="#000"/></clipPath><g clip-path="url(#c0)"><path d="M0 0" fill="#000"/></g></svg>`
	if err != nil || !strings.HasSuffix(got, want) || !strings.Contains(got, `aria-label="&#34;a&#34; &amp; b"`) {
		t.Errorf("got %s (%v), want an end of %s", got, err, want)
	}
}

func TestWithoutLibrary(t *testing.T) {
	missing := &engine{library: func() ([]byte, error) { return libraryFrom(t.TempDir(), t.TempDir()) }}
	bundle := Bars(cpu()).bundle(missing)
	text, _ := bundle["text/plain"].(string)
	if len(bundle) != 1 || !strings.HasSuffix(text, "\n"+ErrNoLibrary.Error()) || !strings.Contains(text, cpu().String()) {
		t.Errorf("without ECharts the bundle is %q, want the table and what to do", bundle)
	}
	for _, ext := range []string{".svg", ".html"} {
		if _, err := Bars(cpu()).file(ext, missing); !errors.Is(err, ErrNoLibrary) {
			t.Errorf("%s without ECharts: %v", ext, err)
		}
	}
}

func TestLibrary(t *testing.T) {
	beside, checkout := t.TempDir(), t.TempDir()
	dist := filepath.Join(checkout, "node_modules", "echarts", "dist")
	write := func(path, text string) {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(filepath.Join(dist, "echarts.min.js"), "registerSeries")
	if _, err := libraryFrom(beside, checkout); err == nil || !strings.Contains(err.Error(), "is not ECharts 6") {
		t.Errorf("another library: %v", err)
	}
	write(filepath.Join(dist, "echarts.min.js"), `exports.registerCustomSeries="</script>"`)
	script, err := libraryFrom(beside, checkout)
	if err != nil || !strings.Contains(string(script), "function mount(") || strings.Contains(string(script), "</script") {
		t.Errorf("from the checkout: %v, %.300s", err, script)
	}
	write(filepath.Join(beside, "charts.js"), "installed")
	for _, from := range []string{beside, filepath.Join(beside, "gophernotes.host")} {
		if script, err := libraryFrom(from, checkout); err != nil || string(script) != "installed" {
			t.Errorf("for a program in %s: %q, %v", from, script, err)
		}
	}
	if script, err := libraryFrom(beside, checkout); err != nil || string(script) != "installed" {
		t.Errorf("beside the program: %v, %.300s", err, script)
	}
	broken := &engine{library: func() ([]byte, error) { return []byte("seminarCharts = {}"), nil }}
	if _, err := broken.draw("{}", width); err == nil || !strings.Contains(err.Error(), "not one that js.Bundle made") {
		t.Errorf("a foreign charts.js: %v", err)
	}
}

// TestPinned holds the library's version in both files, and the lock to naming no
// registry: a class behind a mirror must be able to use it.
func TestPinned(t *testing.T) {
	for file, want := range map[string]string{"package.json": `"echarts": "6.1.0"`, "package-lock.json": `"version": "6.1.0"`} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), want) || strings.Contains(string(text), "://") {
			t.Errorf("%s should pin %s and hold no address", file, want)
		}
	}
}

// TestIdle lets time pass, without waiting for it.
func TestIdle(t *testing.T) {
	needLibrary(t)
	synctest.Test(t, func(t *testing.T) {
		e := &engine{library: Library, idle: time.Minute}
		loaded := func() bool {
			synctest.Wait()
			e.mu.Lock()
			defer e.mu.Unlock()
			return e.vm != nil || e.call != nil
		}
		Bars(one()).bundle(e)
		time.Sleep(59 * time.Second)
		Bars(one()).bundle(e)
		time.Sleep(59 * time.Second)
		if !loaded() {
			t.Error("the engine went though it was used within the minute")
		}
		time.Sleep(2 * time.Second)
		if loaded() {
			t.Error("the engine stays though nobody used it for a minute")
		}
		if bundle := Bars(one()).bundle(e); bundle["text/html"] == nil {
			t.Errorf("the engine does not come back: %v", bundle)
		}
	})
}

// TestRest sees that the memory goes back to the system, and not only to the collector.
func TestRest(t *testing.T) {
	needLibrary(t)
	held := func() int64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapSys - m.HeapReleased)
	}
	debug.FreeOSMemory()
	e, before := &engine{library: Library, idle: time.Hour}, held()
	Bars(one()).bundle(e)
	drawn := held()
	e.timer.Stop()
	e.used = time.Now().Add(-e.idle)
	e.rest()
	if after := held(); drawn-before < 20<<20 || after-before > 5<<20 {
		t.Errorf("of %d MB that the engine took, %d MB are held on to when it rests", (drawn-before)>>20, (after-before)>>20)
	}
}

func TestTogether(t *testing.T) {
	needLibrary(t)
	want, group := Bars(one()).SimpleRender()["image/svg+xml"], sync.WaitGroup{}
	for range 4 {
		group.Go(func() {
			if got := Bars(one()).SimpleRender()["image/svg+xml"]; got != want {
				t.Error("charts drawn at the same time differ")
			}
		})
	}
	group.Wait()
}

func TestNothingToDraw(t *testing.T) {
	chart := Bars(&kernelext.Table{})
	if bundle := chart.SimpleRender(); len(bundle) != 1 || bundle["text/plain"] != "Nothing to draw: the table has no rows.\n" {
		t.Errorf("an empty table gives %q", bundle)
	}
	if err := chart.WriteFile(filepath.Join(t.TempDir(), "x.svg")); err == nil || !strings.Contains(err.Error(), "no rows") {
		t.Errorf("an empty table as a picture: %v", err)
	}
	defer func() {
		if said := fmt.Sprint(recover()); said != "charts: Bars needs a table, got nil" {
			t.Errorf("without a table Bars says %q", said)
		}
	}()
	Bars(nil)
}

func TestWriteFile(t *testing.T) {
	needLibrary(t)
	for ext, begin := range map[string]string{".html": "<!DOCTYPE html>", ".svg": "<svg ", ".txt": "goroutines: "} {
		path := filepath.Join(t.TempDir(), "x"+ext)
		if err := Bars(cpu()).WriteFile(path); err != nil {
			t.Fatal(err)
		}
		if text, err := os.ReadFile(path); err != nil || !strings.HasPrefix(string(text), begin) {
			t.Errorf("%s begins %.40q (%v), want %q", ext, text, err, begin)
		}
	}
	if err := Bars(cpu()).WriteFile("x.png"); err == nil || !strings.Contains(err.Error(), `not ".png"`) {
		t.Errorf("a .png: %v", err)
	}
	if err := Bars(cpu()).WriteFile(filepath.Join(t.TempDir(), "missing", "x.txt")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("into no folder: %v", err)
	}
}

func TestOwnWords(t *testing.T) {
	chart := Bars(cpu()).Title("My finding").Caption("My caption")
	if got := chart.text(); !strings.HasPrefix(got, "My finding\nMy caption\n\nin order  ") {
		t.Errorf("the text begins %.60q", got)
	}
	if got := chart.alt(); !strings.HasPrefix(got, "My finding. Bars. in order: 276 ms, published 8.69 s; ") || !strings.Contains(got, "My caption") {
		t.Errorf("the alt text is %q", got)
	}
}

func TestContrast(t *testing.T) {
	if got := contrast("#ffffff", "#000000"); math.Abs(got-21) > 1e-9 {
		t.Errorf("white on black has a contrast of %v, want 21", got)
	}
	for _, ground := range colours {
		if got := contrast(ground, ink(ground)); got < 4.5 {
			t.Errorf("%s on %s has a contrast of %.2f, less than 4.5", ink(ground), ground, got)
		}
	}
	runtime, err := os.ReadFile(filepath.Join("js", "runtime.js"))
	if err != nil {
		t.Fatal(err)
	}
	themes := regexp.MustCompile(`ink: '(#\w+)', quiet: '(#\w+)'.* card: '(#\w+)'`).FindAllStringSubmatch(string(runtime), -1)
	if len(themes) != 2 {
		t.Fatalf("js/runtime.js has %d themes, want 2", len(themes))
	}
	for _, theme := range themes {
		for _, letters := range theme[1:3] {
			if got := contrast(letters, theme[3]); got < 4.5 {
				t.Errorf("%s on %s has a contrast of %.2f, less than 4.5", letters, theme[3], got)
			}
		}
	}
}

var textFill = regexp.MustCompile(`<text[^>]* fill="(#[0-9a-f]{6})"`)

// TestInkOfEveryKind: letters contrast with the card, or are the ink of what they stand in; the
// inks of both themes contrast with their cards.
func TestInkOfEveryKind(t *testing.T) {
	needLibrary(t)
	for _, e := range Gallery() {
		picture, _ := e.Make().SimpleRender()["image/svg+xml"].(string)
		letters := textFill.FindAllStringSubmatch(picture, -1)
		if len(letters) < 5 {
			t.Errorf("%s has %d texts", e.Name, len(letters))
		}
		for _, fill := range letters {
			if fill[1] != "#ffffff" && contrast(fill[1], "#ffffff") < 4.5 { // white is ink for a dark ground
				t.Errorf("%s: letters in %s contrast %.1f:1 with the card", e.Name, fill[1], contrast(fill[1], "#ffffff"))
			}
		}
	}
	for _, theme := range [][2]string{{"#1f2328", "#ffffff"}, {"#59636e", "#ffffff"}, {"#e6e9ec", "#16191d"}, {"#a3adb8", "#16191d"}, {"#a3adb8", "#111111"}} {
		source, err := os.ReadFile(filepath.Join("js", "runtime.js"))
		if err != nil || !strings.Contains(string(source), theme[0]) {
			t.Fatalf("%s is no ink any more (%v)", theme[0], err)
		}
		if c := contrast(theme[0], theme[1]); c < 4.5 {
			t.Errorf("%s contrasts %.1f:1 with %s", theme[0], c, theme[1])
		}
	}
}
