package charts

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"

	"seminar/charts/js"
)

// ErrNoLibrary is why a chart is only a table: ECharts is not on this machine.
var ErrNoLibrary = errors.New("charts: ECharts was not found, so this chart is only its table; " +
	"`go tool seminar install` brings it (without it: `npm ci --ignore-scripts` in the folder charts)")

// Library returns charts.js: the file of that name beside the running program or
// one folder above it, where `seminar install` puts it for the kernel and for the
// workers in the kernel's folders, else one made ([js.Bundle]) from the ECharts that npm
// put into this package's folder; a program built with -trimpath takes the folder charts of
// the current one for that. With neither, the error is [ErrNoLibrary]. It reads the file
// anew each time.
func Library() ([]byte, error) {
	program, err := os.Executable()
	if err == nil {
		program, err = filepath.EvalSymlinks(program)
	}
	if err != nil {
		program = "" // then only the checkout is left
	}
	return libraryFrom(filepath.Dir(program), source())
}

// source is this package's folder. With -trimpath a program does not know where it was
// compiled, and what it has instead is the import path.
func source() string {
	_, here, _, _ := runtime.Caller(0)
	if !filepath.IsAbs(here) {
		return "charts"
	}
	return filepath.Dir(here)
}

func libraryFrom(beside, checkout string) ([]byte, error) {
	for _, dir := range []string{beside, filepath.Dir(beside)} {
		if script, err := os.ReadFile(filepath.Join(dir, "charts.js")); err == nil {
			return script, nil
		}
	}
	script, err := js.Bundle(filepath.Join(checkout, "node_modules", "echarts", "dist", "echarts.min.js"))
	if errors.Is(err, os.ErrNotExist) {
		return nil, ErrNoLibrary
	}
	return script, err
}
