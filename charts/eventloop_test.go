package charts

import (
	"fmt"
	"math"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"seminar/kernelext"
)

// visit is the seminar's bug: a visitor's answer lies there while somebody computes.
func visit(visitor, hog string) *kernelext.LoopLog {
	return loopOf(map[int]string{0: visitor, 1: hog}, []time.Duration{90 * ms, 0}, func(task int) time.Duration {
		return []time.Duration{20 * time.Microsecond, 900 * ms}[task]
	})
}

// many is a run of so many tasks in which answers come all the time.
func many(tasks int) *kernelext.LoopLog {
	answers := make([]time.Duration, tasks)
	for i := range answers {
		answers[i] = time.Duration(i*7919%tasks) * 50 * time.Microsecond
	}
	return loopOf(nil, answers, func(i int) time.Duration { return time.Duration(2+i%5) * time.Microsecond })
}

func TestEventLoopGolden(t *testing.T) {
	needLibrary(t)
	goldenChart(t, "eventloop-hog", EventLoop(visit("방문자", "이벤트 루프를 놓아주지 않는 아주 긴 계산")))
}

func TestEventLoopFinding(t *testing.T) {
	for want, log := range map[string]*kernelext.LoopLog{
		"hog held the loop for 900 ms; the answer for task 0 was taken 810 ms late":          visit("\n", "hog"),
		"One runs at a time: nobody waited; the loop was busy 100% of the time":              loopOf(nil, make([]time.Duration, 3), func(int) time.Duration { return ms }),
		"One runs at a time: at most 4 waited together; the loop was busy 0.08% of the time": loopOf(nil, []time.Duration{ms, ms, 2 * ms, 100 * ms}, func(int) time.Duration { return 10 * time.Microsecond }),
	} {
		if got := EventLoop(log).title; got != want {
			t.Errorf("the finding is %q, want %q", got, want)
		}
	}
}

// TestEventLoopOdd: whatever a log holds is drawn, in a size that a notebook can bear, or the
// chart says why not.
func TestEventLoopOdd(t *testing.T) {
	needLibrary(t)
	var never, none, failed kernelext.LoopLog
	none.Loop(0, nil)
	func() {
		defer func() { _ = recover() }()
		failed.Loop(3, func(*kernelext.Task, int) { panic("boom") })
	}()
	event := func(at time.Duration, task int, kind kernelext.LoopEventKind) kernelext.LoopEvent {
		return kernelext.LoopEvent{Time: at, Task: task, Kind: kind}
	}
	start, wait := event(0, 0, kernelext.LoopResumed), event(0, 0, kernelext.LoopAwaits)
	for name, c := range map[string]struct {
		log  *kernelext.LoopLog
		want string // in its text
	}{
		"never ran":          {&never, "Nothing to draw: the log holds no run."},
		"no tasks":           {&none, "Nothing to draw: the loop had no tasks."},
		"failed":             {&failed, "task 0 panicked after"},
		"one task":           {many(1), "1 task in"},
		"ten thousand":       {many(10_000), "10,000 tasks in"},
		"one too many":       {many(mostTokens + 1), "101 tasks in"},
		"as many as can be":  {many(mostTokens), "100 tasks in"},
		"no time at all":     {kernelext.NewLoopLog(2, 0, []kernelext.LoopEvent{start, wait}, nil), "the loop was busy 0% of the time"},
		"no event":           {kernelext.NewLoopLog(5, time.Second, nil, nil), "the loop was busy 0% of the time"},
		"centuries":          {kernelext.NewLoopLog(1, math.MaxInt64, []kernelext.LoopEvent{start, event(math.MaxInt64, 0, kernelext.LoopEnded)}, nil), "busy 100% of the time"},
		"a nanosecond":       {kernelext.NewLoopLog(1, 1, []kernelext.LoopEvent{start, event(1, 0, kernelext.LoopEnded)}, nil), "1 task in 1.00 ns"},
		"cut while one runs": {kernelext.NewLoopLog(7, time.Second, []kernelext.LoopEvent{start}, nil), "busy 100% of the time"},
	} {
		bundle := EventLoop(c.log).SimpleRender()
		text, _ := bundle["text/plain"].(string)
		if !strings.Contains(text, c.want) {
			t.Errorf("%s: the text does not say %q:\n%s", name, c.want, text)
		}
		if strings.HasPrefix(c.want, "Nothing") != (len(bundle) == 1) {
			t.Errorf("%s: a bundle of %d:\n%s", name, len(bundle), text)
		}
		if picture, drawn := bundle["image/svg+xml"].(string); drawn {
			inspect(t, picture)
			if strings.Contains(picture, "NaN") || strings.Contains(picture, "Infinity") {
				t.Errorf("%s: the picture has no numbers where it should:\n%s", name, picture)
			}
			if size := len(picture) + len(bundle["text/html"].(string)) + len(text); size > 60_000 {
				t.Errorf("%s: %d bytes", name, size)
			}
		}
	}
	defer func() {
		if said := fmt.Sprint(recover()); said != "charts: EventLoop needs a log, got nil" {
			t.Errorf("without a log it says %q", said)
		}
	}()
	EventLoop(nil)
}

// Of a long run the frames go from its start to its end, and the picture is one of them.
func TestEventLoopThinned(t *testing.T) {
	l := newLoop(many(10_000))
	frames, ticks := l.film.Frames, 0
	for i := 0; i < len(frames); i += 5 {
		ticks += frames[i]
		if i/5 == l.shown && (ticks != l.ticks || frames[i+2] < 0) {
			t.Errorf("the picture's frame is at %d, the picture at %d; %d runs", ticks, l.ticks, frames[i+2])
		}
	}
	if got := frames[len(frames)-5:]; len(frames)/5 < mostFrames || len(frames)/5 > mostFrames+1 || frames[1] != 10_000 || got[4] != 10_000 || ticks != l.film.Last {
		t.Errorf("%d frames, the first %v, the last %v at %d of %d", len(frames)/5, frames[:5], got, ticks, l.film.Last)
	}
	if l.film.Each != 50 || dotFor(mostDots) != 1 || dotFor(mostDots+1) != 2 {
		t.Errorf("a dot for %d of 10,000, for %d and %d", l.film.Each, dotFor(mostDots), dotFor(mostDots+1))
	}
}

// TestEventLoopHostile: names stay names, in the files and in a browser.
func TestEventLoopHostile(t *testing.T) {
	b := browser(t)
	for _, text := range hostile {
		bundle := EventLoop(visit(text, text)).Title(text).Caption(text).SimpleRender()
		if embedded.FindStringSubmatch(bundle["text/html"].(string)) == nil {
			t.Fatalf("with the name %q the HTML has another shape:\n%.2000s", text, bundle["text/html"])
		}
		inspect(t, bundle["image/svg+xml"].(string))
		path := filepath.Join(t.TempDir(), "hostile.html")
		if err := EventLoop(visit(text, text)).WriteFile(path); err != nil {
			t.Fatal(err)
		}
		b.do(chromedp.Navigate("file://" + path))
		b.run(`window.hits = 0, window.hit = () => hits++`)
		b.until("the chart", shown+`(`+button+`)`)
		b.run(button + `.click(), [...` + box + `.querySelectorAll('svg path[fill="#e69f00"]')].forEach(e => { var r = e.getBoundingClientRect(); e.dispatchEvent(new MouseEvent('mousemove', {bubbles: true, clientX: r.left + 9, clientY: r.top + 9})) })`)
		b.until("the name "+text+" in a tooltip and in the slider's words, as text", box+`.innerText.includes(`+quoted(t, shortened(clean(text), longName))+`) && `+slider+`.getAttribute('aria-valuetext') !== '' && hits === 0 && document.querySelectorAll('img').length === 1`)
	}
}

// The controls of a playable chart, what its picture counts, and where a token stands.
const (
	button  = `document.querySelector('.seminar-chart-beneath button')`
	slider  = `document.querySelector('.seminar-chart-beneath input')`
	counted = `[...` + box + `.querySelectorAll('text')].map(e => e.textContent).filter(t => / ready$| waiting$| ended$/.test(t)).join()`
	last    = `(e => e && JSON.stringify(e.getBoundingClientRect()))([...` + box + `.querySelectorAll('text')].find(e => e.textContent === '39'))`
)

// TestEventLoopPlays opens the chart as a reader does. It stands still at the picture's
// instant, plays at a click and stops at a key, shows any instant by the slider's keys, and
// keeps it when theme and width change.
func TestEventLoopPlays(t *testing.T) {
	b := browser(t)
	b.onlyFile()
	path := filepath.Join(t.TempDir(), "loop.html")
	if err := exampleOf(t, "EventLoop").WriteFile(path); err != nil {
		t.Fatal(err)
	}
	b.paint("light", "")
	b.do(chromedp.Navigate("file://" + path))
	first := counted + ` === '9 ready,30 waiting,0 of 40 ended'`
	b.until("the picture's instant, standing still", shown+`(`+box+`) && `+shown+`(`+slider+`) && `+slider+`.value === '91' && `+button+`.textContent === 'Play' && `+first)
	b.until("a slider that says what is seen", slider+`.getAttribute('aria-valuetext') === '90.0 ms: 9 ready, task 0 runs, 30 waiting, 0 ended' && `+slider+`.getAttribute('aria-label') !== ''`)
	b.until("keys that JupyterLab leaves to the controls", `document.querySelectorAll('.seminar-chart-beneath [data-lm-suppress-shortcuts]').length === 2`)
	b.keep("eventloop-light")

	b.run(`window.old = ` + last)
	b.do(chromedp.Click(".seminar-chart-beneath button"))
	b.until("tokens on their way, from the start", button+`.textContent === 'Pause' && `+last+` !== old && `+counted+`.endsWith('0 of 40 ended') && Number(`+slider+`.value) > 5`)
	b.keep("eventloop-playing")
	b.do(chromedp.KeyEvent(" ")) // on the button, which has the focus
	b.until("a pause", button+`.textContent === 'Play'`)

	b.do(chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Home))
	b.until("the start", slider+`.value === '0' && `+counted+` === '40 ready,0 waiting,0 of 40 ended'`)
	b.do(chromedp.KeyEvent(kb.ArrowRight), chromedp.KeyEvent(kb.ArrowRight))
	b.until("two events later", slider+`.value === '2' && `+counted+` === '39 ready,1 waiting,0 of 40 ended'`)
	b.do(chromedp.KeyEvent(kb.End))
	b.until("the end", counted+` === '0 ready,0 waiting,40 of 40 ended'`)
	b.run(slider + `.value = 91, ` + slider + `.dispatchEvent(new Event('input'))`)

	b.paint("dark", "")
	b.until("the same instant in the dark", `[...`+box+`.querySelectorAll('text')].some(e => e.getAttribute('fill') === '#e6e9ec') && `+first)
	b.until("controls that can be read in the dark", `getComputedStyle(`+button+`).color === 'rgb(230, 233, 236)' && document.querySelectorAll('.seminar-chart-beneath button').length === 1`)
	b.keep("eventloop-dark")
	b.do(chromedp.EmulateViewport(420, 900))
	b.until("the same instant in a narrow place", box+`.getBoundingClientRect().width < 420 && `+first)
	b.until("the cursor still there", `[...`+box+`.querySelectorAll('path[stroke="#e6e9ec"]')].some(e => e.getBoundingClientRect().width < 3 && e.getBoundingClientRect().height > 50)`)
	b.until("nothing outside it", `[...`+box+`.querySelectorAll('text'), `+button+`, `+slider+`].every(e => e.getBoundingClientRect().right <= `+box+`.getBoundingClientRect().right + 1)`)
	b.keep("eventloop-narrow")
}

// TestEventLoopEnds: controls are not printed, go with a chart that is taken away, and stop what plays.
func TestEventLoopEnds(t *testing.T) {
	b := browser(t)
	b.onlyFile()
	path := filepath.Join(t.TempDir(), "loop.html")
	if err := exampleOf(t, "EventLoop").WriteFile(path); err != nil {
		t.Fatal(err)
	}
	b.paint("light", "print")
	b.do(chromedp.Navigate("file://" + path))
	b.until("the picture alone on paper", shown+`(`+image+`) && `+button+` && !`+shown+`(`+button+`)`)
	b.paint("light", "")
	b.do(chromedp.Click(".seminar-chart-beneath button"))
	b.until("it plays", button+`.textContent === 'Pause'`)
	b.run(`window.chart = document.querySelector('.seminar-chart'), chart.style.display = 'none'`)
	b.until("no controls where no chart is seen", `!chart.querySelector('.seminar-chart-beneath') && !chart.querySelector('.seminar-chart-live')`)
	b.run(`window.frames = 0, chart.style.display = '', requestAnimationFrame(function count() { frames++, requestAnimationFrame(count) })`)
	b.until("a chart that begins anew, and stands still", button+` && frames > 10 && `+button+`.textContent === 'Play' && `+slider+`.value === '91' && chart.querySelectorAll('.seminar-chart-beneath').length === 1`)
}

// TestEventLoopPlaysMany: ten thousand play as dots.
func TestEventLoopPlaysMany(t *testing.T) {
	b := browser(t)
	path := filepath.Join(t.TempDir(), "many.html")
	if err := EventLoop(many(10_000)).WriteFile(path); err != nil {
		t.Fatal(err)
	}
	b.paint("dark", "")
	b.do(chromedp.Navigate("file://" + path))
	b.until("a chart", shown+`(`+button+`)`)
	b.keep("eventloop-many")
	b.do(chromedp.Click(".seminar-chart-beneath button"))
	b.until("dots that move", `Number(`+slider+`.value) > 20 && `+button+`.textContent === 'Pause' && /^[1-9][0-9]{3} ready,[0-9]{3,} waiting,[0-9]+ of 10000 ended$/.test(`+counted+`)`)
	b.do(chromedp.Focus(".seminar-chart-beneath input"), chromedp.KeyEvent(kb.End))
	b.until("the end", counted+` === '0 ready,0 waiting,10000 of 10000 ended'`)
}

// TestEventLoopContrast: the numbers of those that wait can be read on what is left of
// their colours.
func TestEventLoopContrast(t *testing.T) {
	for _, theme := range []struct{ ink, card string }{{"#1f2328", "#ffffff"}, {"#e6e9ec", "#16191d"}} {
		for _, colour := range colours {
			ground := "#"
			for i := 1; i < 7; i += 2 {
				over, _ := strconv.ParseUint(colour[i:i+2], 16, 8)
				under, _ := strconv.ParseUint(theme.card[i:i+2], 16, 8)
				ground += fmt.Sprintf("%02x", (20*over+80*under)/100)
			}
			if got := contrast(theme.ink, ground); got < 4.5 {
				t.Errorf("%s on %s has a contrast of %.2f, less than 4.5", theme.ink, ground, got)
			}
		}
	}
}

// exampleOf is a kind's first example.
func exampleOf(t *testing.T, kind string) *Chart {
	t.Helper()
	for _, e := range Gallery() {
		if e.Kind == kind {
			return e.Make()
		}
	}
	t.Fatalf("the gallery has no example of %s", kind)
	return nil
}

// The example's forty tasks, 200 events.
func BenchmarkEventLoop(b *testing.B) {
	needLibrary(b)
	answers := make([]time.Duration, 40)
	for i := range answers {
		answers[i] = time.Duration(90+i%4*30) * ms
	}
	log := loopOf(nil, answers, func(int) time.Duration { return 60 * time.Microsecond })
	size := 0
	EventLoop(log).SimpleRender()
	for b.Loop() {
		size = 0
		for _, member := range EventLoop(log).SimpleRender() {
			size += len(member.(string))
		}
	}
	b.ReportMetric(float64(size), "bytes/chart")
}
