// The drawings on and around bars. Each gets its data as [index, …] and, in
// itemPayload, what is not a number: texts, colours and the bar's place in its
// band (offset of its centre and width, as shares of the band).

function place(params, api) {
  var p = params.itemPayload, band = api.size([1, 0])[0], i = api.value(0);
  return {
    band: band,
    x: api.coord([i, 0])[0] + p.offset * band,
    width: p.width * band,
    y: function (value) { return api.coord([i, value])[1]; }
  };
}

// lines is a path twice: in the ink, over a wider one in the colour of the page,
// so that it is seen on every bar.
function lines(path, palette, style) {
  return [palette.card, palette.ink].map(function (colour, i) {
    return { type: 'path', silent: true, shape: { pathData: path }, style: Object.assign({ fill: 'none' }, style, { stroke: colour, lineWidth: style.lineWidth + (i ? 0 : 2.4) }) };
  });
}

// [index, shortest, longest]: a line from one to the other, with caps. Where
// they are too near to tell apart there is one cap.
series('whiskers', function (params, api) {
  var at = place(params, api), low = tenth(at.y(api.value(1))), high = tenth(at.y(api.value(2)));
  var x = tenth(at.x), half = tenth(Math.min(10, at.width / 4)), span = 'H' + tenth(x + half), left = 'M' + tenth(x - half) + ' ';
  var path = low - high < 4 ? left + tenth((low + high) / 2) + span : left + high + span + left + low + span + 'M' + x + ' ' + high + 'V' + low;
  return { type: 'group', children: lines(path, params.itemPayload.palette, { lineWidth: 2, lineCap: 'square' }) };
});

// [index, bar, lowest mark, highest mark]: the figure, inside the bar's foot
// where that is free and wide enough, else above everything.
series('values', function (params, api) {
  var p = params.itemPayload, at = place(params, api), i = params.dataIndex, foot = at.y(0);
  var text = p.texts[i], room = foot - at.y(api.value(2)), size = 15;
  while (size > 12 && measure(words(text, size, '', { fontWeight: 'bold' })).width > at.width - 8) size--;
  var inside = room >= 34 && measure(words(text, size, '', { fontWeight: 'bold' })).width <= at.width - 4;
  var style = inside
    ? words(text, size, p.inks[i], { fontWeight: 'bold', align: 'center', verticalAlign: 'bottom' })
    : words(text, Math.max(size, 13), p.palette.ink, { fontWeight: 'bold', align: 'center', verticalAlign: 'bottom', stroke: p.palette.card, lineWidth: 3 });
  return { type: 'text', silent: true, x: tenth(at.x), y: tenth(inside ? foot - 9 : at.y(api.value(3)) - 6), style: style };
});

// [index, predicted]: a hollow diamond on the bar's left edge, where neither whiskers nor
// published figures are, and a dotted line as wide as the bar.
series('predictions', function (params, api) {
  var p = params.itemPayload, at = place(params, api), y = tenth(at.y(api.value(1))), left = tenth(at.x - at.width / 2), r = 6;
  var drawn = lines('M' + left + ' ' + y + 'h' + tenth(at.width), p.palette, { lineWidth: 1.6 });
  drawn[1].style.lineDash = [1.6, 3.2];
  drawn.push({ type: 'path', silent: true, shape: { pathData: 'M' + tenth(left - r) + ' ' + y + 'l' + r + ' -' + r + 'l' + r + ' ' + r + 'l-' + r + ' ' + r + 'z' }, style: { fill: p.palette.card, stroke: p.palette.ink, lineWidth: 1.6 } });
  return { type: 'group', children: drawn };
});

// [first index, last index, limit]: a dashed line over those bars, and its
// label at the line's end, as much of it as there is room.
series('limits', function (params, api) {
  var p = params.itemPayload, band = api.size([1, 0])[0], plot = params.coordSys, from = api.value(0), to = api.value(1);
  var reach = p.reach * band / 2 + Math.min(8, band * (1 - p.reach) / 6), y = api.coord([from, api.value(2)])[1];
  var last = to === p.count - 1, all = last && from === 0;
  var left = all ? plot.x : api.coord([from, 0])[0] - reach, right = all ? plot.x + plot.width : api.coord([to, 0])[0] + reach;
  var room = last ? plot.x + plot.width + p.margin - right : band - 2 * reach;
  var path = 'M' + tenth(left) + ' ' + tenth(y) + 'H' + tenth(right), drawn = lines(path, p.palette, { lineWidth: 2 });
  drawn[1].style.lineDash = [6, 4];
  var fits = [p.texts[params.dataIndex], 'limit'].filter(function (text) { return measure(words(text, 12)).width <= room - 6; })[0];
  if (fits) {
    var half = fits === 'limit' ? 9 : 18;
    drawn.push({ type: 'text', silent: true, x: tenth(right + 5), y: tenth(Math.min(y, plot.y + plot.height - half)),
      style: words(fits, 12, p.palette.quiet, { verticalAlign: 'middle', stroke: p.palette.card, lineWidth: 3 }) });
  }
  return { type: 'group', children: drawn };
});

// nameStyles sets a name in letters small enough for its longest word, if that
// can still be read; else the word is broken.
function nameStyles(p, i, band) {
  var width = Math.max(band - 8, 20), size = 14;
  var fits = function (word) { return measure(words(word, size)).width <= width; };
  while (size > 11 && !p.names[i].split(' ').every(fits)) size--;
  return [
    words(p.names[i], size, p.palette.ink, { width: width / SPARE, overflow: 'break', align: 'center', verticalAlign: 'top' }),
    words(p.more[i] || '', 12, p.palette.quiet, { width: width / SPARE, overflow: 'break', align: 'center', verticalAlign: 'top' })
  ];
}

// [index]: the name under the bar and, in quiet letters, what else there is to say.
series('names', function (params, api) {
  var p = params.itemPayload, i = params.dataIndex, at = place(params, api), plot = params.coordSys;
  var styles = nameStyles(p, i, at.band), y = plot.y + plot.height + 8, x = tenth(api.coord([api.value(0), 0])[0]);
  var drawn = [{ type: 'text', silent: true, x: x, y: tenth(y), style: styles[0] }];
  if (p.more[i]) drawn.push({ type: 'text', silent: true, x: x, y: tenth(y + measure(styles[0]).height + 2), style: styles[1] });
  return { type: 'group', children: drawn };
}, function (p, band) {
  return p.names.reduce(function (most, _, i) {
    var styles = nameStyles(p, i, band);
    return Math.max(most, 8 + measure(styles[0]).height + (p.more[i] ? 2 + measure(styles[1]).height : 0));
  }, 0);
});
