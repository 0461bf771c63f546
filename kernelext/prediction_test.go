package kernelext

import (
	"math"
	"strings"
	"testing"
)

// What a reader said is called right inside the interval or near the figure, else how far
// off it was; never where the measurement cannot tell.
func TestPrediction(t *testing.T) {
	measured := Ratio{Value: 1.98, Low: 1.7, High: 2.3, Runs: 9}
	for _, test := range []struct {
		predicted float64
		ratio     Ratio
		granted   float64
		want      string
	}{
		{0, measured, 2, ""},
		{2, Ratio{}, 2, ""},
		{2, measured, 2, "2.00x: right"},
		{1.75, measured, 2, "1.75x: right"}, // the interval has both
		{2.05, Ratio{Value: 2, Low: 1.99, High: 2.01, Runs: 9}, 2, "2.05x: right"},
		{2.2, Ratio{Value: 2, Low: 1.99, High: 2.01, Runs: 9}, 2, "2.20x: 10% too high"},
		{1.8, Ratio{Value: 2, Low: 1.99, High: 2.01, Runs: 9}, 2, "1.80x: 10% too low"},
		{2, Ratio{Value: 0.99, Low: 0.97, High: 1.01, Runs: 9}, 2, "2.00x: 2.0 times too high"},
		{1, Ratio{Value: 7, Low: 6.9, High: 7.1, Runs: 9}, 2, "1.00x: 7.0 times too low"},
		{2, Ratio{Value: 2, Runs: 1}, 2, "2.00x: right"},
		{2, measured, 1.2, "2.00x: the machine gave too few CPUs to tell"},
		{-2, measured, 2, "-2 is no prediction: 1 is as fast, 2 twice as fast"},
		{math.NaN(), measured, 2, "NaN is no prediction: 1 is as fast, 2 twice as fast"},
		{math.Inf(1), measured, 2, "+Inf is no prediction: 1 is as fast, 2 twice as fast"},
	} {
		table := &Table{Bound: CPUBound, Rows: []Row{{Name: "first", Predicted: 3}, {Name: "case", Predicted: test.predicted, Ratio: test.ratio, Cores: 2, Granted: test.granted}}}
		if got := table.Prediction(1); got != test.want {
			t.Errorf("%v beside %v: %q, want %q", test.predicted, test.ratio, got, test.want)
		}
		if got := table.Prediction(0); got != "" {
			t.Errorf("of the first it says %q", got)
		}
	}
}

// A table with a prediction has a column for it, one without has none.
func TestPredictionInATable(t *testing.T) {
	m := newMachine()
	cases := []Case{{Name: "a", Run: m.work(1, 100)}, {Name: "b", Run: m.work(1, 50), Predicted: 3}}
	table := newTable(cases)
	if text := table.String(); !strings.Contains(text, "you said") {
		t.Errorf("no column in\n%s", text)
	}
	cases[1].Predicted = 0
	if text := newTable(cases).String(); strings.Contains(text, "you said") {
		t.Errorf("a column in\n%s", text)
	}
}
