//go:build go1.27

// Templates print with the delimiters they were parsed with, and html/template reads JavaScript better.
package main

import (
	"fmt"
	html "html/template"
	"os"
	"strings"
	"text/template"
	"text/template/parse"
)

func main() {
	const source = `<<if .A>>yes<<else>>no<<end>><<range .L>><<break>><<end>><<with $x := .B>><<template "sub" $x>><<end>><</* c */>><<define "sub">>[<<.>>]<<end>>`
	t := template.Must(template.New("t").Delims("<<", ">>").Parse(source))
	fmt.Println(t.Root)
	fmt.Println(t.Lookup("sub").Root, t.Tree.Copy().Root.String() == t.Root.String())
	again, err := template.New("t").Delims("<<", ">>").Parse(t.Root.String())
	fmt.Println(err, again.Root.String() == t.Root.String())
	plain := template.Must(template.New("p").Parse(`{{- range $i, $e := .}}{{continue}}{{end}}{{block "b" .}}x{{end -}}`))
	fmt.Println(plain.Root)
	trees, err := parse.Parse("q", "[[.X | up]] {{.Y}}", "[[", "]]", map[string]any{"up": strings.ToUpper})
	fmt.Println(trees["q"].Root, err)

	for _, script := range []string{
		"<script>var a = x.return /{{.}}/ 2</script>", // a property, so / divides
		"<script>function* f() { yield /{{.}}/ }</script>",
		"<script>var b = `${ /{{.}}/.test(s) }`</script>",
		"<script>class C { #n = 1; m() { return this.#n /{{.}}/ 2 } }</script>",
		"<script>return /{{.}}/</script>",
	} {
		var b strings.Builder
		err := html.Must(html.New("s").Parse(script)).Execute(&b, "a/b")
		fmt.Println(b.String(), err)
	}
	template.Must(template.New("out").Delims("(", ")").Parse("(.)\n")).Execute(os.Stdout, 1)
}
