// text/template: ranges, methods, functions, nesting, pipelines, errors.
package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"text/template"
)

type item struct {
	Name  string
	Price float64
	tags  []string
}

func (i item) Tags() []string                   { return i.tags }
func (i item) Discount(percent float64) float64 { return i.Price * (1 - percent/100) }
func (i *item) Fail() (string, error)           { return "", errors.New("failed on " + i.Name) }

type order struct {
	Items  []*item
	Notes  map[string]int
	Buyer  func(string) string
	Stream func(func(int) bool)
}

const text = `{{define "row"}}{{printf "%-6s|%6.2f" .Name .Price}}{{if gt .Price 10.0}} !{{end}}{{end -}}
{{range $i, $it := .Items}}{{if $i}}; {{end}}{{template "row" $it}}
{{- with $it.Tags}} tags={{join . ","}}{{else}} untagged{{end}} {{$it.Discount 50 | printf "%.1f"}}
{{- else}}nothing{{end}}
{{range $k, $v := .Notes}}{{$k | upper}}={{$v}} {{end}}{{len .Notes}} {{index .Notes "b"}}
{{call .Buyer "x"}} {{and .Items (not .Notes)}} {{or "" "default"}} {{eq 3 1 2 3}} {{slice "abcdef" 1 3}}
{{range 3}}{{.}}{{if eq . 1}}{{continue}}{{end}},{{end}} {{range .Stream}}{{if gt . 2}}{{break}}{{end}}{{.}}{{end}}
{{- $x := 1}}{{$x = 2}} {{$x}} {{"q\"uote" | printf "%q"}} {{/* gone */}}{{- " trimmed" -}} .
`

func main() {
	funcs := template.FuncMap{"join": strings.Join, "upper": strings.ToUpper}
	t := template.Must(template.New("order").Funcs(funcs).Parse(text))
	o := order{
		Items: []*item{{"tea", 4.5, []string{"hot", "leaf"}}, {"pot", 32, nil}},
		Notes: map[string]int{"b": 2, "a": 1},
		Buyer: func(s string) string { return "buyer " + s },
		Stream: func(yield func(int) bool) {
			for i := 1; yield(i); i++ {
			}
		},
	}
	fmt.Println(t.Execute(os.Stdout, o))
	fmt.Println(t.ExecuteTemplate(os.Stdout, "row", item{Name: "cup", Price: 1}))
	for _, bad := range []string{`{{(index .Items 0).Fail}}`, `{{.Nope}}`, `{{index .Items 9}}`} {
		fmt.Println(template.Must(template.New("bad").Parse(bad)).Execute(os.Stdout, o))
	}
	_, err := template.New("syntax").Parse("{{if}}")
	fmt.Println(err, t.Lookup("row") != nil, t.Lookup("none") == nil)
}
