package charts

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A Chart is one picture with its title, caption and notes. Each kind has a function
// that makes one; it draws itself when it is the last value of a cell.
type Chart struct {
	title   string
	caption string
	told    string   // the caption that Caption set, for the text, whose table explains itself
	notes   []string // doubts, whole sentences, shown below the plot
	numbers string   // what the picture shows, in words, for its alt text
	table   string   // the same as an aligned table
	plot    *plot    // nil when there is nothing to draw: the title says why
}

// A plot is what ECharts draws, and what the runtime needs to lay it out.
type plot struct {
	value  echart
	Kind   string   `json:"kind,omitempty"` // of what it does where it is live, see runtime.js
	Count  int      `json:"count"`          // categories on the axis
	Height int      `json:"plot"`           // of the plot alone, in pixels
	Above  int      `json:"above"`          // between caption and plot, in pixels
	Below  int      `json:"below"`          // the plot, in pixels, beside what its drawings ask for
	Right  int      `json:"right"`          // for labels right of the plot, in pixels
	Labels []string `json:"labels"`         // what stands left of the plot; the widest makes the margin
}

// An echart is any chart of go-echarts. Its own renderers are not used: with
// them a title can end the script it stands in, and a name can be run as code.
type echart interface {
	Validate()
	JSON() map[string]any
}

// Title replaces the title that states the finding, and returns the chart.
func (c *Chart) Title(title string) *Chart {
	c.title = clean(title)
	return c
}

// Caption replaces the line below the title, and returns the chart.
func (c *Chart) Caption(caption string) *Chart {
	c.caption = clean(caption)
	c.told = c.caption
	return c
}

// SimpleRender returns the chart as a MIME bundle: text/html (interactive where
// scripts run, else a picture), image/svg+xml and text/plain. gophernotes calls
// it for a result. The first chart takes about 0.35 s, because ECharts is loaded,
// later ones about 0.06 s (BenchmarkFirstChart, BenchmarkChart). When ECharts cannot be
// had there is text/plain alone, and it says what to do.
func (c *Chart) SimpleRender() map[string]any {
	return c.bundle(drawing)
}

func (c *Chart) bundle(e *engine) map[string]any {
	if c.plot == nil {
		return map[string]any{"text/plain": c.text()}
	}
	definition, picture, err := c.draw(e)
	if err != nil {
		return map[string]any{"text/plain": c.text() + "\n" + err.Error()}
	}
	return map[string]any{
		"text/html":     c.fragment(definition, picture),
		"image/svg+xml": picture,
		"text/plain":    c.text(),
	}
}

// WriteFile writes the chart to path; the name's end decides what: .html is a
// page that needs nothing else (1.1 MB, ECharts is inside), .svg the picture,
// .txt the numbers. It fails when the file cannot be written, when ECharts is
// missing for the first two, or for any other ending.
func (c *Chart) WriteFile(path string) error {
	content, err := c.file(filepath.Ext(path), drawing)
	if err == nil {
		err = os.WriteFile(path, []byte(content), 0o644)
	}
	if err != nil {
		return fmt.Errorf("writing the chart %s: %w", filepath.Base(path), err)
	}
	return nil
}

func (c *Chart) file(ext string, e *engine) (string, error) {
	switch ext {
	case ".txt":
		return c.text(), nil
	case ".html", ".svg":
	default:
		return "", fmt.Errorf("a chart becomes .html, .svg or .txt, not %q", ext)
	}
	if c.plot == nil {
		return "", fmt.Errorf("%s", c.title)
	}
	definition, picture, err := c.draw(e)
	if err != nil || ext == ".svg" {
		return picture, err
	}
	return c.page(definition, picture, e)
}

// draw returns the chart's definition as JSON, with < > & escaped so that it can
// stand in a page, and its picture.
func (c *Chart) draw(e *engine) (definition []byte, picture string, err error) {
	definition, err = json.Marshal(struct {
		*plot
		Option map[string]any `json:"option"`
	}{c.plot, c.option()})
	if err != nil {
		return nil, "", fmt.Errorf("charts: the chart is not valid: %w", err)
	}
	raw, err := e.draw(string(definition), width)
	if err != nil {
		return nil, "", err
	}
	picture, err = finish(raw, c.alt())
	return definition, picture, err
}

// option is what ECharts gets: the kind's own, with the words around the plot.
func (c *Chart) option() map[string]any {
	c.plot.value.Validate()
	option := c.plot.value.JSON()
	delete(option, "legend") // an empty one would be drawn; labels stand at what they name
	delete(option, "toolbox")
	delete(option, "color") // what is drawn names its own
	option["title"] = []any{
		heading{
			Text: c.title, Style: &lettering{"@ink", 18, 25, "bold"}, Gap: 4,
			Below: c.caption, BelowStyle: &lettering{"@quiet", 13, 19, "normal"},
		},
		heading{Text: strings.Join(c.notes, "\n"), Style: &lettering{"@quiet", 12, 18, "normal"}},
	}
	return option
}

// A heading is ECharts' title component. go-echarts' own has no itemGap and takes
// only one title.
type heading struct {
	Text       string     `json:"text"`
	Style      *lettering `json:"textStyle"`
	Below      string     `json:"subtext,omitempty"`
	BelowStyle *lettering `json:"subtextStyle,omitempty"`
	Gap        int        `json:"itemGap"`
	Padding    int        `json:"padding"`
}

// Lettering is a text style. Its colour is @ink or @quiet: the runtime puts the
// one of the page's theme there.
type lettering struct {
	Color  string `json:"color"`
	Size   int    `json:"fontSize"`
	Line   int    `json:"lineHeight"`
	Weight string `json:"fontWeight"`
}

// text is the chart without a picture: finding, table, notes.
func (c *Chart) text() string {
	parts := []string{c.title}
	if c.told != "" {
		parts = append(parts, c.told)
	}
	if c.table != "" {
		parts = append(parts, "\n"+strings.TrimRight(c.table, "\n"))
	}
	return strings.Join(parts, "\n") + "\n"
}

// alt says what the picture shows, for those who do not see it.
func (c *Chart) alt() string {
	return strings.Join(append([]string{c.title + ".", c.numbers, c.caption}, c.notes...), " ")
}

// clean makes a text one line that XML can hold: what it cannot hold, control
// characters and broken UTF-8, becomes a space or the replacement character.
func clean(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029':
			return ' '
		case r == 0xfffe || r == 0xffff:
			return '\ufffd'
		}
		return r
	}, text))
}
