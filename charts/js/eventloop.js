// The event loop's log: queue, loop and waiting place at an instant, and below them the
// course of the run. Live, it is a film: the instants follow each other, and tokens go
// from place to place.

(function () {

var HEAD = 42, BOX = 156, COURSE = 246; // where boxes begin, how high they are, where the course begins
var PACE = 12; // seconds that the whole run takes
var GLIDE = 0.3; // seconds that a token takes from place to place

// --- the film: what happens, as the definition says it in whole numbers

var read = new WeakMap(); // film -> {times, seen}, so that it is read once for all tokens

function known(film) {
  if (!read.has(film)) {
    var step = film.events ? 2 : 5, list = film.events || film.frames, times = film.events ? [0] : [], now = 0;
    for (var i = 0; i < list.length; i += step) times.push(now += list[i]);
    read.set(film, { times: times, seen: {} });
  }
  return read.get(film);
}

// instant is where everybody is after k events, or in frame k. Two are remembered: tokens
// are drawn on their way from one to the next.
function instant(film, k) {
  var memory = known(film);
  if (!(k in memory.seen)) {
    if (Object.keys(memory.seen).length > 1) memory.seen = {};
    memory.seen[k] = film.events ? replayed(film, k) : frame(film, k);
  }
  return memory.seen[k];
}

function frame(film, k) {
  var f = film.frames.slice(5 * k, 5 * k + 5);
  return { ready: f[1], runs: f[2], waiting: f[3], ended: f[4] };
}

function replayed(film, k) {
  var at = beginning(film);
  for (var i = 0; i < k; i++) happen(at, film.events[2 * i + 1]);
  return at;
}

function beginning(film) {
  var at = { queue: [], waits: {}, runs: -1, ready: film.tasks, waiting: 0, ended: 0 };
  for (var i = 0; i < film.tasks; i++) at.queue.push(i);
  return at;
}

// happen moves one token: from the queue it runs, from running it waits, from waiting it is
// back in the queue; an odd code says that it is gone.
function happen(at, code) {
  var task = code >> 1, gone = code % 2;
  if (at.waits[task]) {
    delete at.waits[task];
    at.waiting--;
    at.queue.push(task);
  } else if (at.runs === task) {
    at.runs = -1;
    if (gone) at.ended++;
    else at.waits[task] = true, at.waiting++;
  } else {
    at.queue.splice(at.queue.indexOf(task), 1);
    if (!gone) at.runs = task;
  }
  at.ready = at.queue.length;
}

function digits(x) {
  return x === 0 ? '0' : x < 0.0995 ? x.toPrecision(2) : x < 9.995 ? x.toFixed(2) : x < 99.95 ? x.toFixed(1) : x.toFixed(0);
}

function when(film, ticks) {
  return digits(ticks * film.tick) + ' ' + film.unit;
}

function nameOf(film, task) {
  return film.names ? film.names[task] : 'task ' + task;
}

// group is made anew each time: ECharts would merge elements that have nothing in common.
function group(drawn, silent) {
  return { type: 'group', $mergeChildren: false, silent: !!silent, children: drawn };
}

// --- the places

// places lays them out: two boxes, and the ring of the loop between them.
function places(api, plot) {
  var inner = api.getWidth() - 2 * EDGE, side = Math.round(inner * 0.335), middle = inner - 2 * side;
  return {
    queue: { x: EDGE, y: plot.y + HEAD, width: side, height: BOX },
    waits: { x: EDGE + inner - side, y: plot.y + HEAD, width: side, height: BOX },
    ring: { x: EDGE + inner / 2, y: plot.y + HEAD + 56, r: tenth(Math.min(48, middle * 0.32)), room: middle }
  };
}

// cellOf is the room that a token has in a box: a line with a name, a number, or a dot.
function cellOf(film, box) {
  var width = box.width - 12, height = BOX - 12, tasks = film.tasks;
  if (tasks <= 6) return { columns: 1, width: width, height: 24, names: true };
  var number = Math.max(24, measure(words(String(tasks - 1), 12, '', { fontWeight: 'bold' })).width + 10);
  var columns = Math.floor(width / number), high = Math.floor(height / Math.ceil(tasks / columns));
  if (columns > 0 && high >= 17) return { columns: columns, width: width / columns, height: Math.min(high, 24) };
  var dots = tasks / (film.each || 1), side = Math.floor(Math.sqrt(width * height / dots)) + 1;
  do side--; while (Math.floor(width / side) * Math.floor(height / side) < dots && side > 2);
  return { columns: Math.floor(width / side), width: side, height: side, dots: true };
}

// slot is the middle of the place-th cell of a box. A queue begins beside the loop, at the right.
function slot(box, cell, place, fromRight) {
  var x = (place % cell.columns + 0.5) * cell.width;
  return { x: fromRight ? box.x + box.width - 6 - x : box.x + 6 + x, y: box.y + 6 + (Math.floor(place / cell.columns) + 0.5) * cell.height };
}

// spot is where a token is at an instant, null when it has ended.
function spot(film, at, where, cell, task) {
  if (at.runs === task) return { x: where.ring.x, y: where.ring.y, runs: true };
  if (at.waits[task]) return Object.assign(slot(where.waits, cell, task), { waits: true });
  var place = at.queue.indexOf(task);
  return place < 0 ? null : slot(where.queue, cell, place, true);
}

// token is a coroutine: filled where it is ready or runs, dashed where it waits. A disc, or a
// box where its text is longer.
function token(p, at, where, cell, task) {
  var fill = p.colours[task % p.colours.length], ink = at.waits ? p.palette.ink : p.inks[task % p.inks.length];
  var style = at.waits ? { fill: fill, fillOpacity: 0.2, stroke: p.palette.quiet, lineWidth: 1, lineDash: [3, 2] } : { fill: fill };
  var width = cell.width - 3, height = cell.height - 3, text = words(String(task), 12, ink, { fontWeight: 'bold', align: 'center', verticalAlign: 'middle' });
  if (cell.names) {
    width = at.runs ? 2 * where.ring.r - 12 : width;
    text = Object.assign(text, { text: p.names ? task + ' · ' + p.names[task] : nameOf(p, task), width: width - 8, overflow: 'truncate', ellipsis: '…' });
  } else if (at.runs) {
    width = Math.max(26, measure(text).width + 10), height = 26;
  }
  var round = !cell.names && (measure(text).width + 4 <= Math.min(width, height) || cell.dots && !at.runs), x = tenth(at.x), y = tenth(at.y);
  var drawn = [round
    ? { type: 'circle', shape: { cx: x, cy: y, r: tenth(Math.min(width, height) / 2) }, style: style }
    : { type: 'rect', shape: { x: tenth(x - width / 2), y: tenth(y - height / 2), width: tenth(width), height: tenth(height), r: 5 }, style: style }];
  if (!cell.dots || at.runs) drawn.push({ type: 'text', silent: true, x: x, y: y, style: text });
  return group(drawn);
}

// between is a token on its way: share of the way from one spot to the other.
function between(from, to, share) {
  var s = share * share * (3 - 2 * share), x = from.x + (to.x - from.x) * s, y = from.y + (to.y - from.y) * s;
  return Object.assign({}, s < 0.5 ? from : to, { x: x, y: y });
}

// [task or -1, instant and share of the way to the next, tick]: a token, or everything else.
series('places', function (params, api) {
  var p = params.itemPayload, task = api.value(0), k = Math.floor(api.value(1) + 1e-9), share = api.value(1) - k;
  var where = places(api, params.coordSys), cell = cellOf(p, where.queue), at = instant(p, k);
  if (task < 0) return group(ground(p, at, where, cell).concat(cursor(p, api, params.coordSys)), true);
  var from = spot(p, at, where, cell, task);
  if (!from) return group([]);
  if (share > 1e-6) {
    var to = spot(p, instant(p, k + 1), where, cell, task) || { x: where.ring.x, y: where.queue.y + BOX - 12, waits: from.waits };
    from = between(from, to, share);
  }
  return token(p, from, where, cell, task);
});

function said(text, x, y, size, fill, more) {
  return { type: 'text', x: tenth(x), y: tenth(y), style: words(text, size, fill, more) };
}

function path(data, stroke, width, more) {
  return { type: 'path', shape: { pathData: data }, style: Object.assign({ fill: 'none', stroke: stroke, lineWidth: width }, more) };
}

// ground is all but the tokens: boxes, ring, arrows and counts.
function ground(p, at, where, cell) {
  var ink = p.palette.ink, quiet = p.palette.quiet, q = where.queue, w = where.waits, drawn = [];
  [[q, at.ready + ' ready', 'in the queue'], [w, at.waiting + ' waiting', 'for an answer']].forEach(function (box) {
    var b = box[0], x = b.x + b.width / 2;
    drawn.push({ type: 'rect', shape: { x: b.x, y: b.y, width: b.width, height: b.height, r: 9 }, style: { fill: 'rgba(128,128,128,.07)', stroke: p.palette.line, lineWidth: 1 } });
    drawn.push(said(box[1], x, b.y - 38, 15, ink, { align: 'center', verticalAlign: 'top', fontWeight: 'bold' }));
    drawn.push(said(box[2], x, b.y - 20, 12, quiet, { align: 'center', verticalAlign: 'top' }));
  });
  if (p.frames) drawn = drawn.concat(dots(p, q, cell, at.ready, true), dots(p, w, cell, at.waiting, false));
  return drawn.concat(ring(p, at, where), arrows(p, where));
}

// dots are a count: the queue's are filled, the waiting ones rings.
function dots(p, box, cell, count, fromRight) {
  var data = '', size = Math.max(1.5, Math.min(cell.width - 1.5, 12));
  for (var i = 0; i < Math.ceil(count / p.each); i++) {
    var at = slot(box, cell, i, fromRight);
    data += 'M' + tenth(at.x) + ' ' + tenth(at.y) + 'h.1';
  }
  if (!data) return [];
  var drawn = [path(data, p.palette.quiet, size, { lineCap: 'round' })];
  if (!fromRight && size > 4) drawn.push(path(data, p.palette.card, size - 2.4, { lineCap: 'round' }));
  return drawn;
}

// ring is the loop: an arrow all around whoever runs, pale when nobody does.
function ring(p, at, where) {
  var r = where.ring, busy = at.runs >= 0, colour = busy ? p.palette.ink : p.palette.axis;
  var around = function (degrees) { return [r.x + r.r * Math.cos(degrees * Math.PI / 180), r.y + r.r * Math.sin(degrees * Math.PI / 180)].map(tenth).join(' '); };
  var name = busy ? nameOf(p, at.runs) + ' runs' : 'nobody runs', style = { align: 'center', verticalAlign: 'top', width: r.room - 12, overflow: 'truncate', ellipsis: '…' };
  var tip = around(-42).split(' ').map(Number);
  var drawn = [
    said('the loop', r.x, where.queue.y - 38, 15, p.palette.ink, { align: 'center', verticalAlign: 'top', fontWeight: 'bold' }),
    said('runs one at a time', r.x, where.queue.y - 20, 12, p.palette.quiet, { align: 'center', verticalAlign: 'top' }),
    path('M' + around(-30) + 'A' + r.r + ' ' + r.r + ' 0 1 1 ' + around(-50), colour, 3.5),
    { type: 'path', x: tip[0], y: tip[1], rotation: -Math.PI / 180 * 40, shape: { pathData: 'M-9 -7L5 0L-9 7z' }, style: { fill: colour } },
    said(name, r.x, where.queue.y + BOX - 44, 13, p.palette.ink, style),
    said(at.ended + ' of ' + p.tasks + ' ended', r.x, where.queue.y + BOX - 22, 13, p.palette.quiet, { align: 'center', verticalAlign: 'top' })
  ];
  if (p.frames && busy) drawn = drawn.concat(only(p, at.runs, r));
  return drawn;
}

// only is the one token of a frame: the one that runs.
function only(p, task, r) {
  var text = words(String(task), 13, p.inks[task % p.inks.length], { fontWeight: 'bold', align: 'center', verticalAlign: 'middle' }), half = Math.max(15, measure(text).width / 2 + 6);
  return [
    { type: 'rect', shape: { x: tenth(r.x - half), y: r.y - 12, width: tenth(2 * half), height: 24, r: 6 }, style: { fill: p.colours[task % p.colours.length] } },
    { type: 'text', x: r.x, y: r.y, style: text }
  ];
}

// arrows are the ways: to the loop, to the waiting place, and back below both.
function arrows(p, where) {
  var q = where.queue, w = where.waits, r = where.ring, quiet = p.palette.quiet, left = q.x + q.width, foot = q.y + BOX;
  var gap = r.x - r.r - left, drawn = [], to = function (x, y, direction) {
    return { type: 'path', x: tenth(x), y: tenth(y), rotation: direction, shape: { pathData: 'M-8 -4.5L0 0L-8 4.5z' }, style: { fill: quiet } };
  };
  [[left + 5, r.x - r.r - 7, 'next'], [r.x + r.r + 7, w.x - 5, 'awaits']].forEach(function (way) {
    drawn.push(path('M' + tenth(way[0]) + ' ' + r.y + 'H' + tenth(way[1] - 4), quiet, 1.6), to(way[1], r.y, 0));
    if (gap > 48) drawn.push(said(way[2], (way[0] + way[1]) / 2, r.y - 5, 12, quiet, { align: 'center', verticalAlign: 'bottom' }));
  });
  var from = w.x + w.width / 2, back = q.x + q.width / 2, low = foot + 18;
  drawn.push(path('M' + tenth(from) + ' ' + (foot + 3) + 'V' + (low - 6) + 'a6 6 0 0 1 -6 6H' + tenth(back + 6) + 'a6 6 0 0 1 -6 -6V' + (foot + 9), quiet, 1.6), to(back, foot + 4, Math.PI / 2));
  var text = ['the answer is there: back into the queue', 'answered: back to the queue'].filter(function (text) { return measure(words(text, 12)).width < from - back - 60; })[0];
  if (text) drawn.push(said(text, r.x, low, 12, quiet, { align: 'center', verticalAlign: 'middle', stroke: p.palette.card, lineWidth: 8 }));
  return drawn;
}

// --- the course of the run

// One row: when the loop ran somebody, with a block of its own for each long run; and how
// many waited.
series('course', function (params, api) {
  var p = params.itemPayload, plot = params.coordSys, y = plot.y + COURSE, foot = plot.y + plot.height, drawn = [];
  var x = function (ticks) { return api.coord([ticks * p.tick, 0])[0]; };
  var column = function (i) { return tenth(x(i * p.last / p.columns)); };
  // As high as the share of the time, and never so low or narrow that it is not seen.
  for (var i = 0, bars = ''; i < p.busy.length; i += 2) {
    var from = column(p.busy[i]), to = i + 2 < p.busy.length ? column(p.busy[i + 2]) : x(p.last);
    if (p.busy[i + 1]) bars += 'M' + from + ' ' + (y + 16) + 'V' + tenth(y + 16 - Math.max(3, 1.6 * p.busy[i + 1])) + 'H' + tenth(Math.max(to, from + 1.5)) + 'V' + (y + 16);
  }
  drawn.push(path('M' + tenth(x(0)) + ' ' + (y + 16.5) + 'H' + tenth(x(p.last)), p.palette.axis, 1));
  if (bars) drawn.push({ type: 'path', shape: { pathData: bars }, style: { fill: p.palette.ink } });
  for (i = 0; i < p.runs.length; i += 3) drawn = drawn.concat(block(p, x(p.runs[i]), x(p.runs[i + 1]), p.runs[i + 2], y));
  drawn.push(said(p.axis, plot.x + plot.width / 2, foot + 27, 13, p.palette.quiet, { align: 'center', verticalAlign: 'top' }));
  drawn.push(said('runs', plot.x - 8, y + 8, 13, p.palette.quiet, { align: 'right', verticalAlign: 'middle' }));
  if (!p.most) return group(drawn, true);
  var high = foot - y - 24, data = 'M' + tenth(x(0)) + ' ' + tenth(foot);
  for (i = 0; i < p.waiting.length; i += 2) data += 'H' + column(p.waiting[i]) + 'V' + tenth(foot - high * p.waiting[i + 1] / p.most);
  drawn.push({ type: 'path', shape: { pathData: data + 'H' + tenth(x(p.last)) + 'V' + tenth(foot) + 'Z' }, style: { fill: p.palette.quiet, fillOpacity: 0.35, stroke: p.palette.quiet, lineWidth: 1 } });
  drawn.push(said('waiting', plot.x - 8, foot - high / 2, 13, p.palette.quiet, { align: 'right', verticalAlign: 'middle' }));
  drawn.push(said('at most ' + p.most, plot.x + plot.width, foot - high + 6, 12, p.palette.quiet, { align: 'right', verticalAlign: 'middle', stroke: p.palette.card, lineWidth: 3 }));
  return group(drawn, true);
});

// block is a time in which one ran without a break; one that is wide enough has its number.
function block(p, from, to, task, y) {
  var width = to - from, colour = p.colours[task % p.colours.length];
  var drawn = [{ type: 'rect', shape: { x: tenth(from), y: tenth(y), width: tenth(width), height: 16 }, style: { fill: colour } }];
  var number = words(String(task), 12, p.inks[task % p.inks.length], { fontWeight: 'bold', align: 'center', verticalAlign: 'middle' });
  if (measure(number).width + 4 < width) drawn.push({ type: 'text', x: tenth(from + width / 2), y: tenth(y + 8), style: number });
  return drawn;
}

// cursor marks the instant in the course, and says when it is.
function cursor(p, api, plot) {
  var ticks = api.value(2), x = tenth(api.coord([ticks * p.tick, 0])[0]), y = plot.y + COURSE - 4;
  var label = words(when(p, ticks), 12, p.palette.ink, { fontWeight: 'bold', align: 'center', verticalAlign: 'bottom', stroke: p.palette.card, lineWidth: 3 }), half = measure(label).width / 2;
  var data = 'M' + x + ' ' + y + 'V' + (plot.y + plot.height);
  return [path(data, p.palette.card, 4), path(data, p.palette.ink, 1.6),
    { type: 'text', x: tenth(Math.min(Math.max(x, plot.x + half), plot.x + plot.width - half)), y: y - 1, style: label }];
}

// --- the player

// clockOf is when each instant begins, in seconds of the film. Half of its time is shared
// equally by the events, lest what takes microseconds be missed; the other half goes by the
// real time, of which a wait in which nobody runs counts at most a twentieth of the run.
function clockOf(film) {
  var times = known(film).times, count = times.length - 1, weights = [], sum = 0, clock = [0], at = film.events ? beginning(film) : null;
  for (var i = 0; i < count; i++) {
    var gap = times[i + 1] - times[i], idle = (at || frame(film, i)).runs < 0;
    weights.push(idle ? Math.min(gap, film.last / 20) : gap);
    sum += weights[i];
    if (at) happen(at, film.events[2 * i + 1]);
  }
  for (i = 0; i < count; i++) clock.push(clock[i] + PACE * (sum ? 0.5 / count + 0.5 * weights[i] / sum : 1 / count));
  return clock;
}

// play makes the player of a chart that has become live: a button and a slider below it. It
// begins, paused, with the instant of the picture.
function play(shown, film, first) {
  var player = { film: film, clock: clockOf(film), playing: false, touched: false }, now = player.clock[first], frame, last;
  var box = beneath(shown), button = box.appendChild(document.createElement('button')), slider = box.appendChild(document.createElement('input')), word = box.appendChild(document.createElement('span'));
  var end = player.clock[player.clock.length - 1], still = matchMedia('(prefers-reduced-motion: reduce)');
  [button, slider].forEach(function (control) { control.setAttribute('data-lm-suppress-shortcuts', 'true'); }); // else JupyterLab takes their keys
  button.type = 'button';
  slider.type = 'range', slider.min = 0, slider.max = player.clock.length - 1, slider.step = 1;
  slider.setAttribute('aria-label', 'Instant of the run');
  word.textContent = 'The whole run in ' + PACE + ' s; time in which nobody runs is shortened.';

  player.place = function () {
    var k = 0;
    while (k < player.clock.length - 1 && player.clock[k + 1] <= now) k++;
    var gap = player.clock[k + 1] - player.clock[k], gone = now - player.clock[k], way = Math.min(GLIDE, gap), times = known(player.film).times;
    if (!gap) return { k: k, share: 0, ticks: times[k] };
    var share = player.film.events && !still.matches ? Math.max(0, (gone - gap + way) / way) : 0;
    return { k: k, share: Math.min(share, 0.999), ticks: times[k] + (times[k + 1] - times[k]) * gone / gap };
  };
  player.rows = function () {
    var at = player.place(), rows = [[-1, at.k + at.share, at.ticks]], here = instant(player.film, at.k);
    for (var i = 0; i < player.film.tasks && !player.film.frames; i++) {
      rows.push({ value: [i, at.k + at.share, at.ticks], tip: [nameOf(player.film, i), here.runs === i ? 'runs' : here.waits[i] ? 'waits for an answer' : here.queue.indexOf(i) >= 0 ? 'in the queue, number ' + (here.queue.indexOf(i) + 1) : 'has ended'] });
    }
    return rows;
  };
  function tell() {
    var at = player.place(), here = instant(player.film, at.k);
    slider.value = at.k;
    slider.setAttribute('aria-valuetext', when(player.film, at.ticks) + ': ' + here.ready + ' ready, ' + (here.runs < 0 ? 'nobody' : nameOf(player.film, here.runs)) + ' runs, ' + here.waiting + ' waiting, ' + here.ended + ' ended');
    button.textContent = player.playing ? 'Pause' : 'Play';
  }
  function show() {
    tell();
    shown.chart.setOption({ series: [{}, { data: player.rows() }] }, { silent: true });
  }
  function step(time) {
    now = Math.min(end, now + Math.min(0.1, (time - (last || time)) / 1000)); // a page that was hidden goes on where it was
    last = time;
    player.playing = now < end;
    show();
    if (player.playing) frame = requestAnimationFrame(step);
  }
  function pause() {
    cancelAnimationFrame(frame);
    player.playing = false;
  }
  button.addEventListener('click', function () {
    if (player.playing) return pause(), show();
    if (!player.touched || now >= end) now = 0; // the picture's instant was only the first sight
    player.touched = player.playing = true;
    last = 0;
    tell();
    frame = requestAnimationFrame(step);
  });
  slider.addEventListener('input', function () {
    pause();
    player.touched = true;
    now = player.clock[slider.value];
    show();
  });
  player.dress = function (palette) {
    box.style.cssText = 'display:flex;flex-wrap:wrap;align-items:center;gap:6px 12px;box-sizing:border-box;padding:2px ' + EDGE + 'px 12px;font:13px ' + FONT + ';color:' + palette.quiet;
    button.style.cssText = 'font:inherit;min-width:5em;padding:4px 12px;border:1px solid ' + palette.axis + ';border-radius:6px;background:' + palette.card + ';color:' + palette.ink + ';cursor:pointer';
    slider.style.cssText = 'flex:1 1 12em;min-width:8em;accent-color:' + palette.quiet + ';cursor:pointer';
  };
  shown.end = pause;
  tell();
  return player;
}

alive.eventloop = function (shown, laid) {
  var places = laid.option.series[1], film = places.itemPayload;
  shown.player = shown.player || play(shown, film, places.data[0][1]);
  shown.player.dress(film.palette);
  places.data = shown.player.rows();
};

})();
