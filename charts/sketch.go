package charts

import (
	"strings"
	"time"
)

// The picture of bars in a text: so many columns for the longest, and for names.
const (
	sketchColumns = 40
	sketchNames   = 24
)

// eighths are blocks that fill a column from its left, an eighth more each.
var eighths = []string{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"}

// sketch draws the bars in characters, for a terminal.
func (b *bars) sketch() string {
	longest, wide := time.Duration(1), 0
	for _, row := range b.rows {
		longest, wide = max(longest, row.Time), max(wide, columns(narrowed(row.Name, sketchNames)))
	}
	var s strings.Builder
	for _, row := range b.rows {
		name := narrowed(row.Name, sketchNames)
		eighth := int(8 * sketchColumns * (float64(row.Time) / float64(longest)))
		s.WriteString(name + strings.Repeat(" ", wide-columns(name)) + "  " + strings.Repeat("█", eighth/8) + eighths[eighth%8] + " " + b.unit.label(row.Time) + "\n")
	}
	return s.String()
}

// columns is how wide a text is in a terminal: a letter of Korean, Chinese or Japanese takes
// two columns.
func columns(text string) (n int) {
	for _, r := range text {
		n += columnsOf(r)
	}
	return n
}

func columnsOf(r rune) int {
	if r >= 0x1100 && r <= 0xffdc && (r < 0x2000 || r >= 0x2e80) {
		return 2
	}
	return 1
}

// narrowed shortens a text to so many columns, and the sign that it was.
func narrowed(text string, columns int) string {
	for i, r := range text {
		if columns -= columnsOf(r); columns < 0 {
			return text[:i] + "…"
		}
	}
	return text
}
