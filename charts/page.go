package charts

import (
	"fmt"
	"html"
	"regexp"
	"strings"
)

// boot makes the charts of a page live. In a handout, and after the first chart
// in JupyterLab, the runtime is there already. Else it is asked for, once a page,
// at the kernelspec's address, which Jupyter Server serves with the reader's own
// cookie. On any other page there is nobody to ask, and the picture stays.
const boot = `(function(w,d){var c,e;if(w.seminarCharts)return w.seminarCharts.mount(d);` +
	`if(!(c=d.getElementById("jupyter-config-data"))||d.getElementById("seminar-charts"))return;` +
	`e=d.createElement("script");e.id="seminar-charts";` +
	`e.src=JSON.parse(c.textContent).baseUrl+"kernelspecs/gophernotes/charts.js";d.head.appendChild(e)})(window,document)`

var height = regexp.MustCompile(`^<svg [^>]*? height="(\d+)"`)

// fragment is the chart as part of a page: its picture and, for pages that run
// scripts, its definition, which JSON has escaped.
func (c *Chart) fragment(definition []byte, picture string) string {
	return fmt.Sprintf(`<div class="seminar-chart mathjax_ignore tex2jax_ignore" style="max-width:%[1]dpx;break-inside:avoid"><img alt="%[2]s" width="%[1]d" height="%[3]s" style="max-width:100%%;height:auto" src="%[4]s">`+
		`<script type="application/json">%[5]s</script><script>%[6]s</script></div>`,
		width, html.EscapeString(c.alt()), height.FindStringSubmatch(picture)[1], dataURI(picture), definition, boot)
}

// inURI escapes what an address inside an attribute cannot hold. Base64 would be
// longer, and could not be read in a diff. Quotation marks around attributes
// become single ones, which need no escape: finish leaves none in the text.
var inURI = strings.NewReplacer(`"`, "'", "%", "%25", "#", "%23", "<", "%3C", ">", "%3E", "&", "%26", "\n", "%0A")

func dataURI(picture string) string { return "data:image/svg+xml," + inURI.Replace(picture) }

// page is a whole page that asks for nothing: ECharts is inside.
func (c *Chart) page(definition []byte, picture string, e *engine) (string, error) {
	script, err := e.library()
	if err != nil {
		return "", err
	}
	return fmt.Sprintf(pageForm, html.EscapeString(c.title), script, c.fragment(definition, picture)), nil
}

const pageForm = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>%s</title>
<style>
body { margin: 2rem auto; max-width: 45rem; padding: 0 1rem; background: #fff; }
@media screen and (prefers-color-scheme: dark) { body { background: #16191d; } }
</style>
</head>
<body>
<script>%s</script>
%s
</body>
</html>
`
