package charts

import (
	"cmp"
	"slices"
	"strings"
)

// An Example shows a kind of chart by what it is for.
type Example struct {
	Kind string        // the function that makes it
	Name string        // of its golden files: short, in letters and hyphens
	For  string        // the question that it answers, one sentence
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
