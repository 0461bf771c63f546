package charts

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
)

// The JavaScript of this package.
//
//go:embed js/*.js
var sources embed.FS

// order is that in which the files run: runtime.js is what the drawings call, live.js
// says what they made, and each drawing stands for itself.
func order() []string {
	drawings, err := fs.Glob(sources, "js/*.js")
	if err != nil {
		panic("charts: " + err.Error())
	}
	drawings = slices.DeleteFunc(drawings, func(name string) bool { return name == "js/runtime.js" || name == "js/live.js" })
	return append(append([]string{"js/runtime.js"}, drawings...), "js/live.js")
}

// ErrNoLibrary is why a chart is only a table: ECharts is not on this machine.
var ErrNoLibrary = errors.New("charts: ECharts was not found, so this chart is only its table; " +
	"`go tool seminar install` brings it (without it: `npm ci --ignore-scripts` in the folder charts)")

// Bundle makes charts.js from ECharts (the file echarts.min.js at echartsPath)
// and this package's runtime: what a page loads once for all its charts, and what
// the static picture is drawn with. It is about 1.1 MB, can stand inside a
// <script> element and changes one global, seminarCharts. It fails when the file
// cannot be read or is not ECharts 6, the first that can register drawings.
func Bundle(echartsPath string) ([]byte, error) {
	echarts, err := os.ReadFile(echartsPath)
	if err != nil {
		return nil, fmt.Errorf("charts: reading ECharts: %w", err)
	}
	if !bytes.Contains(echarts, []byte("registerCustomSeries")) {
		return nil, fmt.Errorf("charts: %s is not ECharts 6", filepath.Base(echartsPath))
	}
	var b bytes.Buffer
	// Local exports and no define: on a page with require.js ECharts would hand
	// itself to that instead of to us.
	b.WriteString("(function () {\nif (globalThis.seminarCharts) return;\nvar exports = {}, module = {exports: exports}, define;\n")
	b.Write(bytes.ReplaceAll(echarts, []byte("</script"), []byte(`<\/script`)))
	b.WriteString("\n(function (echarts) {\n'use strict';\n")
	for _, name := range order() {
		source, err := sources.ReadFile(name)
		if err != nil {
			return nil, err
		}
		b.Write(source)
	}
	b.WriteString("})(exports);\n})();\n")
	return b.Bytes(), nil
}

// Library returns charts.js: the file of that name beside the running program or
// one folder above it, where `seminar install` puts it for the kernel and for the
// workers in the kernel's folders, else one made from the ECharts that npm put
// into this package's folder. With neither, the error is [ErrNoLibrary]. It reads
// the file anew each time.
func Library() ([]byte, error) {
	program, err := os.Executable()
	if err == nil {
		program, err = filepath.EvalSymlinks(program)
	}
	if err != nil {
		program = "" // then only the checkout is left
	}
	_, here, _, _ := runtime.Caller(0)
	return libraryFrom(filepath.Dir(program), filepath.Dir(here))
}

func libraryFrom(beside, checkout string) ([]byte, error) {
	for _, dir := range []string{beside, filepath.Dir(beside)} {
		if script, err := os.ReadFile(filepath.Join(dir, "charts.js")); err == nil {
			return script, nil
		}
	}
	script, err := Bundle(filepath.Join(checkout, "node_modules", "echarts", "dist", "echarts.min.js"))
	if errors.Is(err, os.ErrNotExist) {
		return nil, ErrNoLibrary
	}
	return script, err
}
