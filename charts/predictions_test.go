package charts

import (
	"math"
	"strings"
	"testing"
)

// The reader's prediction has a mark, words under the name, in the tip and for those who
// do not see it; what would make the bars shrink has only the words.
func TestPredictions(t *testing.T) {
	table := cpu()
	table.Rows[1].Predicted, table.Rows[2].Predicted, table.Rows[3].Predicted = 2, 0.01, math.NaN()
	b := newBars(table)
	if got := b.marks(); len(got) != 1 || got[0][0] != 1 || got[0][1] != 138 {
		t.Errorf("the marks are %v", got)
	}
	words := b.nameWords(b.layout()).(struct {
		layout
		Names []string `json:"names"`
		More  []string `json:"more"`
	})
	if got, want := words.More[1], "published 8.92 s\nyou said 2.00x: 2.0 times too high"; got != want {
		t.Errorf("under the name is %q, want %q", got, want)
	}
	for what, text := range map[string]string{"tip": strings.Join(b.tip(2), "\n"), "numbers": b.numbers()} {
		if !strings.Contains(text, "you said 0.01x: 198.0 times too low") {
			t.Errorf("the %s is %q", what, text)
		}
	}
	if !strings.Contains(b.caption(), "Diamonds: where your predictions are.") || strings.Contains(newBars(cpu()).caption(), "Diamonds") {
		t.Errorf("the caption is %q", b.caption())
	}
}
