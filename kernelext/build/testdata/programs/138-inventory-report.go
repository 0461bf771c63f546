// A small application: CSV in, validation with joined errors, grouping, sorting by several keys, a table and JSON out.
package main

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"text/template"
)

const data = `item,group,count,price
apple,fruit,5,0.30
pear,fruit,x,0.45
"nut, mixed",dry,12,1.20
rice,dry,3,2.5
plum,fruit,7,-1
fig,fruit,2,0.90
`

type cents int

func (c cents) String() string { return fmt.Sprintf("%d.%02d", c/100, c%100) }

func (c cents) MarshalJSON() ([]byte, error) { return []byte(c.String()), nil }

type row struct {
	Item, Group string
	Count       int
	Price       cents
}

func (r row) Total() cents { return cents(r.Count) * r.Price }

type lineError struct {
	line  int
	field string
	error
}

func (e lineError) Error() string { return fmt.Sprintf("line %d, %s: %v", e.line, e.field, e.error) }
func (e lineError) Unwrap() error { return e.error }

func parse(record []string, line int) (r row, err error) {
	fail := func(field string, cause error) { err = errors.Join(err, lineError{line, field, cause}) }
	r.Item, r.Group = record[0], record[1]
	if n, err := strconv.Atoi(record[2]); err != nil {
		fail("count", err)
	} else {
		r.Count = n
	}
	switch p, err := strconv.ParseFloat(record[3], 64); {
	case err != nil:
		fail("price", err)
	case p < 0:
		fail("price", errors.New("negative"))
	default:
		r.Price = cents(p*100 + .5)
	}
	return
}

func read(text string) (rows []row, err error) {
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		return nil, err
	}
	for i, rec := range records[1:] {
		r, e := parse(rec, i+2)
		if err = errors.Join(err, e); e == nil {
			rows = append(rows, r)
		}
	}
	return rows, err
}

type summary struct {
	Group string
	Rows  []row
	Total cents
	Dear  *row `json:",omitempty"`
}

func summarise(rows []row) (out []summary) {
	groups := map[string]*summary{}
	for i, r := range rows {
		g := groups[r.Group]
		if g == nil {
			g = &summary{Group: r.Group}
			groups[r.Group] = g
		}
		g.Rows = append(g.Rows, r)
		g.Total += r.Total()
		if g.Dear == nil || r.Price > g.Dear.Price {
			g.Dear = &rows[i]
		}
	}
	for _, k := range slices.Sorted(maps.Keys(groups)) {
		out = append(out, *groups[k])
	}
	return
}

var page = template.Must(template.New("page").Funcs(template.FuncMap{"dots": func(s string, n int) string { return s + strings.Repeat(".", n-len(s)) }}).
	Parse(`{{range .}}{{dots .Group 8}}{{.Total}} ({{len .Rows}}){{with .Dear}} top {{.Item | printf "%.3s"}} at {{.Price}}{{end}}
{{end}}`))

func main() {
	rows, err := read(data)
	fmt.Println(err, errors.Is(err, strconv.ErrSyntax))
	slices.SortStableFunc(rows, func(a, b row) int { return cmp.Or(-cmp.Compare(a.Group, b.Group), cmp.Compare(a.Total(), b.Total())) })
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, '.', tabwriter.AlignRight)
	for _, r := range rows {
		fmt.Fprintf(w, "%s\t%d\t%v\t%v\t\n", r.Item, r.Count, r.Price, r.Total())
	}
	w.Flush()
	s := summarise(rows)
	fmt.Println(page.Execute(os.Stdout, s))
	b, err := json.Marshal(s)
	fmt.Println(string(b), err)
	_, err = read("a,b\n\"x")
	var pe *csv.ParseError
	fmt.Println(err, errors.As(err, &pe), pe.StartLine)
}
