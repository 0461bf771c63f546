// Two columns, published and here, and a line for each case from one to the other.

// apart moves labels that would lie on each other: in their order from below, each at
// least a line above the one before, and all of them within the plot where they fit.
function apart(shares, plot, line) {
  var order = shares.map(function (_, i) { return i; }).sort(function (a, b) { return shares[b] - shares[a] || a - b; }); // from above
  var ys = [], last = -Infinity, bottom = plot.y + plot.height;
  order.forEach(function (i) { last = ys[i] = Math.max(plot.y + (1 - shares[i]) * plot.height, last + line); });
  for (var k = order.length - 1; k >= 0; k--) bottom = (ys[order[k]] = Math.min(ys[order[k]], bottom)) - line;
  return ys;
}

series('slopes', function (params) {
  var p = params.itemPayload, plot = params.coordSys, wide = Math.max.apply(null, p.right.map(function (text) { return measure(words(text, 14)).width; }));
  var left = plot.x + 34, right = Math.max(plot.x + plot.width - wide - 12, left + 80), drawn = [];
  [[left, 'published', 'center'], [right, 'here', 'center']].forEach(function (column) {
    drawn.push(upright(column[0], plot, p.palette.axis, null));
    drawn.push(written(column[0], plot.y - 12, words(column[1], 14, p.palette.ink, { fontWeight: 'bold', align: column[2], verticalAlign: 'bottom' })));
  });
  var before = apart(p.from, plot, 18), after = apart(p.to, plot, 20);
  p.from.forEach(function (from, i) {
    var y0 = tenth(plot.y + (1 - from) * plot.height), y1 = tenth(plot.y + (1 - p.to[i]) * plot.height);
    drawn.push({ type: 'path', silent: true, shape: { pathData: 'M' + tenth(left) + ' ' + y0 + 'L' + tenth(right) + ' ' + y1 }, style: { fill: 'none', stroke: p.colours[i], lineWidth: 2.5 } });
    [[left, y0], [right, y1]].forEach(function (end) {
      drawn.push({ type: 'circle', silent: true, shape: { cx: tenth(end[0]), cy: end[1], r: 5 }, style: { fill: p.colours[i], stroke: p.palette.card, lineWidth: 1.5 } });
    });
    drawn.push(written(left - 10, before[i], words(p.left[i], 14, p.palette.ink, { align: 'right', verticalAlign: 'middle' })));
    drawn.push(written(right + 10, after[i], words(p.right[i], 14, p.palette.ink, { verticalAlign: 'middle' })));
  });
  return { type: 'group', children: drawn };
});
