package charts

import (
	"cmp"
	"fmt"
	"html"
	"os"
	"slices"
	"strings"
)

// An Example shows a kind of chart by what it is for.
type Example struct {
	Kind string        // the function that makes it
	Name string        // of its golden files: short, in letters and hyphens
	For  string        // the question that it answers, one sentence
	Code string        // how to get such a chart, one line of Go
	Make func() *Chart // the chart, always the same
}

// gallery is filled by the files of the kinds, each with its own example, so that a new
// kind is one file.
var gallery []Example

// example puts an example into the gallery.
func example(e Example) bool {
	gallery = append(gallery, e)
	return true
}

// Gallery returns an example of every kind, by name: what a newcomer looks at first,
// and what the tests look at.
func Gallery() []Example {
	return slices.SortedFunc(slices.Values(gallery), func(a, b Example) int {
		return cmp.Or(strings.Compare(a.Kind, b.Kind), strings.Compare(a.Name, b.Name))
	})
}

// WriteGallery writes a page with every example, its question, how to get one, and its
// text: to the file at path, which it replaces. The page needs nothing else; ECharts is inside,
// once. It takes about a second, and fails when ECharts is missing or the file cannot be
// written.
func WriteGallery(path string) error {
	page, err := galleryPage(drawing)
	if err == nil {
		err = os.WriteFile(path, []byte(page), 0o644)
	}
	if err != nil {
		return fmt.Errorf("writing the gallery: %w", err)
	}
	return nil
}

func galleryPage(e *engine) (string, error) {
	script, err := e.library()
	if err != nil {
		return "", err
	}
	var contents, charts strings.Builder
	for _, example := range Gallery() {
		c := example.Make()
		definition, picture, err := c.draw(e)
		if err != nil {
			return "", fmt.Errorf("%s: %w", example.Name, err)
		}
		fragment := c.fragment(definition, picture)
		fmt.Fprintf(&contents, galleryLine, example.Name, example.Kind, html.EscapeString(example.For))
		fmt.Fprintf(&charts, galleryPart, example.Name, example.Kind, html.EscapeString(example.For), html.EscapeString(example.Code), fragment,
			html.EscapeString(c.text()), (len(fragment)+len(picture)+len(c.text())+999)/1000)
	}
	body := fmt.Sprintf(galleryForm, contents.String(), charts.String())
	return fmt.Sprintf(pageForm, "Charts", script, body), nil
}

const galleryLine = `<li><a href="#%s">%s</a>: %s</li>
`

const galleryPart = `<section id="%s">
<h2>%s</h2>
<p>%s</p>
<pre><code>%s</code></pre>
%s
<details><summary>The same in a terminal</summary><pre>%s</pre></details>
<p class="size">%d kB in a notebook: page part, picture and text.</p>
</section>
`

const galleryForm = `<style>
body { font: 1rem/1.5 system-ui, sans-serif; color: #1f2328; }
a { color: #0969da; }
pre { overflow-x: auto; font-size: .85rem; background: rgba(128, 128, 128, .12); padding: .6rem .8rem; border-radius: 6px; }
.size { color: #59636e; font-size: .85rem; }
section { break-inside: avoid; margin-top: 3rem; }
@media screen and (prefers-color-scheme: dark) { body { color: #e6e9ec; } a { color: #6cb6ff; } .size { color: #a3adb8; } }
</style>
<main>
<h1>Charts</h1>
<p>One of each kind, from figures that are made up. In a notebook a chart is the last line of a cell; in any other program
<code>WriteFile</code> makes a page, a picture (<code>.svg</code>) or a text of it. <code>charts.Live(cases...)</code> draws bars that grow while it measures.</p>
<ul>
%s</ul>
%s</main>`
