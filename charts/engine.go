package charts

import (
	"fmt"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"time"

	"github.com/dop251/goja"
)

// width of the static picture, and the most that a live chart takes, in pixels.
const width = 720

// drawing is the engine of this process.
var drawing = &engine{library: Library, idle: time.Minute}

// An engine is ECharts in a JavaScript engine written in Go: the picture is the
// one that a browser shows, without one. It loads when it is first used, which
// takes about 0.3 s and 20 MB of live memory (100 MB at its height), and gives all of it
// back when it was idle for a while. One chart is drawn at a time; others wait.
type engine struct {
	library func() ([]byte, error) // gives charts.js
	idle    time.Duration

	mu    sync.Mutex
	call  goja.Callable // seminarCharts.draw; nil while nothing is loaded
	vm    *goja.Runtime
	used  time.Time
	timer *time.Timer
}

// draw returns the SVG of a chart's definition, as ECharts made it.
func (e *engine) draw(definition string, width int) (string, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.call == nil {
		if err := e.load(); err != nil {
			return "", err
		}
	}
	e.stay()
	svg, err := e.call(goja.Undefined(), e.vm.ToValue(definition), e.vm.ToValue(width))
	if err != nil {
		return "", fmt.Errorf("charts: drawing the picture: %w", err)
	}
	return svg.String(), nil
}

// load runs charts.js in a new engine. Chance and clock stand still there, so
// that the same chart is the same bytes; only a stub of setTimeout is missing.
func (e *engine) load() error {
	script, err := e.library()
	if err != nil {
		return err
	}
	vm := goja.New()
	vm.SetRandSource(func() float64 { return 0.5 })
	vm.SetTimeSource(func() time.Time { return time.Unix(0, 0) })
	vm.Set("setTimeout", func() int { return 0 })
	vm.Set("clearTimeout", func() {})
	if _, err := vm.RunScript("charts.js", string(script)); err != nil {
		return fmt.Errorf("charts: loading charts.js: %w", err)
	}
	call, ok := goja.AssertFunction(vm.GlobalObject().Get("seminarCharts").ToObject(vm).Get("draw"))
	if !ok {
		return fmt.Errorf("charts: charts.js is not one that js.Bundle made")
	}
	e.vm, e.call = vm, call
	return nil
}

// stay notes that the engine is used now and that it may go when it is not used
// for a while.
func (e *engine) stay() {
	e.used = time.Now()
	if e.timer == nil {
		e.timer = time.AfterFunc(e.idle, e.rest)
	}
	e.timer.Reset(e.idle)
}

// rest lets go of the engine, and has the system take its memory back. Left alone, the
// collector would come after two minutes and keep most of it for later: 66 of 84 MB here,
// 26 MB this way. It reads all that lives, which took 12 ms on one CPU; a measurement that is
// under way then, a minute after the last chart, has one longer run among others. In a program
// with much more alive the reading would be longer and our share small: there it is left out.
func (e *engine) rest() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if time.Since(e.used) < e.idle {
		return // a chart was drawn while the timer rang
	}
	e.vm, e.call = nil, nil
	if alive() < 100<<20 {
		debug.FreeOSMemory()
	}
}

// alive is how many bytes were in use after the last collection.
func alive() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
