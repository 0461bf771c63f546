package charts

import (
	"math"
	"time"
)

// predict turns the predicted ratios into times, as the first case measured them. What is
// more than twice as high as all that was measured gets no mark: the bars would
// shrink to nothing beside it, and the words say it as well.
func (b *bars) predict(most time.Duration) {
	b.guesses = make([]time.Duration, len(b.rows))
	for i, row := range b.rows {
		guess := float64(b.rows[0].Time) / row.Predicted
		if i > 0 && row.Predicted > 0 && !math.IsInf(row.Predicted, 0) && guess <= 2*float64(most) {
			b.guesses[i] = time.Duration(guess)
		}
	}
}

// marks are the predictions that are drawn.
func (b *bars) marks() [][]float64 {
	var marks [][]float64
	for i, guess := range b.guesses {
		if guess > 0 {
			marks = append(marks, []float64{float64(i), b.unit.of(guess)})
		}
	}
	return marks
}
