// Package charts draws what package kernelext measured. One definition, a
// go-echarts value, gives all that a reader may need: an interactive chart where
// scripts run, the same picture as SVG where they do not, and the numbers as
// text. In a notebook a chart shows itself; in any other program
//
//	charts.Bars(table).WriteFile("result.html")
//
// writes a page, a picture (.svg) or the numbers (.txt).
//
// The package measures nothing, decides no verdict and knows nothing of Jupyter
// beyond the address at which a page finds charts.js. It asks no network: ECharts
// must be on the machine (see [Library]); without it a chart is its table.
//
// A kind of chart is one file: a function that makes a *Chart from data, and an [Example]
// of it for the [Gallery], whose picture the tests hold. Drawings that ECharts does not
// have are a file of the folder js, registered by name.
package charts
