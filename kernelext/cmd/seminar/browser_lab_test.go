package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// A newcomer opens the seminar, runs the first notebook from the menu, rests
// the mouse on a bar, and prefers the dark. The server and the kernel are the
// real ones, and nobody else is asked for anything.
func TestLabInABrowser(t *testing.T) {
	chromium(t)
	address := openLab(t)
	base, _, _ := strings.Cut(address, "/lab/")
	b := browse(t)
	b.paint("light", "")
	b.do("open the address that the command printed", chromedp.Navigate(address))
	b.until("the notebook is shown", `document.querySelectorAll('.jp-Notebook .jp-Cell').length > 3`)
	b.until("its kernel is Go, and nobody was asked which", `document.querySelector('.jp-KernelName')?.textContent.trim() === 'Go' && !document.querySelector('.jp-Dialog')`)
	b.until("the kernel is ready", kernelIs("idle"))

	b.menu("Run", "Run All Cells")
	last := fmt.Sprintf("[%d]:", codeCells(t))
	b.within(2*time.Minute, "all cells have run", scrollTo(`[...document.querySelectorAll('.jp-InputPrompt')].find(e => e.textContent.trim() === '`+last+`')`)+" && "+kernelIs("idle"))
	b.until("the chart is alive", scrollTo(`document.querySelector('.jp-Notebook [data-live]')`)+" && "+liveCharts+" === 1")
	b.shot("lab-light")
	b.hover("a bar tells its runs")
	b.shot("lab-hover")

	b.menu("Settings", "Theme", "JupyterLab Dark")
	b.until("the page turns dark", `document.body.dataset.jpThemeLight === 'false'`)
	b.until("and the chart with it", `[...document.querySelectorAll('[data-live] svg text')].some(e => getComputedStyle(e).fill === 'rgb(230, 233, 236)') && `+liveCharts+" === 1")
	b.until("the curtain is up again", `!document.getElementById('jupyterlab-splash')`)
	b.shot("lab-dark")

	if others := b.foreign(base + "/"); len(others) > 0 {
		t.Errorf("JupyterLab asked others for %q", others)
	}
}

// openLab starts the command's own server on a copy of the notebooks and
// returns the address that it prints. After the test nothing of it is left.
func openLab(t *testing.T) string {
	t.Helper()
	s := builtSite(t)
	root := t.TempDir()
	for _, folder := range []string{"notebooks", filepath.Join("kernelext", "cmd", "seminar", "jupyter")} {
		if err := os.CopyFS(filepath.Join(root, folder), os.DirFS(filepath.Join(s.root, folder))); err != nil {
			t.Fatal(err)
		}
	}
	s = &site{root: root, prefix: s.prefix}
	t.Setenv("JUPYTER_CONFIG_DIR", filepath.Join(root, "settings")) // not the tester's own
	port, err := freePort(firstPort+100, 100)
	if err != nil {
		t.Fatal(err)
	}
	before := descendants(os.Getpid())
	ctx, interrupt := context.WithCancel(context.Background())
	reader, writer := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- s.serve(ctx, port, false, stdio{writer, t.Output()})
		writer.Close()
	}()
	t.Cleanup(func() {
		started := slices.DeleteFunc(descendants(os.Getpid()), func(pid int) bool { return slices.Contains(before, pid) })
		interrupt()
		if err := <-ended; err != nil {
			t.Errorf("the interrupted command returned %v", err)
		}
		if left := slices.DeleteFunc(started, func(pid int) bool { return !alive(pid) }); len(left) > 0 || len(started) < 2 {
			t.Errorf("of the %d processes of JupyterLab and its kernels %d are left; want at least 2 and 0", len(started), len(left))
		}
	})
	return printedAddress(t, reader)
}

// printedAddress finds the address in what the command writes, and lets it go on writing.
func printedAddress(t *testing.T, out io.Reader) string {
	t.Helper()
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if at := strings.Index(lines.Text(), "http://"); at >= 0 {
			go io.Copy(io.Discard, out)
			return lines.Text()[at:]
		}
	}
	t.Fatal("the command ended without an address")
	return ""
}

func kernelIs(state string) string {
	return `document.querySelector('.jp-Notebook-ExecutionIndicator')?.dataset.status === '` + state + `'`
}

// scrollTo is a condition that scrolls the notebook on until the element
// exists: JupyterLab has only the cells near the window in the page.
func scrollTo(element string) string {
	return `(() => {
		const e = ` + element + `;
		if (e) { e.scrollIntoView({block: 'center'}); return true }
		const pane = document.querySelector('.jp-WindowedPanel-outer');
		pane.scrollTop = pane.scrollTop + 1 >= pane.scrollHeight - pane.clientHeight ? 0 : pane.scrollTop + pane.clientHeight / 2;
		return false
	})()`
}

// menu chooses from the menu bar by the words that a person reads.
func (b *tab) menu(name string, items ...string) {
	b.t.Helper()
	b.press("open the menu "+name, `[...document.querySelectorAll('.lm-MenuBar-itemLabel')].find(e => e.textContent === '`+name+`')`)
	for _, item := range items {
		b.press("choose "+item, `[...document.querySelectorAll('.lm-Menu-item')].find(e => e.querySelector('.lm-Menu-itemLabel').textContent === '`+item+`')`)
	}
}

// press moves the mouse to an element and clicks. A menu ignores a click that
// no movement led to, which is what chromedp.Click would be.
func (b *tab) press(step, element string) {
	b.t.Helper()
	b.until(step, "("+element+")?.checkVisibility()")
	at := ask[[]float64](b, "(r => [r.x + r.width / 2, r.y + r.height / 2])(("+element+").getBoundingClientRect())")
	b.do(step, chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, at[0], at[1]), chromedp.MouseClickXY(at[0], at[1]))
}

// codeCells counts the cells that run in the first notebook.
func codeCells(t *testing.T) int {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "notebooks", firstNotebook))
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Count(data, []byte(`"cell_type": "code"`))
}
