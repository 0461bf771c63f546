// The runs of a case as dots, in the order in which they were made, on a line
// at the figure that counts.
series('runs', function (params, api) {
  var p = params.itemPayload, i = params.dataIndex, band = api.size([1, 0])[0], plot = params.coordSys;
  var left = api.coord([api.value(0), 0])[0] - 0.36 * band, width = 0.72 * band, figure = tenth(api.coord([i, p.figures[i]])[1]), path = '';
  var r = p.runs[i].length > 60 ? 2 : 4;
  p.runs[i].forEach(function (run) {
    var x = tenth(left + run[0] * width - r), y = tenth(api.coord([i, run[1]])[1]);
    path += 'M' + x + ' ' + y + 'a' + r + ' ' + r + ' 0 1 0 ' + 2 * r + ' 0a' + r + ' ' + r + ' 0 1 0 -' + 2 * r + ' 0z';
  });
  var line = { type: 'path', silent: true, shape: { pathData: 'M' + tenth(left - 8) + ' ' + figure + 'h' + tenth(width + 16) }, style: { fill: 'none', stroke: p.palette.ink, lineWidth: 1.6 } };
  return { type: 'group', children: (figure >= plot.y && figure <= plot.y + plot.height ? [line] : []).concat(
    { type: 'path', silent: true, shape: { pathData: path }, style: { fill: p.colours[i], stroke: p.palette.card, lineWidth: 1 } }) };
});
