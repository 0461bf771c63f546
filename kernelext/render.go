package kernelext

import (
	"fmt"
	"html"
	"strings"
	"time"
)

// SimpleRender returns the table as text/plain and text/html. gophernotes calls
// it for a result; it needs no import here because its display package takes
// any value that has this method.
func (t *Table) SimpleRender() map[string]any {
	return map[string]any{"text/plain": t.String(), "text/html": t.html()}
}

// String is the table as aligned text, its notes below.
func (t *Table) String() string {
	lines := t.cells()
	width := make([]int, len(lines[0]))
	for _, line := range lines {
		for i, cell := range line {
			width[i] = max(width[i], wide(cell))
		}
	}
	var b strings.Builder
	for _, line := range lines {
		var out strings.Builder
		for i, cell := range line {
			gap := strings.Repeat(" ", width[i]-wide(cell))
			if numeric(i, len(line)) {
				out.WriteString(gap + cell + "  ")
			} else {
				out.WriteString(cell + gap + "  ")
			}
		}
		b.WriteString(strings.TrimRight(out.String(), " ") + "\n")
	}
	return b.String() + strings.Join(t.remarks(), "\n")
}

// html is the table for a browser. It takes its colours from the page, so it
// reads on dark, on light and on paper; it needs no style sheet and no script.
func (t *Table) html() string {
	var b strings.Builder
	b.WriteString(`<table style="border-collapse:collapse;color:inherit">`)
	for y, line := range t.cells() {
		tag := "td"
		if y == 0 {
			tag = "th"
		}
		b.WriteString("<tr>")
		for x, cell := range line {
			align := "left"
			if numeric(x, len(line)) {
				align = "right"
			}
			fmt.Fprintf(&b, `<%s style="text-align:%s;padding:.2em .8em;border-bottom:1px solid rgba(128,128,128,.4)">%s</%s>`, tag, align, html.EscapeString(cell), tag)
		}
		b.WriteString("</tr>")
	}
	b.WriteString("</table>")
	for _, remark := range t.remarks() {
		b.WriteString(paragraph(remark))
	}
	return b.String()
}

// paragraph is a remark below a table.
func paragraph(text string) string {
	return `<p style="margin:.3em .8em">` + html.EscapeString(text) + "</p>"
}

// numeric reports whether column x holds figures: all but the name and the
// verdict.
func numeric(x, columns int) bool { return x > 0 && x < columns-1 }

// cells is the table's text, its head first. A column that would be empty is
// left out.
func (t *Table) cells() [][]string {
	limit, published, predicted := false, false, false
	for _, row := range t.Rows {
		limit = limit || row.Limit > 0
		published = published || row.Published > 0
		predicted = predicted || row.Predicted != 0
	}
	line := func(name, time, span, possible, told, guess, verdict string) []string {
		cells := []string{name, time, span}
		if limit {
			cells = append(cells, possible)
		}
		if published {
			cells = append(cells, told)
		}
		if predicted {
			cells = append(cells, guess)
		}
		return append(cells, verdict)
	}
	lines := [][]string{line("case", "time", "from … to", "possible", "published", "you said", "against the first")}
	for i, row := range t.Rows {
		span := ""
		if row.Time > 0 { // else it has not run yet
			span = figure(row.Low) + " … " + figure(row.High)
		}
		lines = append(lines, line(row.Name, figure(row.Time), span, figure(row.Limit), figure(row.Published), t.Prediction(i), t.Verdict(i)))
	}
	return lines
}

// remarks says how the figures came about, and what is doubtful about them.
func (t *Table) remarks() []string {
	how := "1 run each."
	switch {
	case t.Rounds > 1 && t.Bound == CPUBound:
		how = fmt.Sprintf("Computing: the best of %d runs, the cases taking turns. CPUs: %d.", t.Rounds, t.CPUs)
	case t.Rounds > 1:
		how = fmt.Sprintf("Waiting: the median of %d runs, the cases taking turns.", t.Rounds)
	}
	remarks := append([]string{how}, t.Notes...)
	for _, row := range t.Rows {
		for _, note := range row.Notes {
			remarks = append(remarks, row.Name+": "+note)
		}
	}
	return remarks
}

// figure writes a time with three digits and a unit, "" when it is unknown.
func figure(d time.Duration) string {
	if d <= 0 {
		return ""
	}
	value := float64(d)
	for _, unit := range []string{"ns", "µs", "ms"} {
		if value < 999.5 {
			return digits(value) + " " + unit
		}
		value /= 1000
	}
	return digits(value) + " s"
}

// factor writes a ratio: two digits after the point, or what three digits show.
func factor(x float64) string {
	if x < 0.095 {
		return fmt.Sprintf("%.2g", x)
	}
	return digits(x)
}

// digits writes a positive number with three digits, and no more than two after
// the point.
func digits(x float64) string {
	switch {
	case x < 9.995:
		return fmt.Sprintf("%.2f", x)
	case x < 99.95:
		return fmt.Sprintf("%.1f", x)
	}
	return fmt.Sprintf("%.0f", x)
}

// wide is how many columns a text takes in a terminal: a letter of Korean, Chinese or Japanese
// takes two columns.
func wide(text string) (n int) {
	for _, r := range text {
		if n++; r >= 0x1100 && r <= 0xffdc && (r < 0x2000 || r >= 0x2e80) {
			n++
		}
	}
	return n
}
