package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"seminar/kernelext/internal/browser"
)

// patience is how long a page may take to become what a test waits for. It is
// long because the machine may be busy; a page that is ready ends the wait.
const patience = 60 * time.Second

// A tab is a page of a Chromium of its own, without a window, and the list of
// what it asked for.
type tab struct {
	t     *testing.T
	ctx   context.Context
	mu    sync.Mutex
	asked []string
}

// browse starts Chromium with no network but this machine's loopback, and ends
// it with the test. Its profile is new and is removed with it.
func browse(t *testing.T) *tab {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium(t)), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("hide-scrollbars", true), chromedp.WindowSize(1280, 900),
		// Every other name and address fails at once, as without a network.
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"),
	)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(allocator)
	t.Cleanup(end)
	b := &tab{t: t, ctx: ctx}
	b.must("start the browser", chromedp.Listen(ctx, b.note))
	b.do("watch the network", chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, network.Enable, network.EnableParams{})
		return err
	}))
	return b
}

// chromium is the browser's path. Without one the test is skipped, except
// where a skipped test would go unnoticed.
func chromium(t *testing.T) string {
	t.Helper()
	path, err := browser.Find()
	if err != nil {
		without(t, "this test opens pages in Chromium, and there is none on the PATH; on Debian `apt-get install chromium` brings it")
	}
	return path
}

// without ends a test that lacks something of the machine: skipped for a
// person, failed in CI.
func without(t testing.TB, sentence string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal(sentence)
	}
	t.Skip(sentence)
}

func (b *tab) note(event any) {
	if sent, ok := event.(*network.EventRequestWillBeSent); ok {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.asked = append(b.asked, sent.Request.URL)
	}
}

// foreign are the requests made so far to anything but the prefix given. Data
// and blob addresses hold their content and ask nobody.
func (b *tab) foreign(prefix string) []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var others []string
	for _, url := range b.asked {
		if !strings.HasPrefix(url, prefix) && !strings.HasPrefix(url, "data:") && !strings.HasPrefix(url, "blob:") {
			others = append(others, url)
		}
	}
	return others
}

// do runs actions, one step of a test's story, within patience.
func (b *tab) do(step string, actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	b.must(step, chromedp.Do(ctx, actions...))
}

func (b *tab) must(step string, err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatalf("%s: %v", step, err)
	}
}

// until waits for a JavaScript condition. When it does not come true the test
// ends, with a screenshot of what was there instead.
func (b *tab) until(step, condition string) {
	b.t.Helper()
	b.within(patience, step, condition)
}

// within is until for a step that takes its time. It asks from outside instead
// of polling in the page (chromedp.Poll), which a navigation would end.
func (b *tab) within(limit time.Duration, step, condition string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, limit)
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
			b.shot("failed-" + strings.ReplaceAll(step, " ", "-"))
			b.t.Fatalf("%s: not within %v (%v)\nwaited for: %s", step, limit, err, condition)
		}
	}
}

// ask evaluates JavaScript in the page.
func ask[T any](b *tab, expression string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	b.must(expression, err)
	return value
}

// paint sets what the reader's system prefers, and the medium.
func (b *tab) paint(scheme, medium string) {
	b.t.Helper()
	b.do("paint", chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Media:    medium,
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return err
	}))
}

// scripts switches JavaScript in pages off and on; it holds for what is opened next.
func (b *tab) scripts(on bool) {
	b.t.Helper()
	b.do("switch scripts", chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
		return err
	}))
}

// shot saves a picture of the window for a person to look at.
func (b *tab) shot(name string) { b.picture(name, chromedp.CaptureScreenshot()) }

// page saves a picture of the whole page, however long.
func (b *tab) page(name string) { b.picture(name, chromedp.FullScreenshot(100)) }

func (b *tab) picture(name string, take chromedp.Action[[]byte]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	png, err := chromedp.Run(ctx, take)
	b.must("take a picture", err)
	keep(b.t, name+".png", png)
}

// keep stores something to look at in the folder that SEMINAR_SHOTS names,
// else nowhere that outlives the test.
func keep(t *testing.T, name string, data []byte) {
	t.Helper()
	folder := os.Getenv("SEMINAR_SHOTS")
	if folder == "" {
		folder = t.TempDir()
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name), data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// builtSite is the environment that `go tool seminar test` has set up.
func builtSite(t testing.TB) *site {
	t.Helper()
	if testing.Short() {
		t.Skip("a long test: it starts Jupyter")
	}
	prefix := os.Getenv(prefixVariable)
	if prefix == "" {
		without(t, "this test needs Jupyter and the kernel; `go tool seminar test` sets them up and runs it")
	}
	root, err := here()
	if err != nil {
		t.Fatal(err)
	}
	return &site{root: root, prefix: prefix}
}

// hover rests the mouse on the first bar of the first live chart until the
// chart answers with a tip.
func (b *tab) hover(step string) {
	b.t.Helper()
	const bar = `[...document.querySelectorAll('[_echarts_instance_] svg path')].find(e => e.getAttribute('fill')?.toLowerCase() === '#0072b2')`
	b.until("there is a bar to rest on", "("+bar+")?.getBoundingClientRect().height > 0")
	ask[bool](b, "("+bar+").scrollIntoView({block: 'center'}), true")
	at := ask[[]float64](b, "(r => [r.x + r.width / 2, r.y + r.height / 2])(("+bar+").getBoundingClientRect())")
	b.do(step, chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, at[0]-4, at[1]), chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, at[0], at[1]))
	b.until(step, `[...document.querySelectorAll('[_echarts_instance_] > div')].some(e => !e.querySelector('svg, canvas') && e.textContent.trim() &&
		e.checkVisibility({visibilityProperty: true, opacityProperty: true}))`)
}
