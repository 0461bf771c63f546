package kernelext

import (
	"fmt"
	"math"
)

// rightWithin is how near a prediction must come to count as right where the interval
// is narrower: nobody predicts to the percent.
const rightWithin = 0.05

// Prediction is what became of the reader's prediction for row i: "2.00x: right", "2.00x:
// 2.0 times too high", "1.10x: 12% too low". It is "" where nothing was predicted or
// nothing was measured yet, and for the first row, with which the others are compared.
func (t *Table) Prediction(i int) string {
	row := t.Rows[i]
	said := factor(row.Predicted) + "x: "
	switch {
	case row.Predicted == 0 || i == 0:
		return ""
	case !(row.Predicted > 0) || math.IsInf(row.Predicted, 0):
		return fmt.Sprintf("%v is no prediction: 1 is as fast, 2 twice as fast", row.Predicted)
	case row.Ratio.Runs == 0:
		return ""
	case t.starved(i):
		return said + "the machine gave too few CPUs to tell"
	case right(row.Predicted, row.Ratio):
		return said + "right"
	}
	return said + off(row.Predicted/row.Ratio.Value)
}

// right tells whether a prediction lies in the interval, or near the figure.
func right(predicted float64, r Ratio) bool {
	return r.Runs > 1 && r.Low <= predicted && predicted <= r.High || math.Abs(predicted/r.Value-1) <= rightWithin
}

// off says how far off a prediction was that is so many times the figure.
func off(times float64) string {
	switch {
	case times >= 1.5:
		return fmt.Sprintf("%.1f times too high", times)
	case times > 1:
		return fmt.Sprintf("%.0f%% too high", 100*(times-1))
	case times > 1/1.5:
		return fmt.Sprintf("%.0f%% too low", 100*(1-times))
	}
	return fmt.Sprintf("%.1f times too low", 1/times)
}
