package charts

import (
	"math"
	"strconv"
)

// colours are those of Okabe and Ito, which colour-blind readers can tell apart
// ("Color Universal Design", 2008), without their black, which a dark page hides.
var colours = []string{"#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#999999"}

// colour is the colour of the i-th thing; after eight they come again.
func colour(i int) string { return colours[i%len(colours)] }

// ink is the colour for text on a ground, white or black, whichever contrasts
// more. On any ground one of them has at least 4.58:1.
func ink(ground string) string {
	if contrast(ground, "#ffffff") >= contrast(ground, "#000000") {
		return "#ffffff"
	}
	return "#000000"
}

// contrast is the ratio of two colours' luminance as WCAG 2.2 defines it: 1 to 21.
func contrast(a, b string) float64 {
	lighter, darker := luminance(a), luminance(b)
	if lighter < darker {
		lighter, darker = darker, lighter
	}
	return (lighter + 0.05) / (darker + 0.05)
}

// luminance of a colour #rrggbb, 0 to 1 (WCAG 2.2, relative luminance).
func luminance(colour string) float64 {
	return 0.2126*channel(colour[1:3]) + 0.7152*channel(colour[3:5]) + 0.0722*channel(colour[5:7])
}

func channel(hex string) float64 {
	n, err := strconv.ParseUint(hex, 16, 8)
	if err != nil {
		panic("charts: a colour is #rrggbb, got the channel " + strconv.Quote(hex))
	}
	s := float64(n) / 255
	if s <= 0.04045 {
		return s / 12.92
	}
	return math.Pow((s+0.055)/1.055, 2.4)
}
