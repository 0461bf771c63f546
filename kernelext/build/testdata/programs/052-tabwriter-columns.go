// text/tabwriter: alignment, padding, right-aligned and debug columns.
package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
)

type row struct {
	name  string
	count int
	share float64
}

func table(w io.Writer, rows ...row) {
	total := 0
	for _, r := range rows {
		total += r.count
	}
	fmt.Fprintln(w, "name\tcount\tshare\t")
	fmt.Fprintln(w, "----\t-----\t-----\t")
	for _, r := range rows {
		r.share = float64(r.count) / float64(total) * 100
		fmt.Fprintf(w, "%s\t%d\t%.1f%%\t\n", r.name, r.count, r.share)
	}
}

func visible(s string) string { return strings.ReplaceAll(s, " ", "·") }

func main() {
	rows := []row{{"alpha", 5, 0}, {"é", 1200, 0}, {"a longer name", 33, 0}}
	styles := []struct {
		min, width, pad int
		char            byte
		flags           uint
	}{
		{0, 8, 2, ' ', 0},
		{6, 8, 1, '.', tabwriter.AlignRight},
		{0, 4, 0, ' ', tabwriter.Debug | tabwriter.TabIndent},
		{0, 8, 1, '\t', tabwriter.DiscardEmptyColumns},
	}
	for _, s := range styles {
		var b strings.Builder
		w := tabwriter.NewWriter(&b, s.min, s.width, s.pad, s.char, s.flags)
		table(w, rows...)
		w.Flush()
		fmt.Print(visible(b.String()))
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 1, '-', 0)
	fmt.Fprint(w, "a\tb\tc\nlonger\tx\n\nnew\tblock\tof\tcells\n\x1bescaped\ttext\x1b\tz\n")
	w.Flush()
}
