package charts

import (
	"math"
	"time"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/types"

	"seminar/kernelext"
)

// Published says how published figures are drawn: none when scale is 0.
type published struct {
	first int     // the first row that has one; -1 when none has
	scale float64 // from a published figure to the height of its mark
}

// sameScale is how far apart the first measured and published figure may be to
// count as of one scale.
const sameScale = 0.1

func publishedIn(rows []kernelext.Row) published {
	p, count := published{first: -1}, 0
	for i, row := range rows {
		if row.Published > 0 && row.Time > 0 {
			count++
			if p.first < 0 {
				p.first = i
			}
		}
	}
	if p.first < 0 {
		return p
	}
	apart := float64(rows[p.first].Time) / float64(rows[p.first].Published)
	switch {
	case math.Abs(apart-1) <= sameScale:
		p.scale = 1
	case count > 1:
		p.scale = apart
	}
	return p
}

// published is how high row i's published figure is drawn, as a time; 0 for none.
func (b *bars) published(i int) time.Duration {
	return time.Duration(math.Round(float64(b.rows[i].Published) * b.told.scale))
}

// hollow are the published figures: narrow, in the colour of the bar they belong to.
func (b *bars) hollow(l layout) echarts.SingleSeries {
	data := make([]bar, len(b.rows))
	for i, row := range b.rows {
		data[i].Value = "-" // no bar
		if row.Published > 0 {
			data[i] = bar{Value: b.unit.of(b.published(i)), Style: &style{BorderColor: colour(i)}}
		}
	}
	return echarts.SingleSeries{Type: types.ChartBar, Data: data, BarWidth: percent(l.beside), BarGap: percent(l.gap / l.Width)}
}

// publishedLabel is in the chart's unit where it can be read off its axis.
func (b *bars) publishedLabel(row kernelext.Row) string {
	if b.told.scale == 1 {
		return b.unit.label(row.Published)
	}
	return figure(row.Published)
}
