// The lanes of a timeline. All of them are one item, and what looks alike is one path:
// with an element for each span the picture would be five times as large.

var PALE = 'rgba(128,128,128,.26)'; // within a task: a wait that belongs to work under way

// rowsOf are the heights at which lanes and processors stand.
function rowsOf(p, plot) {
  var first = plot.y + p.lanes.length * p.row + p.gap;
  return {
    lane: function (i) { return { y: plot.y + i * p.row, height: p.row }; },
    processor: function (i) { return { y: first + i * p.step, height: p.step }; },
    heading: first - 13
  };
}

// block adds a rectangle to a path; what is hardly a pixel wide becomes an upright line of
// one, which is less to parse and to write.
function block(paths, key, left, right, y, height, plot) {
  var from = Math.max(left, plot.x), to = Math.min(right, plot.x + plot.width), thin = key + ' thin';
  if (from > plot.x + plot.width || to < plot.x) return;
  if (to - from > 1.2) paths[key] = (paths[key] || '') + 'M' + tenth(from) + ' ' + tenth(y) + 'h' + tenth(to - from) + 'v' + tenth(height) + 'h-' + tenth(to - from) + 'z';
  else paths[thin] = (paths[thin] || '') + 'M' + tenth(from) + ' ' + tenth(y) + 'v' + tenth(height);
}

// level adds a line across.
function level(paths, key, left, right, y, plot) {
  var from = Math.max(left, plot.x), to = Math.min(right, plot.x + plot.width);
  if (to > from) paths[key] = (paths[key] || '') + 'M' + tenth(from) + ' ' + tenth(y) + 'h' + tenth(to - from);
}

// addLane adds the blocks of one lane to the paths, by how they are filled: running full, ready
// a bar of half the height, a system call hollow, waiting thin or, in a task, pale.
function addLane(paths, p, i, at, x, plot) {
  var height = at.height * 0.74, top = at.y + (at.height - height) / 2, row = p.lanes[i];
  p.tasks[i].forEach(function (task) { block(paths, 'pale', x(task.s) + 0.7, x(task.s + task.l) - 0.7, top, height, plot); });
  for (var k = 0; k < row.length; k += 3) {
    var code = row[k], left = x(row[k + 1]), right = x(row[k + 1] + row[k + 2]);
    if (code >= 2) block(paths, 'run' + (code - 2) % p.colours.length, left, right, top, height, plot);
    else if (code === 0) block(paths, 'ready', left, right, top + height * 0.3, height * 0.4, plot);
    else if (code === 1) block(paths, 'syscall', left, right, top + height * 0.22, height * 0.56, plot);
    else level(paths, 'wait', left, right, top + height / 2, plot);
  }
}

// styleOf is how a kind of block is filled.
function styleOf(p, key) {
  if (key === 'pale') return { fill: PALE };
  if (key === 'wait') return { fill: 'none', stroke: p.palette.axis, lineWidth: 1.6 };
  if (key === 'ready') return { fill: p.palette.quiet };
  if (key === 'syscall') return { fill: p.palette.card, stroke: p.palette.ink, lineWidth: 1.2 };
  if (key === 'other') return { fill: p.palette.axis, opacity: 0.55 };
  return { fill: p.colours[+key.slice(3)] };
}

// pathsDrawn are the paths, the less important ones below the others.
function pathsDrawn(p, paths) {
  var drawn = [];
  ['pale', 'wait', 'other', 'ready', 'syscall'].concat(p.colours.map(function (_, i) { return 'run' + i; })).forEach(function (key) {
    var style = styleOf(p, key);
    [[key, style], [key + ' thin', { fill: 'none', stroke: style.stroke || style.fill, opacity: style.opacity, lineWidth: 1 }]].forEach(function (one) {
      if (paths[one[0]]) drawn.push({ type: 'path', silent: true, emphasis: { style: false }, shape: { pathData: paths[one[0]] }, style: one[1] });
    });
  });
  return drawn;
}

// roomFor is what a name may be wide, or less than nothing where none can be read.
function roomFor(task, x, plot) {
  return Math.min(x(task.s + task.l), plot.x + plot.width) - Math.max(x(task.s), plot.x) - 5;
}

// inShort is the number at the end of a name, if it has one.
function inShort(name) {
  return (/\d+$/.exec(name) || [name])[0];
}

// taskNames are written where they fit: whole if all do, else the numbers at their ends.
function taskNames(p, i, at, x, plot) {
  var size = Math.min(13, Math.floor(at.height * 0.5)), style = { fontWeight: 'bold' };
  if (size < 8) return [];
  var wide = function (text) { return measure(words(text, size, '', style)).width; };
  var whole = p.tasks[i].every(function (task) { return wide(task.n) <= roomFor(task, x, plot); });
  return p.tasks[i].map(function (task) {
    return { text: whole ? task.n : inShort(task.n), task: task };
  }).filter(function (name) {
    return name.text && wide(name.text) <= roomFor(name.task, x, plot);
  }).map(function (name) {
    var left = Math.max(x(name.task.s), plot.x), right = Math.min(x(name.task.s + name.task.l), plot.x + plot.width);
    return { type: 'text', silent: true, x: tenth((left + right) / 2), y: tenth(at.y + at.height / 2),
      style: words(name.text, size, p.palette.ink, { fontWeight: 'bold', align: 'center', verticalAlign: 'middle', stroke: p.palette.card, lineWidth: 3 }) };
  });
}

function label(p, text, at, plot, size) {
  return { type: 'text', silent: true, x: tenth(plot.x - 10), y: tenth(at.y + at.height / 2), style: words(text, size, p.palette.ink, { align: 'right', verticalAlign: 'middle' }) };
}

// addProcessor adds what a processor ran: the call's own in its colour, all else grey.
function addProcessor(paths, p, i, at, x, plot) {
  var row = p.procs[i], height = at.height * 0.7;
  for (var k = 0; k < row.length; k += 3) block(paths, row[k] === -2 ? 'other' : 'run' + i % p.colours.length, x(row[k + 1]), x(row[k + 1] + row[k + 2]), at.y + (at.height - height) / 2, height, plot);
}

// keysDrawn explain the signs above the lanes.
function keysDrawn(p, plot) {
  var x = EDGE, y = plot.y - 24, drawn = [];
  p.keys.forEach(function (key) {
    var paths = {}, kind = key[0] === 'task' ? 'pale' : key[0], all = { x: x, width: 22 };
    var heights = { ready: [4, 6], syscall: [3, 8] }[kind] || [1, 12], style = words(key[1], 12, p.palette.quiet, { verticalAlign: 'middle' });
    if (kind === 'wait') level(paths, kind, x, x + 18, y + 7, all);
    else block(paths, kind, x, x + 18, y + heights[0], heights[1], all);
    drawn = drawn.concat(pathsDrawn(p, paths), { type: 'text', silent: true, x: tenth(x + 23), y: y + 7.5, style: style });
    x += 23 + measure(style).width + 14;
  });
  return drawn;
}

series('lanes', function (params, api) {
  var p = params.itemPayload, plot = params.coordSys, rows = rowsOf(p, plot), drawn = keysDrawn(p, plot);
  var x = function (tick) { return api.coord([tick * p.tick, 0])[0]; };
  if (p.hover) drawn.push({ type: 'rect', shape: { x: plot.x, y: plot.y, width: plot.width, height: plot.height }, style: { fill: 'transparent' } });
  var paths = {}, texts = [];
  p.names.forEach(function (name, i) {
    var at = rows.lane(i);
    addLane(paths, p, i, at, x, plot);
    texts = texts.concat(label(p, name, at, plot, Math.min(13, at.height - 3)), taskNames(p, i, at, x, plot));
  });
  p.procs.forEach(function (_, i) {
    addProcessor(paths, p, i, rows.processor(i), x, plot);
    texts.push(label(p, 'P' + i, rows.processor(i), plot, 12));
  });
  if (p.procs.length) texts.push({ type: 'text', silent: true, x: tenth(plot.x), y: tenth(rows.heading), style: words('the same by processor', 12, p.palette.quiet, { verticalAlign: 'middle' }) });
  return { type: 'group', children: drawn.concat(pathsDrawn(p, paths), texts) };
});

// spanAt is what a row has at a tick.
function spanAt(row, tick) {
  for (var k = 0; k < row.length; k += 3) if (row[k + 1] <= tick && tick <= row[k + 1] + row[k + 2]) return [row[k], row[k + 1], row[k + 2]];
}

function lasted(p, ticks) {
  return Number((ticks * p.tick).toPrecision(3)) + ' ' + p.unit;
}

// told is what a pointer at a place is told, as lines.
function told(p, plot, tick, y) {
  var rows = rowsOf(p, plot), i, at, found;
  for (i = 0; i < p.lanes.length; i++) {
    at = rows.lane(i);
    if (y < at.y || y >= at.y + at.height) continue;
    found = spanAt(p.lanes[i], tick);
    var task = p.tasks[i].filter(function (t) { return t.s <= tick && tick <= t.s + t.l; })[0];
    var lines = [p.names[i] + (task ? ': ' + (task.n ? task.n + ', ' : '') + lasted(p, task.l) : '')];
    if (!found) return lines;
    var code = found[0], what = code >= 2 ? 'runs on P' + (code - 2) : code === 0 ? 'is ready, waits for a processor' : code === 1 ? 'is in a system call' : 'waits';
    if (code < 0 && p.words[(-1 - code) >> 1]) what += ': ' + p.words[(-1 - code) >> 1];
    return lines.concat(what, lasted(p, found[2]) + ', from ' + lasted(p, found[1]));
  }
  for (i = 0; i < p.procs.length; i++) {
    at = rows.processor(i);
    if (y < at.y || y >= at.y + at.height) continue;
    found = spanAt(p.procs[i], tick);
    return ['P' + i].concat(found ? ['runs ' + (found[0] >= 0 ? p.names[found[0]] : found[0] === -1 ? 'a goroutine of the call' : 'something else'), lasted(p, found[2]) + ', from ' + lasted(p, found[1])] : 'is free');
  }
}

// Live, a pointer is told what is under it, and a slider zooms.
alive.timeline = function (shown, laid) {
  var p = laid.option.series[0].itemPayload, pointer = [0, 0];
  p.hover = true;
  shown.box.onmousemove = function (e) {
    var place = shown.box.getBoundingClientRect();
    pointer = [e.clientX - place.left, e.clientY - place.top];
  };
  Object.assign(laid.option.tooltip, { formatter: function () {
    var lines = told(p, Object.assign({}, laid.option.grid, { y: laid.option.grid.top }), shown.chart.convertFromPixel({ xAxisIndex: 0 }, pointer[0]) / p.tick, pointer[1]);
    return lines ? tips([{ data: { tip: lines } }]) : '';
  } });
  var axis = laid.option.xAxis[0], before = (shown.chart.getOption() || {}).dataZoom, kept = before && before[0] ? { start: before[0].start, end: before[0].end } : {};
  delete axis.minInterval, delete axis.maxInterval;
  laid.option.dataZoom = [
    Object.assign({ type: 'inside', filterMode: 'none', zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false }, kept),
    Object.assign({ type: 'slider', filterMode: 'none', height: 16, left: laid.option.grid.left, right: laid.option.grid.right, bottom: 10, showDetail: false, brushSelect: false, borderColor: p.palette.line, fillerColor: PALE }, kept)
  ];
  laid.height += 26;
};
