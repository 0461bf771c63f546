// Live charts: every .seminar-chart of a page becomes interactive and stays as
// wide as its place, in the page's theme. Whatever fails, the picture stays.

var known = new WeakSet(); // charts that are watched; one that leaves the page may come back
var live = new Map(); // element -> {box, chart, width, dark}, only while it is shown
var sizes;

function isDark() {
  var jupyter = document.body.getAttribute('data-jp-theme-light');
  return jupyter ? jupyter === 'false' : matchMedia('(prefers-color-scheme: dark)').matches;
}

function palette(dark) {
  var chosen = Object.assign({}, dark ? PALETTES.dark : PALETTES.light);
  var paper = getComputedStyle(document.body).getPropertyValue('--jp-layout-color0').trim();
  if (paper) chosen.card = paper; // halos in the colour that is really behind the chart
  return chosen;
}

// tips turns the tip of a data item, a list of lines, into text: never into HTML.
function tips(points) {
  var point = [].concat(points).filter(function (p) { return p.data && p.data.tip; })[0];
  if (!point) return '';
  var box = document.createElement('div');
  point.data.tip.forEach(function (line, i) {
    var row = box.appendChild(document.createElement('div'));
    row.textContent = line;
    row.style.cssText = i ? 'max-width:22em;white-space:normal' : 'max-width:22em;white-space:normal;font-weight:600';
  });
  return box;
}

function dress(tooltip, palette) {
  Object.assign(tooltip, {
    formatter: tips, confine: true, transitionDuration: 0, padding: [8, 12],
    backgroundColor: palette.card, borderColor: palette.axis,
    textStyle: { color: palette.ink, fontSize: 13, fontFamily: FONT },
    axisPointer: { type: 'shadow', shadowStyle: { color: 'rgba(128,128,128,.1)' } }
  });
}

function retire(el) {
  var shown = live.get(el);
  if (!shown) return;
  live.delete(el);
  el.removeAttribute('data-live');
  if (shown.end) shown.end();
  shown.chart.dispose();
  shown.box.remove();
  if (shown.beneath) shown.beneath.remove();
}

// beneath is the place for controls under a live chart. It is not inside the box, whose
// role is that of a picture. A kind that has more to stop sets shown.end.
function beneath(shown) {
  if (!shown.beneath) {
    shown.beneath = document.createElement('div');
    shown.beneath.className = 'seminar-chart-beneath';
    shown.box.after(shown.beneath);
  }
  return shown.beneath;
}

function start(el, width) {
  var box = document.createElement('div');
  box.className = 'seminar-chart-live';
  box.setAttribute('role', 'img');
  box.setAttribute('aria-label', el.querySelector('img').alt);
  el.insertBefore(box, el.firstChild);
  var shown = { box: box, chart: echarts.init(box, null, { renderer: 'svg', width: width, height: 10 }) };
  live.set(el, shown);
  return shown;
}

function show(el, width, dark) {
  var shown = live.get(el) || start(el, width);
  if (shown.width === width && shown.dark === dark) return;
  var definition = JSON.parse(el.querySelector('script[type="application/json"]').textContent);
  var laid = fit(definition, width, palette(dark));
  dress(laid.option.tooltip, palette(dark));
  laid.option.series.forEach(function (s) { s.emphasis = { disabled: true }; }); // a paler bar would take the contrast from its figure
  if (alive[definition.kind]) alive[definition.kind](shown, laid, definition);
  shown.width = width, shown.dark = dark;
  shown.box.style.cssText = 'width:' + width + 'px;height:' + laid.height + 'px';
  shown.chart.resize({ width: width, height: laid.height });
  shown.chart.setOption(laid.option, true);
  el.setAttribute('data-live', '');
}

// update makes el as it should be now: hidden or removed charts give back what they hold.
function update(el) {
  var width = el.isConnected ? Math.min(el.clientWidth, WIDTH) : 0;
  try {
    if (width) show(el, width, isDark());
    else retire(el);
  } catch (error) {
    console.warn('seminar charts: the picture stays, because', error);
    sizes.unobserve(el);
    retire(el);
  }
}

// mount finds the charts under root that are not watched yet.
function mount(root) {
  live.forEach(function (_, el) { if (!el.isConnected) retire(el); });
  root.querySelectorAll('.seminar-chart').forEach(function (el) {
    if (known.has(el)) return;
    known.add(el);
    sizes.observe(el); // its first report comes at once
  });
}

function style() {
  var sheet = document.createElement('style');
  sheet.textContent = '.seminar-chart[data-live]>img{display:none}' +
    '@media print{.seminar-chart[data-live]>img{display:block}.seminar-chart-live,.seminar-chart-beneath{display:none!important}}';
  document.head.appendChild(sheet);
}

function begin() {
  style();
  sizes = new ResizeObserver(function (entries) { entries.forEach(function (e) { update(e.target); }); });
  var all = function () { Array.from(live.keys()).forEach(update); };
  new MutationObserver(all).observe(document.body, { attributes: true, attributeFilter: ['data-jp-theme-light'] });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', all);
  mount(document);
}

globalThis.seminarCharts = { draw: draw, mount: typeof document === 'undefined' ? null : mount };
if (typeof document !== 'undefined') begin();
