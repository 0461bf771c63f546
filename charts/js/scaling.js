// How work scales. Both axes are logarithms to the base of 2, so the drawing writes its
// own labels: at the numbers of workers that were measured, and at each doubling.

function pathOf(points, api) {
  return points.map(function (point, i) {
    var at = api.coord(point);
    return (i ? 'L' : 'M') + tenth(at[0]) + ' ' + tenth(at[1]);
  }).join('');
}

function endOf(points, api) {
  return api.coord(points[points.length - 1]);
}

// gridDrawn are the doublings across and the numbers of workers below.
function gridDrawn(p, plot, api) {
  var path = '', drawn = [];
  p.steps.forEach(function (step) {
    var y = api.coord([p.at[0], step[0]])[1];
    path += 'M' + tenth(plot.x) + ' ' + tenth(y) + 'h' + tenth(plot.width);
    drawn.push(written(plot.x - 8, y, words(step[1], 13, p.palette.quiet, { align: 'right', verticalAlign: 'middle' })));
  });
  var last = -Infinity;
  p.workers.forEach(function (label, i) {
    var x = api.coord([p.at[i], 0])[0], half = measure(words(label, 13)).width / 2;
    if (x - half < last + 4) return; // numbers too near to each other: the point's tip says it
    last = x + half;
    drawn.push(written(x, plot.y + plot.height + 8, words(label, 13, p.palette.quiet, { align: 'center', verticalAlign: 'top' })));
  });
  drawn.push(written(plot.x + plot.width / 2, plot.y + plot.height + 30, words('workers', 13, p.palette.quiet, { align: 'center', verticalAlign: 'top' })));
  drawn.push(written(EDGE, plot.y - 24, words('times as fast', 13, p.palette.quiet, { verticalAlign: 'middle' })));
  return [{ type: 'path', silent: true, shape: { pathData: path }, style: { fill: 'none', stroke: p.palette.line, lineWidth: 1 } }].concat(drawn);
}

series('scales', function (params, api) {
  var p = params.itemPayload, plot = params.coordSys, drawn = gridDrawn(p, plot, api), ideal = endOf(p.ideal, api), ends = [];
  if (p.cores >= 0) {
    var x = api.coord([p.cores, 0])[0];
    drawn.push(upright(x, plot, p.palette.axis, [2, 3]));
    drawn.push(written(x + 5, plot.y + plot.height - 6, words(p.machine, 12, p.palette.quiet, { verticalAlign: 'bottom', stroke: p.palette.card, lineWidth: 3 })));
  }
  drawn.push({ type: 'path', silent: true, shape: { pathData: pathOf(p.ideal, api) }, style: { fill: 'none', stroke: p.palette.axis, lineWidth: 1.6, lineDash: [2, 4] } });
  drawn.push(written(ideal[0] + 6, ideal[1], words('ideal', 12, p.palette.quiet, { verticalAlign: 'middle', stroke: p.palette.card, lineWidth: 3 })));
  if (p.line.length) {
    var end = endOf(p.line, api), y = Math.abs(end[1] - ideal[1]) < 16 && Math.abs(end[0] - ideal[0]) < 60 ? ideal[1] + 16 : end[1];
    drawn.push({ type: 'path', silent: true, shape: { pathData: pathOf(p.line, api) }, style: { fill: 'none', stroke: p.possible, lineWidth: 2, lineDash: [7, 4] } });
    drawn.push(written(end[0] + 9, y, words(p.said, 12, p.palette.ink, { verticalAlign: 'middle', stroke: p.palette.card, lineWidth: 3 })));
  }
  return { type: 'group', children: drawn };
});

// [workers, times as fast, lowest, highest]: a point, its interval, and its figure below, where
// neither the ideal nor the line can be. The first is what the others are compared with.
series('points', function (params, api) {
  var p = params.itemPayload, i = params.dataIndex, at = api.coord([api.value(0), api.value(1)]);
  var low = api.coord([api.value(0), api.value(2)])[1], high = api.coord([api.value(0), api.value(3)])[1], x = tenth(at[0]);
  var drawn = low - high < 2 ? [] : lines('M' + x + ' ' + tenth(high) + 'V' + tenth(low) + 'M' + tenth(x - 4) + ' ' + tenth(high) + 'h8M' + tenth(x - 4) + ' ' + tenth(low) + 'h8', p.palette, { lineWidth: 1.6 });
  drawn.push({ type: 'circle', shape: { cx: x, cy: tenth(at[1]), r: 5 }, style: { fill: p.colour, stroke: p.palette.card, lineWidth: 1.5 }, emphasis: { style: false } });
  if (i) drawn.push(written(at[0] + 8, Math.max(low, at[1]) + 9, words(p.texts[i], 13, p.palette.ink, { fontWeight: 'bold', align: 'center', verticalAlign: 'top', stroke: p.palette.card, lineWidth: 3 })));
  return { type: 'group', children: drawn };
});
