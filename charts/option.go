package charts

import (
	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"
)

// A definition completes a go-echarts chart with what its fields do not hold.
type definition struct {
	echarts.BaseConfigurationVisitor
	extras []extra // one for each series
}

// An extra is what go-echarts' series lacks.
type extra struct {
	style   *style
	payload any // what a drawing needs beside numbers
}

// A style is that of a bar, or of all bars of a series. go-echarts writes a
// radius as a string, which ECharts does not read.
type style struct {
	Color       string  `json:"color,omitempty"`
	BorderColor string  `json:"borderColor,omitempty"`
	BorderWidth float64 `json:"borderWidth,omitempty"`
	Radius      []int   `json:"borderRadius,omitempty"`
}

// VisitSeriesOpt puts the extras in, and each series in front of the one before.
func (d definition) VisitSeriesOpt(all echarts.MultiSeries) any {
	type series struct {
		echarts.SingleSeries
		Style   *style `json:"itemStyle,omitempty"` // instead of SingleSeries' own
		Payload any    `json:"itemPayload,omitempty"`
		Z       int    `json:"z"`
	}
	complete := make([]series, len(all))
	for i, s := range all {
		complete[i] = series{s, d.extras[i].style, d.extras[i].payload, 2 + i}
	}
	return complete
}

// drawn is a series that a drawing of the folder js makes from rows of numbers.
func drawn(name string, rows [][]float64) echarts.SingleSeries {
	// RenderItem is a function's text in go-echarts, and a registered name in ECharts 6.
	return echarts.SingleSeries{Type: types.ChartCustom, RenderItem: types.FuncStr(name), Data: rows}
}

// categories is the axis of names. The names themselves are a drawing below it,
// because ECharts' labels hide each other where they wrap.
func categories() opts.XAxis {
	return opts.XAxis{
		Type:      "category",
		AxisLabel: &opts.AxisLabel{Show: opts.Bool(false)},
		AxisTick:  &opts.AxisTick{Show: opts.Bool(false)},
		AxisLine:  &opts.AxisLine{LineStyle: &opts.LineStyle{Color: "@axis"}},
	}
}

// values is the axis of figures, with the unit's name at its head.
func values(a axis, name string) opts.YAxis {
	return opts.YAxis{
		Type: "value", Name: name, Min: 0, Max: a.top, MinInterval: a.step, MaxInterval: a.step,
		AxisLabel: &opts.AxisLabel{Color: "@quiet", FontSize: 13, Show: opts.Bool(true)},
		SplitLine: &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: "@line"}},
		AxisLine:  &opts.AxisLine{Show: opts.Bool(false)},
	}
}
