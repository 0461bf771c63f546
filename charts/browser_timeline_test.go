package charts

import (
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// TestTimelinePage points at a span, and is told its length and what was waited for; then
// it zooms, and stays zoomed when the theme changes.
func TestTimelinePage(t *testing.T) {
	b := browser(t)
	b.onlyFile()
	path := filepath.Join(t.TempDir(), "timeline.html")
	if err := Timeline(exampleTimeline()).WriteFile(path); err != nil {
		t.Fatal(err)
	}
	b.paint("light", "")
	b.do(chromedp.Navigate("file://" + path))
	b.until("the live chart", shown+`(`+box+`)`)
	b.keep("timeline-light")
	// at is the place of a time, as a share of the axis, in the lane under the name.
	at := func(name, share string) string {
		return `(() => {
			const texts = [...` + box + `.querySelectorAll('text')], name = texts.findLast(e => e.textContent === '` + name + `').getBoundingClientRect();
			const from = texts.find(e => e.textContent === '0').getBoundingClientRect(), to = texts.find(e => e.textContent === '120').getBoundingClientRect();
			const left = from.left + from.width / 2, right = to.left + to.width / 2;
			for (const dx of [0, 1]) ` + box + `.firstChild.dispatchEvent(new MouseEvent('mousemove', {bubbles: true, clientX: left + dx + ` + share + ` * (right - left), clientY: name.top + name.height / 2}));
		})()`
	}
	for _, test := range [][3]string{
		{"worker 1", "20 / 120", "worker 1: task 0"}, {"worker 1", "20 / 120", "runs on P0"}, {"worker 1", "20 / 120", "57 ms, from 1 ms"},
		{"worker 1", "64 / 120", "waits: network"}, {"worker 2", "66 / 120", "is in a system call"}, {"P1", "80 / 120", "runs worker 1"}, {"P0", "61 / 120", "runs something else"}, {"P1", "66 / 120", "is free"},
	} {
		b.run(at(test[0], test[1]))
		b.until(test[2], box+`.innerText.includes('`+test[2]+`')`)
	}
	b.keep("timeline-hover")

	zoomed := `![...` + box + `.querySelectorAll('text')].some(e => e.textContent === '120')`
	b.do(send(input.DispatchMouseEvent, input.DispatchMouseEventParams{ // a delta of 0 would not be sent
		Type: input.DispatchMouseEventTypeMouseWheel, X: 400, Y: 230, DeltaX: 0.01, DeltaY: -200, Modifiers: 2,
	}))
	b.until("fewer milliseconds", zoomed)
	b.paint("dark", "")
	b.until("light letters, as far zoomed", `[...`+box+`.querySelectorAll('text')].some(e => e.getAttribute('fill') === '#e6e9ec') && `+zoomed)
	b.keep("timeline-dark-zoomed")
}
