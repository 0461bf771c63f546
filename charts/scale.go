package charts

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// A unit is the one in which a chart's times are written.
type unit struct {
	name, plural string
	size         time.Duration
}

var units = []unit{
	{"ns", "nanoseconds", time.Nanosecond},
	{"µs", "microseconds", time.Microsecond},
	{"ms", "milliseconds", time.Millisecond},
	{"s", "seconds", time.Second},
}

// unitFor is the largest unit of which the longest time has at least one.
func unitFor(longest time.Duration) unit {
	for i := len(units) - 1; i > 0; i-- {
		if longest >= units[i].size {
			return units[i]
		}
	}
	if longest <= 0 {
		return units[2]
	}
	return units[0]
}

// of is d in units, rounded so that no picture depends on a last binary digit.
func (u unit) of(d time.Duration) float64 {
	return rounded(float64(d) / float64(u.size))
}

// label writes d in the chart's unit, so that labels can be compared at a
// glance; a time so small that little would be left of it gets its own.
func (u unit) label(d time.Duration) string {
	value := float64(d) / float64(u.size)
	if d > 0 && value < 0.095 {
		u = unitFor(d)
		value = float64(d) / float64(u.size)
	}
	return digits(value) + " " + u.name
}

// figure writes a time in its own best unit.
func figure(d time.Duration) string { return unitFor(d).label(d) }

// digits writes a number with three digits, and no more than two after the point.
func digits(x float64) string {
	switch size := math.Abs(x); {
	case x == 0:
		return "0"
	case size < 0.0995:
		return fmt.Sprintf("%.2g", x)
	case size < 9.995:
		return fmt.Sprintf("%.2f", x)
	case size < 99.95:
		return fmt.Sprintf("%.1f", x)
	}
	return fmt.Sprintf("%.0f", x)
}

// rounded keeps six digits.
func rounded(x float64) float64 {
	short, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 6, 64), 64)
	if err != nil || math.IsNaN(short) || math.IsInf(short, 0) {
		return 0
	}
	return short
}

// An axis runs from 0 to top in steps that are easy to read.
type axis struct{ top, step float64 }

// axisTo is the axis with four to seven steps that has room for a value.
func axisTo(most float64) axis {
	if most <= 0 {
		return axis{1, 0.25}
	}
	power := math.Pow(10, math.Floor(math.Log10(most)))
	for _, factor := range []float64{0.2, 0.25, 0.5, 1, 2, 2.5} {
		step := rounded(power * factor)
		if steps := math.Ceil(most/step - 1e-9); steps <= 7 {
			return axis{rounded(steps * step), step}
		}
	}
	return axis{10 * power, 2 * power}
}

// widest is the longest label of the axis, with as many commas as ECharts puts in.
func (a axis) widest() string {
	longest := ""
	for value := 0.0; value <= a.top*(1+1e-9); value += a.step {
		if label := strconv.FormatFloat(rounded(value), 'f', -1, 64); len(label) > len(longest) {
			longest = label
		}
	}
	whole, _, _ := strings.Cut(longest, ".")
	return longest + strings.Repeat(",", max(0, len(whole)-1)/3)
}
