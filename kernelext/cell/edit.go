package cell

import (
	"maps"
	"slices"
	"strings"
)

// An edit replaces a part of a text. Edits of the same place are made in the
// order in which they are listed; none may reach into another.
type edit struct {
	from, to int
	with     string
}

// apply makes the edits.
func apply(text string, edits []edit) string { return applyWithin(text, edits, 0, len(text)) }

// applyWithin makes the edits that lie between from and to, and returns that
// part of the text.
func applyWithin(text string, edits []edit, from, to int) string {
	var within []edit
	for _, e := range edits {
		if e.from >= from && e.to <= to {
			within = append(within, e)
		}
	}
	slices.SortStableFunc(within, func(x, y edit) int { return x.from - y.from })
	var b strings.Builder
	for _, e := range within {
		if e.from < from {
			continue // inside one that replaced it
		}
		b.WriteString(text[from:e.from])
		b.WriteString(e.with)
		from = e.to
	}
	b.WriteString(text[from:to])
	return b.String()
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
