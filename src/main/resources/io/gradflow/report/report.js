// Draws the charts of a report from the data in the page. Nothing is fetched, and all text is set as text.
'use strict';
(function () {
  const data = JSON.parse(document.getElementById('data').textContent);
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const NONE = -1;
  const MOST_SERIES = data.inks.length;
  const MOST_PANELS = 24;
  const NAMED_CELLS = 64;
  const MOST_BARS = 60;
  const MOST_TABLE_ROWS = 2000;

  // ---- Text ----

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key === 'class') {
        made.className = value;
      } else if (key.startsWith('on')) {
        made.addEventListener(key.slice(2), value);
      } else {
        made.setAttribute(key, value);
      }
    }
    for (const child of children) {
      made.append(child);
    }
    return made;
  }

  /** Six significant digits. */
  function number(value) {
    if (value === null || value === undefined || Number.isNaN(value)) {
      return '–';
    }
    const size = Math.abs(value);
    const brief = size !== 0 && (size < 1e-4 || size >= 1e7) ? value.toExponential(5) : value.toPrecision(6);
    return String(Number(brief));
  }

  // ---- Colours ----

  function mode() {
    return dark.matches ? 'dark' : 'light';
  }

  function theme() {
    return data.themes[mode()];
  }

  function colour(series) {
    if (series.fraction === null || series.fraction === undefined) {
      return data.inks[series.index % data.inks.length][mode()];
    }
    const colours = theme().sequential;
    return colours[Math.round(series.fraction * (colours.length - 1))];
  }

  function dashes(series, width) {
    const list = data.inks[series.index % data.inks.length].dashes;
    return list.length === 0 ? 'solid' : list.map(dash => dash * width);
  }

  // ---- From a figure to options of ECharts ----

  function placed(figure, width) {
    const columns = Math.max(1, Math.min(figure.columns, Math.floor(width / 260)));
    const asAsked = columns === figure.columns;
    return figure.panels.map((panel, i) => ({
      panel,
      row: asAsked ? panel.row : Math.floor(i / columns),
      column: asAsked ? panel.column : i % columns,
      columns
    }));
  }

  function height(figure, places) {
    const rows = Math.max(...places.map(place => place.row)) + 1;
    const names = Math.max(0, ...figure.panels.map(panel => panel.y.categories.length));
    return rows * Math.max(rows > 1 ? 250 : 340, names * 20 + 110);
  }

  function axisOptions(axis, isVertical, look, room) {
    const base = {
      name: axis.label,
      nameLocation: 'middle',
      nameGap: isVertical ? 48 : 28,
      nameTextStyle: { color: look.ink, fontSize: 12 },
      axisLabel: { color: look.ink, hideOverlap: true },
      axisLine: { show: true, onZero: false, lineStyle: { color: look.ink } },
      splitLine: { show: true, lineStyle: { color: look.grid } }
    };
    if (axis.categories.length > 0) {
      const longest = Math.max(...axis.categories.map(name => name.length));
      return Object.assign(base, {
        type: 'category',
        data: axis.categories,
        inverse: isVertical,
        nameGap: isVertical ? Math.min(longest * 7, room) + 12 : 28,
        splitLine: { show: false },
        axisLabel: { color: look.ink, width: isVertical ? room : 190, overflow: 'truncate', interval: isVertical ? 0 : 'auto' }
      });
    }
    return Object.assign(base, {
      type: axis.log ? 'log' : 'value',
      min: axis.low,
      max: axis.high,
      minInterval: axis.whole ? 1 : 0,
      axisLabel: {
        color: look.ink,
        hideOverlap: true,
        showMinLabel: false,
        showMaxLabel: Boolean(axis.isRound),
        formatter: value => String(Number(value.toPrecision(4)))
      }
    });
  }

  function stepped(mark) {
    const points = { x: [], low: [], high: [] };
    mark.x.forEach((x, i) => {
      if (i > 0) {
        points.x.push(x);
        points.low.push(mark.low[i - 1]);
        points.high.push(mark.high[i - 1]);
      }
      points.x.push(x);
      points.low.push(mark.low[i]);
      points.high.push(mark.high[i]);
    });
    return points;
  }

  /** The parts of a band without gaps, each as places in its arrays. */
  function runsOf(band) {
    const runs = [];
    let run = [];
    band.x.forEach((x, i) => {
      if (band.low[i] === null || band.high[i] === null) {
        runs.push(run);
        run = [];
      } else {
        run.push(i);
      }
    });
    runs.push(run);
    return runs.filter(some => some.length > 1);
  }

  function bandSeries(band, fill, base) {
    return runsOf(band).map(run => Object.assign({}, base, {
      type: 'custom',
      silent: true,
      clip: true,
      z: 1,
      tooltip: { show: false },
      encode: { x: 0, y: [1, 2] },
      data: run.map(i => [band.x[i], band.low[i], band.high[i]]),
      renderItem: (params, api) => params.dataIndex > 0 ? null : {
        type: 'polygon',
        shape: {
          points: run.map(i => api.coord([band.x[i], band.high[i]]))
            .concat(run.slice().reverse().map(i => api.coord([band.x[i], band.low[i]])))
        },
        style: { fill, opacity: 0.2 }
      }
    }));
  }

  function bounded(value, axis) {
    return Math.min(Math.max(value, axis.low), axis.high);
  }

  function intervalSeries(mark, figure, base, look) {
    return {
      ...base,
      type: 'custom',
      z: 3,
      encode: { x: [0, 1, 2], y: 3 },
      data: mark.estimate.map((value, i) => [value, mark.low[i], mark.high[i], mark.y[i]])
        .filter(item => item[0] !== null),
      renderItem: (params, api) => {
        const y = api.value(3);
        // An end without a bound goes to the end of the axis.
        const low = Number.isNaN(api.value(1)) ? figure.x.low : bounded(api.value(1), figure.x);
        const high = Number.isNaN(api.value(2)) ? figure.x.high : bounded(api.value(2), figure.x);
        const from = api.coord([low, y]);
        const to = api.coord([high, y]);
        const at = api.coord([api.value(0), y]);
        return {
          type: 'group',
          children: [
            { type: 'line', shape: { x1: from[0], y1: from[1], x2: to[0], y2: to[1] },
              style: { stroke: look.ink, lineWidth: 2 } },
            { type: 'circle', shape: { cx: at[0], cy: at[1], r: 4 }, style: { fill: look.ink } }
          ]
        };
      }
    };
  }

  function cellSeries(mark, figure, base, look) {
    const named = mark.value.length <= NAMED_CELLS;
    return {
      ...base,
      type: 'heatmap',
      data: mark.x.map((x, i) => [x, mark.y[i], mark.value[i]]).filter(item => item[2] !== null),
      label: { show: named, formatter: item => String(Number(item.value[2].toPrecision(3))) },
      itemStyle: { borderColor: look.ground, borderWidth: 1 }
    };
  }

  function markSeries(mark, place, figure, look) {
    const series = mark.series === NONE ? null : figure.legend[mark.series];
    const paint = series ? colour(series) : look.ink;
    const base = { xAxisIndex: place, yAxisIndex: place, name: series ? series.label : '', animation: false,
      zlevel: 0 };
    switch (mark.kind) {
      case 'line':
      case 'steps': {
        const width = mark.thin ? 0.8 : 2;
        return [{
          ...base,
          type: 'line',
          step: mark.kind === 'steps' ? 'end' : false,
          showSymbol: mark.x.length === 1,
          symbolSize: 6,
          z: 2,
          data: mark.x.map((x, i) => [x, mark.y[i]]),
          lineStyle: { width, color: paint, opacity: mark.thin ? 0.45 : 1,
            type: series && !mark.thin ? dashes(series, width) : 'solid' },
          itemStyle: { color: paint },
          emphasis: { disabled: true }
        }];
      }
      case 'band':
        return bandSeries(mark, paint, base);
      case 'stepband':
        return bandSeries(stepped(mark), paint, base);
      case 'dots':
        return [{ ...base, type: 'scatter', symbolSize: 6, data: mark.x.map((x, i) => [x, mark.y[i]]),
          itemStyle: { color: paint, opacity: 0.65 } }];
      case 'intervals':
        return [intervalSeries(mark, figure, base, look)];
      case 'cells':
        return [cellSeries(mark, figure, base, look)];
      case 'shares':
        return [{ ...base, type: 'bar', stack: 'all', barMaxWidth: 22, data: mark.x,
          itemStyle: { color: paint, borderColor: look.ground, borderWidth: 1 } }];
      case 'rule':
        return [{ ...base, type: 'line', data: [], silent: true,
          markLine: { symbol: 'none', silent: true, label: { show: false }, animation: false,
            lineStyle: { color: look.ink, type: 'dashed' }, data: [{ xAxis: mark.x }] } }];
      default:
        throw new Error('unknown kind of mark: ' + mark.kind);
    }
  }

  function options(figure, width, hidden) {
    const look = theme();
    const places = placed(figure, width);
    const all = height(figure, places);
    const rows = Math.max(...places.map(place => place.row)) + 1;
    const ramp = figure.colours ? 34 : 0;
    const option = {
      animation: false,
      backgroundColor: look.ground,
      textStyle: { color: look.ink, fontFamily: 'system-ui, sans-serif' },
      // Cells of a heat map have their numbers, which patterns would hide.
      aria: { enabled: true, decal: { show: !figure.colours }, label: { description: description(figure) } },
      title: [], grid: [], xAxis: [], yAxis: [], series: []
    };
    const columns = places[0].columns;
    const each = (width - 16) / columns;
    // Long names may take nearly half of a panel.
    const room = Math.max(60, Math.min(460, each * 0.45));
    let left = 72;
    for (const panel of figure.panels) {
      if (panel.y.categories.length > 0) {
        const longest = Math.max(...panel.y.categories.map(name => name.length));
        left = Math.max(left, Math.min(longest * 7, room) + 40);
      }
    }
    places.forEach((place, i) => {
      const top = place.row * (all / rows);
      option.grid.push({
        left: place.column * each + Math.min(left, each * 0.6),
        width: each - Math.min(left, each * 0.6) - 12,
        top: top + 34,
        height: all / rows - 34 - 52
      });
      option.title.push({
        text: place.panel.title,
        left: place.column * each + Math.min(left, each * 0.6),
        top: top + 6,
        textStyle: { color: look.ink, fontSize: 13, fontWeight: 'normal' }
      });
      option.xAxis.push({ gridIndex: i, ...axisOptions(figure.x, false, look, room) });
      option.yAxis.push({ gridIndex: i, ...axisOptions(place.panel.y, true, look, room) });
      for (const mark of place.panel.marks) {
        if (mark.series === NONE || !hidden.has(mark.series)) {
          option.series.push(...markSeries(mark, i, figure, look));
        }
      }
    });
    if (figure.colours) {
      const log = figure.colours.log;
      option.visualMap = {
        type: 'continuous',
        min: log ? Math.log10(figure.colours.low) : figure.colours.low,
        max: log ? Math.log10(figure.colours.high) : figure.colours.high,
        orient: 'horizontal',
        left: 'center',
        bottom: 0,
        dimension: 2,
        text: [number(figure.colours.high), number(figure.colours.low)],
        inRange: { color: data.ramp },
        textStyle: { color: look.ink },
        itemWidth: 14,
        itemHeight: Math.min(220, width / 3)
      };
    }
    return { option, height: all + ramp };
  }

  function description(figure) {
    const names = figure.legend.map(series => series.caption).join('; ');
    const panels = figure.panels.map(panel => panel.title).filter(title => title).join('; ');
    return [figure.title + '.', names && 'Shown are ' + names + '.', panels && 'Panels: ' + panels + '.',
      ...figure.notes, 'The table below has the values.'].filter(text => text).join(' ');
  }

  // ---- What a place of a chart says ----

  function nearest(list, x) {
    let best = NONE;
    list.forEach((value, i) => {
      if (best === NONE || Math.abs(value - x) < Math.abs(list[best] - x)) {
        best = i;
      }
    });
    return best;
  }

  /** What holds at x, since a step holds until the next. */
  function before(list, x) {
    let found = 0;
    list.forEach((value, i) => {
      if (value <= x) {
        found = i;
      }
    });
    return found;
  }

  function lineRows(figure, panel, x, hidden) {
    const rows = [];
    for (const mark of panel.marks) {
      if ((mark.kind === 'line' || mark.kind === 'steps') && mark.series !== NONE && !hidden.has(mark.series)) {
        // What comes after the last step is not known.
        const isBeyond = mark.kind === 'steps' && x > mark.x[mark.x.length - 1];
        const i = isBeyond ? NONE : mark.kind === 'steps' ? before(mark.x, x) : nearest(mark.x, x);
        if (i !== NONE) {
          rows.push({
            series: figure.legend[mark.series],
            x: mark.x[i],
            values: Object.assign({ [mark.what || 'share']: mark.y[i] }, mark.more ? mark.more(i) : {})
          });
        }
      }
    }
    return rows;
  }

  function tip(title, rows) {
    const body = element('tbody');
    for (const row of rows) {
      body.append(element('tr', {}, swatchCell(row.series), element('th', { scope: 'row' }, row.series.label),
        ...Object.entries(row.values).map(([name, value]) => element('td', {}, name + ' ' + number(value)))));
    }
    return element('div', { class: 'tip' }, element('p', {}, title), element('table', {}, body));
  }

  function swatchCell(series) {
    const cell = element('td');
    cell.append(swatch(series));
    return cell;
  }

  function swatch(series) {
    const space = 'http://www.w3.org/2000/svg';
    const picture = document.createElementNS(space, 'svg');
    picture.setAttribute('class', 'swatch');
    picture.setAttribute('viewBox', '0 0 30 12');
    picture.setAttribute('aria-hidden', 'true');
    const line = document.createElementNS(space, 'line');
    const shape = { x1: 0, y1: 6, x2: 30, y2: 6, stroke: colour(series), 'stroke-width': 3 };
    for (const [key, value] of Object.entries(shape)) {
      line.setAttribute(key, value);
    }
    const list = dashes(series, 2);
    if (list !== 'solid') {
      line.setAttribute('stroke-dasharray', list.join(' '));
    }
    picture.append(line);
    return picture;
  }

  // ---- A chart with its controls, its legend, its notes and its table ----

  class Chart {
    constructor(box, build, controls) {
      this.box = box;
      this.build = build;
      this.hidden = new Set();
      this.state = {};
      this.labels = new Map();
      this.form = element('form', { class: 'controls', 'aria-label': 'What the chart shows' });
      this.form.addEventListener('submit', event => event.preventDefault());
      this.legend = element('div', { class: 'legend', role: 'group', 'aria-label': 'Groups: press to hide or show' });
      this.canvas = element('div', { class: 'canvas', tabindex: '0', role: 'img' });
      this.status = element('p', { class: 'status', role: 'status' });
      this.notes = element('ul', { class: 'notes' });
      this.values = element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Values' });
      this.table = element('details', { ontoggle: () => this.fillTable() },
        element('summary', {}, 'Table of the values'), this.values);
      box.replaceChildren(this.form, this.legend, this.canvas, this.status, this.notes, this.table);
      this.controls = controls;
      this.place = NONE;
      this.canvas.addEventListener('keydown', event => this.walk(event));
      this.makeControls();
      this.chart = echarts.init(this.canvas, null, { renderer: 'canvas', height: 300 });
      new ResizeObserver(() => this.fit()).observe(this.canvas);
      dark.addEventListener('change', () => this.draw());
      this.change();
    }

    /** Makes the controls that the choices so far leave open. Those that stay as they are keep the focus. */
    makeControls() {
      const labels = [];
      for (const control of this.controls) {
        const choices = control.choices(this.state);
        if (choices.length === 0) {
          delete this.state[control.name];
          continue;
        }
        if (!choices.some(choice => choice.value === this.state[control.name])) {
          this.state[control.name] = control.first ? control.first(this.state) : choices[0].value;
        }
        if (choices.length > 1) {
          labels.push(this.label(control, choices));
        }
      }
      const isSame = labels.length === this.form.children.length
        && labels.every((label, i) => label === this.form.children[i]);
      if (!isSame) {
        const focused = document.activeElement;
        this.form.replaceChildren(...labels);
        if (focused && this.form.contains(focused)) {
          focused.focus();
        }
      }
    }

    label(control, choices) {
      const key = JSON.stringify(choices);
      const known = this.labels.get(control.name);
      if (known && known.key === key) {
        known.label.querySelector('select').value = this.state[control.name];
        return known.label;
      }
      const label = this.select(control, choices);
      this.labels.set(control.name, { key, label });
      return label;
    }

    select(control, choices) {
      const select = element('select', { name: control.name });
      for (const choice of choices) {
        const option = element('option', { value: choice.value }, choice.label);
        option.selected = choice.value === this.state[control.name];
        select.append(option);
      }
      select.addEventListener('change', () => {
        this.state[control.name] = select.value;
        this.makeControls();
        this.change();
      });
      return element('label', {}, element('span', {}, control.label), select);
    }

    change() {
      this.figure = this.build(this.state);
      this.hidden.clear();
      this.place = NONE;
      this.draw();
    }

    fit() {
      if (this.canvas.clientWidth !== this.width) {
        this.draw();
      }
    }

    draw() {
      this.width = this.canvas.clientWidth;
      const figure = this.figure;
      this.drawLegend();
      this.notes.replaceChildren(...figure.notes.map(note => element('li', {}, note)));
      const made = options(figure, Math.max(this.width, 240), this.hidden);
      const lines = figure.panels.some(panel => panel.marks.some(mark => mark.kind === 'line' || mark.kind === 'steps'));
      made.option.tooltip = {
        trigger: lines ? 'axis' : 'item',
        confine: true,
        className: 'tooltip',
        backgroundColor: theme().ground,
        borderColor: theme().ink,
        textStyle: { color: theme().ink, fontSize: 12 },
        axisPointer: { type: 'line', lineStyle: { color: theme().ink } },
        formatter: found => this.formatted(found)
      };
      this.canvas.style.height = made.height + 'px';
      this.chart.resize({ height: made.height });
      this.chart.setOption(made.option, true);
      this.fillTable();
    }

    drawLegend() {
      this.legend.replaceChildren();
      this.figure.legend.forEach((series, i) => {
        this.legend.append(element('button', {
          type: 'button',
          'aria-pressed': String(!this.hidden.has(i)),
          onclick: () => {
            if (!this.hidden.delete(i)) {
              this.hidden.add(i);
            }
            this.draw();
            this.legend.children[i].focus();
          }
        }, swatch(series), element('span', {}, series.caption)));
      });
    }

    formatted(found) {
      const first = Array.isArray(found) ? found[0] : found;
      if (!first) {
        return '';
      }
      if (Array.isArray(found)) {
        const panel = this.figure.panels[first.axisIndex];
        const x = first.axisValue;
        const rows = lineRows(this.figure, panel, x, this.hidden);
        const at = rows.length > 0 ? rows[nearest(rows.map(row => row.x), x)].x : x;
        const steps = panel.marks.some(mark => mark.kind === 'steps');
        const others = rows.filter(row => row.x !== at && !steps);
        others.forEach(row => { row.values['at ' + this.figure.x.label] = row.x; });
        return tip(this.figure.x.label + ' ' + number(steps ? x : at) + (panel.title ? ', ' + panel.title : ''), rows);
      }
      return element('div', { class: 'tip' }, element('p', {}, this.figure.item(first)));
    }

    /** Arrow keys go from point to point, and what is there is said. */
    walk(event) {
      const step = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
      if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) {
        return;
      }
      event.preventDefault();
      const stops = this.stops();
      if (stops.length === 0) {
        return;
      }
      this.place = Math.min(Math.max(this.place + step, 0), stops.length - 1);
      this.chart.dispatchAction({
        type: 'showTip', seriesIndex: stops[this.place].seriesIndex, dataIndex: stops[this.place].dataIndex });
      const shown = this.canvas.querySelector('.tip');
      if (shown) {
        this.status.textContent = Array.from(shown.querySelectorAll('p, tr'))
          .map(part => Array.from(part.childNodes).map(node => node.textContent).join(' ').trim()).join('. ');
      }
    }

    /** The points to go to: of lines those of the longest of each panel. */
    stops() {
      const all = this.chart.getOption().series;
      const longest = new Map();
      const last = series => series.data[series.data.length - 1][0];
      all.forEach(series => {
        const other = longest.get(series.xAxisIndex);
        if (series.type === 'line' && series.data.length > 0 && (!other || last(series) > last(other))) {
          longest.set(series.xAxisIndex, series);
        }
      });
      return all.flatMap((series, seriesIndex) => {
        const isStop = series.type === 'line' ? longest.get(series.xAxisIndex) === series : !series.silent;
        return !isStop ? [] : series.data.flatMap((item, dataIndex) =>
          Array.isArray(item) && item[1] === null ? [] : [{ seriesIndex, dataIndex }]);
      });
    }

    fillTable() {
      if (!this.table.open) {
        return;
      }
      const { head, rows } = this.figure.table();
      const body = element('tbody');
      for (const row of rows.slice(0, MOST_TABLE_ROWS)) {
        body.append(element('tr', {}, ...row.map(value =>
          element('td', {}, typeof value === 'number' || value === null ? number(value) : value))));
      }
      const left = rows.length - MOST_TABLE_ROWS;
      this.values.replaceChildren(
        element('table', {},
          element('thead', {}, element('tr', {}, ...head.map(name => element('th', { scope: 'col' }, name)))), body),
        ...(left > 0 ? [element('p', {}, left + ' rows more are not shown.')] : []));
    }
  }

  // ---- Figures that the page makes of its numbers ----

  const keys = data.keys;

  function keyChoices(but) {
    return keys.map((key, i) => ({ value: String(i), label: key.name }))
      .filter(choice => !but.includes(choice.value));
  }

  /** A control for the value of each key that the chart has neither as groups nor as panels. */
  function fixedControls(used) {
    return keys.map((key, i) => ({
      name: 'key' + i,
      label: key.name,
      choices: state => used(state).includes(String(i))
        ? []
        : key.values.map((value, place) => ({ value: String(place), label: value })),
      // A grid need not be full, but there is such a cell.
      first: () => String(data.cells[data.best].k[i])
    }));
  }

  function isFixed(cell, state) {
    return keys.every((key, i) => state['key' + i] === undefined || cell.k[i] === Number(state['key' + i]));
  }

  function fixedText(state) {
    return keys.map((key, i) => state['key' + i] === undefined ? null
      : key.name + ' = ' + key.values[Number(state['key' + i])]).filter(text => text).join(', ');
  }

  function metricControls(hasColumn) {
    const metrics = data.metrics.filter(metric => columnsOf(metric).some(hasColumn));
    return [
      {
        name: 'metric',
        label: 'Metric',
        choices: () => metrics.map(metric => ({ value: metric.id, label: metric.caption })),
        first: () => (metrics.find(metric => metric.id === data.main) || metrics[0]).id
      },
      {
        name: 'layer',
        label: 'Layer',
        choices: state => (state.metric === undefined ? [] : metricOf(state).layers)
          .filter(layer => hasColumn(state.metric + '_L' + layer))
          .map(layer => ({ value: String(layer), label: String(layer) }))
      }
    ];
  }

  function columnsOf(metric) {
    return metric.layers.length === 0 ? [metric.id] : metric.layers.map(layer => metric.id + '_L' + layer);
  }

  function hasCurves(column) {
    return data.curves[column] !== undefined;
  }

  function hasLast(column) {
    return data.last[column] !== undefined && data.last[column].m.some(mean => mean !== null);
  }

  function metricOf(state) {
    return data.metrics.find(metric => metric.id === state.metric);
  }

  function columnOf(state) {
    return state.layer === undefined ? state.metric : state.metric + '_L' + state.layer;
  }

  function caption(state) {
    return metricOf(state).caption + (state.layer === undefined ? '' : ' of layer ' + state.layer);
  }

  function series(key, place, count, label, countText) {
    return {
      label,
      caption: countText ? label + ' (' + countText + ')' : label,
      index: place,
      fraction: key && key.ordered && count > 1 ? place / (count - 1) : null
    };
  }

  function countText(counts) {
    if (counts.length === 0) {
      return '';
    }
    const finite = counts.map(count => count.n);
    const runs = counts.map(count => count.runs);
    const range = list => {
      const low = Math.min(...list);
      const high = Math.max(...list);
      return low === high ? String(low) : low + ' to ' + high;
    };
    return finite.every((n, i) => n === runs[i]) ? 'n = ' + range(runs) : 'n = ' + range(finite) + ' of ' + range(runs);
  }

  function limits(values, log) {
    const seen = values.filter(value => value !== null && Number.isFinite(value) && (!log || value > 0));
    if (seen.length === 0) {
      return log ? { low: 0.1, high: 1 } : { low: 0, high: 1 };
    }
    let low = Infinity;
    let high = -Infinity;
    for (const value of seen) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    if (log) {
      return low === high ? { low: low / 2, high: high * 2 } : { low: low / 1.1, high: high * 1.1 };
    }
    const margin = low === high ? Math.abs(low) * 0.5 || 0.5 : (high - low) * 0.04;
    return { low: low - margin, high: high + margin };
  }

  function axis(label, range, log) {
    return { label, log: Boolean(log), low: range.low, high: range.high, categories: [] };
  }

  function names(label, categories) {
    return { label, log: false, low: 0, high: categories.length, categories };
  }

  const BANDS = {
    std: {
      label: 'one standard deviation',
      note: 'Lines are means over finite runs, bands one standard deviation (of the population) to each side.',
      low: (curve, i) => curve.m[i] === null ? null : curve.m[i] - curve.s[i],
      high: (curve, i) => curve.m[i] === null ? null : curve.m[i] + curve.s[i]
    },
    minmax: {
      label: 'least to greatest run',
      note: 'Lines are means over finite runs, bands from the least to the greatest run.',
      low: (curve, i) => curve.l[i],
      high: (curve, i) => curve.h[i]
    },
    none: { label: 'none', note: 'Lines are means over finite runs.' }
  };

  function curvesFigure(state) {
    const by = state.by === undefined ? NONE : Number(state.by);
    const facet = state.facet === undefined ? NONE : Number(state.facet);
    const log = state.axis === 'log';
    const band = BANDS[state.band];
    const curves = data.curves[columnOf(state)] || [];
    const last = data.last[columnOf(state)];
    const shown = curves.filter(curve => isFixed(data.cells[curve.c], state));
    // A cell that lost all its runs has no curve, and is among the groups all the same.
    const without = data.drawn.filter(c => isFixed(data.cells[c], state)
      && data.cells[c].diverged + data.cells[c].failed > 0 && !curves.some(curve => curve.c === c));
    const there = shown.concat(without.map(c => ({ c })));
    const valueOf = (one, key) => key === NONE ? 0 : data.cells[one.c].k[key];
    const groups = [...new Set(there.map(one => valueOf(one, by)))].sort((a, b) => a - b);
    const panels = [...new Set(there.map(one => valueOf(one, facet)))].sort((a, b) => a - b);
    const drawnGroups = groups.slice(0, MOST_SERIES);
    const drawnPanels = panels.slice(0, MOST_PANELS);
    const notes = [metricOf(state).full + '.', band.note];
    if (fixedText(state)) {
      notes.push('Runs with ' + fixedText(state) + '.');
    }
    if (groups.length > drawnGroups.length) {
      notes.push('The first ' + drawnGroups.length + ' of ' + groups.length + ' groups are drawn.');
    }
    if (panels.length > drawnPanels.length) {
      notes.push('The first ' + drawnPanels.length + ' of ' + panels.length + ' panels are drawn.');
    }
    const isDrawn = one => drawnGroups.includes(valueOf(one, by)) && drawnPanels.includes(valueOf(one, facet));
    const drawn = shown.filter(isDrawn);
    const counted = there.filter(isDrawn);
    const sum = (list, property) => list.reduce((all, one) => all + data.cells[one.c][property], 0);
    if (sum(counted, 'diverged') + sum(counted, 'failed') > 0) {
      notes.push('Of ' + sum(counted, 'runs') + ' runs ' + sum(counted, 'diverged') + ' diverged and '
        + sum(counted, 'failed') + ' failed: a curve is of the runs that are finite at the epoch.');
    }
    if (shown.length === 0) {
      notes.push('No cell with these values has a curve of this metric in the page.');
    }
    const legend = drawnGroups.map((value, i) => series(by === NONE ? null : keys[by], i, drawnGroups.length,
      by === NONE ? 'all runs' : keys[by].values[value],
      countText(counted.filter(one => valueOf(one, by) === value).map(({ c }) => ({
        n: last ? last.n[c] : 0,
        runs: data.cells[c].runs
      })))));
    const inLog = value => log && !(value > 0) ? null : value;
    const positive = drawn.flatMap(curve => curve.m).filter(value => value > 0);
    const least = positive.length === 0 ? 1 : positive.reduce((one, other) => Math.min(one, other)) / 10;
    const none = drawn.flatMap(curve => curve.m).filter(value => value !== null && !(value > 0)).length;
    if (log && none > 0) {
      notes.push(none + ' points are at 0 or below, where the logarithmic axis has no place: not shown.');
    }
    const marksOf = panel => drawn.filter(curve => valueOf(curve, facet) === panel).flatMap(curve => {
      const place = drawnGroups.indexOf(valueOf(curve, by));
      const line = {
        kind: 'line', series: place, x: curve.e, y: curve.m.map(inLog), what: 'mean',
        more: i => ({ sd: curve.s[i], least: curve.l[i], greatest: curve.h[i],
          n: Array.isArray(curve.n) ? curve.n[i] : curve.n })
      };
      if (!band.low) {
        return [line];
      }
      // A band that begins at 0 or below begins where the axis does.
      const low = curve.e.map((x, i) => band.low(curve, i)).map(value => log && value <= 0 ? least : value);
      return [{ kind: 'band', series: place, x: curve.e, low, high: curve.e.map((x, i) => inLog(band.high(curve, i))) },
        line];
    });
    const marks = drawnPanels.map(marksOf);
    const ys = axis(metricOf(state).caption, limits(marks.flat().flatMap(mark =>
      mark.kind === 'band' ? mark.low.concat(mark.high) : mark.y), log), log);
    const across = Math.min(Math.max(drawnPanels.length, 1), drawnPanels.length <= 4 ? 4
      : Math.ceil(Math.sqrt(drawnPanels.length)));
    const ends = limits(drawn.flatMap(curve => [curve.e[0], curve.e[curve.e.length - 1]]), false);
    return {
      title: caption(state) + ' by epoch',
      x: Object.assign(axis('epoch', { low: Math.max(0, ends.low), high: ends.high }, false), { whole: true }),
      columns: across,
      panels: (marks.length === 0 ? [[]] : marks).map((some, i) => ({
        title: facet === NONE || drawnPanels.length === 0 ? '' : keys[facet].name + ' = ' + keys[facet].values[drawnPanels[i]],
        row: Math.floor(i / across), column: i % across, y: ys, marks: some
      })),
      legend,
      notes,
      item: () => '',
      table: () => ({
        head: keys.map(key => key.name).concat(['epoch', 'n', 'mean', 'standard deviation', 'least', 'greatest']),
        rows: drawn.flatMap(curve => curve.e.map((epoch, i) => data.cells[curve.c].k
          .map((value, key) => keys[key].values[value])
          .concat([epoch, Array.isArray(curve.n) ? curve.n[i] : curve.n, curve.m[i], curve.s[i], curve.l[i], curve.h[i]])))
      })
    };
  }

  function heatFigure(state) {
    const across = Number(state.across);
    const down = Number(state.down);
    const last = data.last[columnOf(state)];
    const log = state.axis === 'log';
    const shown = data.cells.map((cell, c) => ({ cell, c, mean: last.m[c], n: last.n[c] }))
      .filter(one => isFixed(one.cell, state));
    const columns = [...new Set(shown.map(one => one.cell.k[across]))].sort((a, b) => a - b);
    const rows = [...new Set(shown.map(one => one.cell.k[down]))].sort((a, b) => a - b);
    const seen = shown.filter(one => one.mean !== null && (!log || one.mean > 0));
    const values = seen.map(one => one.mean);
    const low = values.length === 0 ? (log ? 0.1 : 0) : Math.min(...values);
    const high = values.length === 0 ? 1 : Math.max(...values);
    const notes = ['Each colour is the mean of a cell\'s finite runs at their last epochs.', metricOf(state).full + '.'];
    if (fixedText(state)) {
      notes.push('Runs with ' + fixedText(state) + '.');
    }
    if (seen.length < shown.length) {
      notes.push((shown.length - seen.length) + ' cells have no number to show and are blank.');
    }
    if (shown.length === 0) {
      notes.push('No cell with these values is in the page.');
    }
    return {
      title: caption(state) + ' at the last epoch',
      x: names(keys[across].name, columns.map(value => keys[across].values[value])),
      columns: 1,
      panels: [{
        title: '', row: 0, column: 0, y: names(keys[down].name, rows.map(value => keys[down].values[value])),
        marks: [{ kind: 'cells', series: NONE,
          x: seen.map(one => columns.indexOf(one.cell.k[across])),
          y: seen.map(one => rows.indexOf(one.cell.k[down])),
          value: seen.map(one => log ? Math.log10(one.mean) : one.mean) }]
      }],
      colours: { low, high: high > low ? high : low + (Math.abs(low) || 1), log },
      legend: [],
      notes: log ? notes.concat('Numbers in the cells are powers of ten.') : notes,
      item: found => {
        const one = seen[found.dataIndex];
        return keys[across].name + ' = ' + keys[across].values[one.cell.k[across]] + ', ' + keys[down].name + ' = '
          + keys[down].values[one.cell.k[down]] + ': ' + number(one.mean) + ' (n = ' + one.n + ' of ' + one.cell.runs + ')';
      },
      table: () => ({
        head: keys.map(key => key.name).concat(['runs', 'finite', 'mean']),
        rows: shown.map(one => one.cell.k.map((value, key) => keys[key].values[value])
          .concat([one.cell.runs, one.n, one.mean]))
      })
    };
  }

  const ENDS = [['completed', 'learned'], ['stuck', 'stuck'], ['diverged', 'diverged'], ['failed', 'failed']];

  function outcomesFigure() {
    const cells = data.cells.slice(0, MOST_BARS);
    const known = data.cells.every(cell => cell.stuck !== null);
    const label = cell => cell.k.map((value, i) => keys[i].values[value]).join(', ') || 'all runs';
    const count = (cell, end) => end === 'completed' ? cell.completed - (known ? cell.stuck : 0) : cell[end] || 0;
    const ends = ENDS.filter(([end]) => end !== 'stuck' || known)
      .map(([end, name]) => [end, known ? name : name === 'learned' ? 'completed' : name]);
    const most = Math.max(1, ...cells.map(cell => cell.runs));
    const notes = [known
      ? 'Stuck are completed runs whose training accuracy is not above the share of their most frequent class.'
      : 'How many got stuck is not known: there is no classification, or the rows are of an earlier version.'];
    if (cells.length < data.cells.length) {
      notes.push('The first ' + cells.length + ' of ' + data.cells.length + ' cells are drawn.');
    }
    return {
      title: 'How runs ended',
      x: Object.assign(axis('runs', { low: 0, high: most }, false), { isRound: true }),
      columns: 1,
      panels: [{
        title: '', row: 0, column: 0, y: names('', cells.map(label)),
        marks: ends.map(([end], i) => ({ kind: 'shares', series: i, x: cells.map(cell => count(cell, end)) }))
      }],
      legend: ends.map(([end, name], i) => series(null, i, ends.length, name,
        String(data.cells.reduce((sum, cell) => sum + count(cell, end), 0)))),
      notes,
      item: found => label(cells[found.dataIndex]) + ': ' + found.seriesName + ' ' + found.value + ' of '
        + cells[found.dataIndex].runs,
      table: () => ({
        head: keys.map(key => key.name).concat(['runs'], ends.map(([end, name]) => name)),
        rows: data.cells.map(cell => cell.k.map((value, i) => keys[i].values[value])
          .concat([cell.runs], ends.map(([end]) => count(cell, end))))
      })
    };
  }

  /** A figure that came whole, with what a place of it says. */
  function wholeFigure(whole) {
    const figure = Object.assign({}, whole, { panels: whole.panels.map(withEnds) });
    const rowsOf = (panel, mark) => mark.kind === 'intervals'
      ? mark.estimate.map((value, i) => [panel.title, panel.y.categories[mark.y[i]], value, mark.low[i], mark.high[i]])
      : mark.kind === 'steps' || mark.kind === 'line'
        ? mark.x.map((x, i) => [panel.title, figure.legend[mark.series].label, x, mark.y[i]]
          .concat(mark.more ? Object.values(mark.more(i)) : [null, null]))
        : [];
    const hasIntervals = figure.panels.some(panel => panel.marks.some(mark => mark.kind === 'intervals'));
    return Object.assign({}, figure, {
      item: found => {
        const panel = figure.panels[found.seriesIndex === undefined ? 0 : panelOf(figure, found)];
        const [estimate, low, high, y] = found.value;
        return panel.y.categories[y] + (panel.title ? ', ' + panel.title : '') + ': ' + number(estimate) + ', 95% from '
          + (low === null ? '−∞' : number(low)) + ' to ' + (high === null ? '∞' : number(high));
      },
      table: () => ({
        head: hasIntervals ? ['panel', 'pair', 'difference', 'lower end', 'upper end']
          : ['panel', 'group', figure.x.label, figure.panels[0].y.label, 'lower end', 'upper end'],
        rows: figure.panels.flatMap(panel => panel.marks.flatMap(mark => rowsOf(panel, mark)))
      })
    });
  }

  /** A panel whose curves know the ends of their bands, which have the same places. */
  function withEnds(panel) {
    return Object.assign({}, panel, {
      marks: panel.marks.map(mark => {
        const band = panel.marks.find(other => other.kind === 'stepband' && other.series === mark.series);
        return mark.kind !== 'steps' || !band ? mark
          : Object.assign({}, mark, { more: i => ({ from: band.low[i], to: band.high[i] }) });
      })
    });
  }

  /** Each panel has a rule and then its intervals, each a series. */
  function panelOf(figure, found) {
    let seen = 0;
    for (let i = 0; i < figure.panels.length; i++) {
      seen += figure.panels[i].marks.length;
      if (found.seriesIndex < seen) {
        return i;
      }
    }
    return 0;
  }

  // ---- The page ----

  const scale = {
    name: 'axis', label: 'Vertical axis', choices: () => [{ value: 'linear', label: 'linear' }, { value: 'log', label: 'logarithmic' }]
  };

  const makers = {
    curves: box => new Chart(box, curvesFigure, [
      ...metricControls(hasCurves),
      { name: 'by', label: 'Groups', choices: () => keyChoices([]), first: () => String(data.by) },
      {
        name: 'facet', label: 'Panels',
        choices: state => keys.length < 2 ? [] : [{ value: String(NONE), label: 'one' }, ...keyChoices([state.by])],
        first: state => String(data.facet) === state.by ? String(NONE) : String(data.facet)
      },
      ...fixedControls(state => [state.by, state.facet]),
      { name: 'band', label: 'Band', choices: () => Object.entries(BANDS).map(([value, band]) => ({ value, label: band.label })) },
      scale
    ]),
    heat: box => new Chart(box, heatFigure, [
      ...metricControls(hasLast),
      { name: 'across', label: 'Across', choices: () => keyChoices([]), first: () => String(data.by) },
      {
        name: 'down', label: 'Down', choices: state => keyChoices([state.across]),
        first: state => String(data.facet) === state.across || data.facet === NONE
          ? keyChoices([state.across])[0].value : String(data.facet)
      },
      ...fixedControls(state => [state.across, state.down]),
      Object.assign({}, scale, { label: 'Colours' })
    ]),
    outcomes: box => new Chart(box, outcomesFigure, []),
    survival: box => new Chart(box, () => wholeFigure(data.figures.survival), []),
    forest: box => new Chart(box, () => wholeFigure(data.figures.forest), [])
  };

  const isEmpty = {
    curves: () => !data.metrics.some(metric => columnsOf(metric).some(hasCurves)),
    heat: () => !data.metrics.some(metric => columnsOf(metric).some(hasLast))
  };

  for (const box of document.querySelectorAll('[data-chart]')) {
    const kind = box.dataset.chart;
    if (isEmpty[kind] && isEmpty[kind]()) {
      box.replaceChildren(element('p', {}, 'No run has a finite number to draw.'));
    } else {
      makers[kind](box);
    }
  }
})();
