package charts

import (
	"fmt"
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
// takes about 0.3 s and 20 MB of live memory (100 MB at its height), and lets go of
// it when it was idle for a while. One chart is drawn at a time; others wait.
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
		return fmt.Errorf("charts: charts.js is not one that charts.Bundle made")
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

// rest lets go of the engine. The collector returns the memory in its own time:
// to force it here could disturb what somebody is measuring.
func (e *engine) rest() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if time.Since(e.used) >= e.idle { // else a chart was drawn while the timer rang
		e.vm, e.call = nil, nil
	}
}
