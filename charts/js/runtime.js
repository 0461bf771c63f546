// The part of a chart that runs in JavaScript: the same lines lay a chart out
// in a browser and in the Go engine that draws the static picture. `echarts`
// is the library; the other files of this folder add drawings with series().

var FONT = 'system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, Apple SD Gothic Neo, Malgun Gothic, Noto Sans KR, NanumGothic, sans-serif';
var WIDTH = 720; // of the picture, and the most that a live chart takes
var EDGE = 20; // between the card and what is on it
// Without a browser texts are measured as if set in Arial. Whoever looks at the
// picture may have a font that is up to so much wider, and bold is wider still.
var SPARE = typeof document === 'undefined' ? 1.13 : 1, BOLD = typeof document === 'undefined' ? 1.15 : 1;
var PALETTES = {
  light: { ink: '#1f2328', quiet: '#59636e', line: 'rgba(128,128,128,.25)', axis: '#8c959f', card: '#ffffff' },
  dark: { ink: '#e6e9ec', quiet: '#a3adb8', line: 'rgba(128,128,128,.3)', axis: '#7d8590', card: '#16191d' }
};

// The drawings by name.
var drawings = {};

// What each kind of drawing needs under the plot, in pixels.
var under = {};

// What a kind of chart does beyond its picture where it is live: alive[kind](shown, laid,
// definition) is called before laid.height and laid.option are used, also when width or
// theme have changed.
var alive = {};

// series registers a drawing by the name that an option's renderItem says.
// below(payload, band) answers how high what it draws under the plot is.
function series(name, draw, below) {
  drawings[name] = draw;
  echarts.registerCustomSeries(name, draw);
  if (below) under[name] = below;
}

// words is a text as zrender draws it: plain, so that no brace in a name is
// taken for a style.
function words(text, size, fill, more) {
  return Object.assign({ text: text, fill: fill, fontSize: size, fontFamily: FONT, lineHeight: Math.round(size * 1.4) }, more);
}

// written is a text of a drawing, upright a line from the plot's top to its foot.
function written(x, y, style) {
  return { type: 'text', silent: true, x: tenth(x), y: tenth(y), style: style };
}

function upright(x, plot, stroke, dash) {
  return { type: 'path', silent: true, shape: { pathData: 'M' + tenth(x) + ' ' + plot.y + 'v' + plot.height }, style: { fill: 'none', stroke: stroke, lineWidth: 1.4, lineDash: dash } };
}

function spare(style) {
  return style.fontWeight === 'bold' ? SPARE * BOLD : SPARE;
}

function boxOf(style) {
  return new echarts.graphic.Text({ style: style }).getBoundingRect();
}

var letters = {}; // the width of each letter met so far, as a share of its size

// lineWidth adds up letters: with a text object for every word that might have to
// be smaller, measuring was half of what the Go engine ran for a chart.
function lineWidth(line, style) {
  var size = 100, weight = style.fontWeight || '', sum = 0;
  Array.from(line).forEach(function (letter) {
    var key = weight + letter;
    if (!(key in letters)) letters[key] = boxOf({ text: letter, fontSize: size, fontFamily: FONT, fontWeight: style.fontWeight }).width / size;
    sum += letters[key];
  });
  return sum * style.fontSize;
}

// measure is how much room a text needs where it is read: as wide as its longest
// line, as high as all of them, wrapped where its style has a width.
function measure(style) {
  var lines = style.text.split('\n'), width = Math.max.apply(null, lines.map(function (line) { return lineWidth(line, style); }));
  var box = style.width && width > 0.98 * style.width ? boxOf(style) : { width: width, height: lines.length * style.lineHeight };
  return { width: box.width * spare(style), height: box.height };
}

// widest is the width of the widest of some labels.
function widest(labels, size) {
  return Math.ceil(labels.reduce(function (most, label) { return Math.max(most, measure(words(label, size)).width); }, 0));
}

function tenth(x) {
  return Math.round(x * 10) / 10;
}

// paint copies an option; a colour of the form @ink becomes the palette's.
// Only keys that hold colours are looked at: a case may be named @ink.
function paint(value, key, palette) {
  if (typeof value === 'string') return /^(color|fill|stroke)$|Color$/.test(key) && palette[value.slice(1)] || value;
  if (Array.isArray(value)) return value.map(function (v) { return paint(v, key, palette); });
  if (!value || typeof value !== 'object') return value;
  var copy = {};
  Object.keys(value).forEach(function (k) { copy[k] = paint(value[k], k, palette); });
  return copy;
}

function wrapped(style, width) {
  style.width = width / spare(style);
  style.overflow = 'break';
  style.fontFamily = FONT;
  return style;
}

function textHeight(text, style) {
  return text ? measure(Object.assign({ text: text }, style)).height : 0;
}

// atFindings breaks a title that needs several lines where one finding ends and
// the next begins, if that is enough.
function atFindings(text, style, width) {
  var lines = [];
  text.split(/(?<=;) /).forEach(function (part) {
    var last = lines.length - 1, longer = last < 0 ? part : lines[last] + ' ' + part;
    if (last >= 0 && measure(Object.assign({ text: longer }, style, { width: undefined })).width <= width) lines[last] = longer;
    else lines.push(part);
  });
  return lines.join('\n');
}

// broken breaks a text between words. ECharts would, too, but it begins a line with the space
// between them where that has no room; it still breaks words that are too long.
function broken(text, style, width) {
  var space = lineWidth(' ', style) * spare(style);
  return (text || '').split('\n').map(function (line) {
    var used = 0, lines = [];
    line.split(' ').forEach(function (word) {
      var wide = lineWidth(word, style) * spare(style), last = lines.length - 1;
      if (last >= 0 && used + space + wide <= width) lines[last] += ' ' + word, used += space + wide;
      else lines.push(word), used = wide;
    });
    return lines.join('\n');
  }).join('\n');
}

// fit lays a chart out for a width: title and notes wrap, the plot keeps its
// height, and the whole becomes as high as that needs.
function fit(chart, width, palette) {
  var option = paint(chart.option, '', palette), inner = width - 2 * EDGE, count = chart.count;
  var head = option.title[0], foot = option.title[1];
  head.text = broken(atFindings(head.text, wrapped(head.textStyle, inner), inner), head.textStyle, inner);
  head.subtext = broken(head.subtext, wrapped(head.subtextStyle, inner), inner);
  foot.text = broken(foot.text, wrapped(foot.textStyle, inner), inner);
  var top = EDGE + textHeight(head.text, head.textStyle) + head.itemGap + textHeight(head.subtext, head.subtextStyle) + chart.above;
  var left = EDGE + widest(chart.labels, 13) + 10, right = EDGE + chart.right;
  var band = (width - left - right) / count, below = chart.below;
  option.series.forEach(function (s) {
    if (s.type !== 'custom') return;
    s.itemPayload = s.itemPayload || {};
    s.itemPayload.palette = palette;
    if (under[s.renderItem]) below = Math.max(below, chart.below + under[s.renderItem](s.itemPayload, band));
  });
  var bottom = top + chart.plot + below;
  head.left = EDGE, head.top = EDGE;
  foot.left = EDGE, foot.top = bottom + 12;
  option.xAxis[0].nameTextStyle = { color: palette.quiet, fontSize: 13 };
  option.yAxis[0].nameTextStyle = { align: 'left', color: palette.quiet, fontSize: 13, padding: [0, 0, 2, EDGE - left] };
  option.grid = { left: left, right: right, top: top, height: chart.plot, outerBoundsMode: 'none' };
  option.textStyle = { fontFamily: FONT };
  option.animation = false;
  var notes = textHeight(foot.text, foot.textStyle);
  return { option: option, height: Math.ceil(bottom + (notes ? 12 + notes : 0) + EDGE - 4) };
}
