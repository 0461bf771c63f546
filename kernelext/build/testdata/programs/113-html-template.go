// html/template escapes by context; blocks, inheritance, clones, trusted values.
package main

import (
	"fmt"
	"html/template"
	"os"
	"strings"
)

type item struct {
	Name string
	Link string
	Tags []string
}

func (i item) Upper(suffix ...string) string {
	return strings.ToUpper(i.Name) + strings.Join(suffix, "")
}

type page struct {
	Title string
	Items []item
	Raw   template.HTML
	Conf  map[string]any
}

const layout = `<h1 title="{{.Title}}">{{block "body" .}}default {{.Title}}{{end}}</h1>{{define "tag"}}<b>{{.}}</b>{{end}}
`

const list = `{{define "body"}}{{range $i, $e := .Items}}{{if $i}}, {{end -}}
<a href="{{$e.Link}}" onclick="go({{$e.Tags}})">{{$e.Upper "!"}}</a>{{range .Tags}}{{template "tag" .}}{{else}}none{{end}}{{end}} {{.Raw}}{{end}}`

func main() {
	funcs := template.FuncMap{"twice": func(s string) template.HTML { return template.HTML("<i>" + s + s + "</i>") }}
	base := template.Must(template.New("base").Funcs(funcs).Parse(layout))
	p := page{"<Q&A> \"x\"", []item{{"a<b", "javascript:alert(1)", nil}, {"c", "/d e?f=g&h", []string{"</b>", "it's"}}}, "<hr>", nil}
	fmt.Println(base.Execute(os.Stdout, p))
	derived := template.Must(template.Must(template.New("base").Parse(layout)).Parse(list))
	fmt.Println(derived.Execute(os.Stdout, p))
	_, err := base.Parse("{{.Late}}")
	fmt.Println(err)
	inline := template.Must(template.New("x").Funcs(funcs).Parse(`{{with .Conf}}{{.a}} {{index .b 1}} {{len .b}}{{end}} {{twice "z"}} <script>var v = {{.Conf}};</script>{{/* gone */ -}}
{{range $i := 3}}{{if eq $i 1}}{{continue}}{{end}}{{$i}}{{end}}`))
	fmt.Println(inline.Execute(os.Stdout, page{Conf: map[string]any{"a": "<", "b": []int{5, 6}}}))
	_, err = template.New("bad").Parse("{{if}}")
	fmt.Println(err)
	fmt.Println(template.HTMLEscapeString("<'\">"), template.JSEscapeString("</s>'"))
}
