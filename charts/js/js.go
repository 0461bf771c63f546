// Package js is what charts need in a browser: the drawings that ECharts does not have, and
// one file, charts.js, made of them and ECharts. It imports nothing that draws, so that the
// command which installs charts.js is compiled without a JavaScript engine.
package js

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

//go:embed *.js
var sources embed.FS

// order is that in which the files run: runtime.js is what the drawings call, live.js
// says what they made, and each drawing stands for itself.
func order() []string {
	drawings, err := fs.Glob(sources, "*.js")
	if err != nil {
		panic("js: " + err.Error())
	}
	drawings = slices.DeleteFunc(drawings, func(name string) bool {
		return name == "runtime.js" || name == "live.js"
	})
	return append(append([]string{"runtime.js"}, drawings...), "live.js")
}

// Bundle makes charts.js from ECharts (the file echarts.min.js at echartsPath)
// and the files of this folder: what a page loads once for all its charts, and what
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
	b.WriteString("(function () {\nif (globalThis.seminarCharts) return;\n" +
		"var exports = {}, module = {exports: exports}, define;\n")
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
