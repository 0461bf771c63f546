// The static picture, which the Go engine draws. ECharts lays out titles and axes and
// draws bars; the drawings of this folder are put on top of them without its custom series,
// which prepares for updates, states and pointers that a picture does not have: a third
// of what a picture took. The bytes are the same.

// What our options hold. ECharts sorts all the kinds of component that it has, some forty,
// twice for each chart; one that is not in this list is an error.
var COMPONENTS = ['title', 'tooltip', 'axisPointer', 'grid', 'xAxis', 'yAxis', 'series'];

// plotOf is what ECharts' custom series tells a drawing about its place.
function plotOf(chart, width) {
  var grid = chart.getModel().getComponent('grid').coordinateSystem, cartesian = grid.getCartesian(0, 0), rect = grid.getRect();
  return {
    place: { type: 'cartesian2d', x: rect.x, y: rect.y, width: rect.width, height: rect.height },
    coord: function (point) { return cartesian.dataToPoint(point); },
    size: function (lengths) { return [cartesian.getAxis('x').getBandWidth() * lengths[0], NaN]; },
    getWidth: function () { return width; }
  };
}

// element makes of what a drawing returned what zrender draws.
function element(drawn, z) {
  var props = Object.assign({}, drawn, { z: z }), name = drawn.type.charAt(0).toUpperCase() + drawn.type.slice(1);
  delete props.children;
  var made = drawn.type === 'path' ? echarts.graphic.makePath(drawn.shape.pathData, props) : new echarts.graphic[name](props);
  if (drawn.children) drawn.children.forEach(function (child) { made.add(element(child, z)); });
  return made;
}

// put draws a series of ours.
function put(chart, plot, s) {
  var row, api = Object.assign({ value: function (i) { return row[i]; } }, plot);
  s.data.forEach(function (item, i) {
    row = item.value || item;
    var drawn = drawings[s.renderItem]({ dataIndex: i, coordSys: plot.place, itemPayload: s.itemPayload }, api);
    if (drawn) chart.getZr().add(element(drawn, s.z));
  });
}

// draw returns a picture as a string of SVG. It needs no document.
function draw(json, width) {
  var laid = fit(JSON.parse(json), width, PALETTES.light), series = laid.option.series;
  echarts.ComponentModel.getAllClassMainTypes = function () { return COMPONENTS; };
  var chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: width, height: laid.height });
  try {
    laid.option.series = series.filter(function (s) { return s.type !== 'custom'; });
    chart.setOption(laid.option);
    var plot = plotOf(chart, width);
    series.forEach(function (s) { if (s.type === 'custom') put(chart, plot, s); });
    return chart.getZr().painter.renderToString({ useViewBox: true, cssAnimation: false, cssEmphasis: false });
  } finally {
    chart.dispose();
  }
}
