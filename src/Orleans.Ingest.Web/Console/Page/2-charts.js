// A line over the last minute; what it shows is also said in numbers beside it.
function spark(className) {
  const area = shape('path', { class: 'area' });
  const line = shape('path', { class: 'line' });
  const svg = shape('svg', { class: `spark ${className}`, viewBox: '0 0 100 30', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  svg.append(area, line);
  return {
    element: svg,
    draw(values) {
      const top = Math.max(...values, 1e-9);
      const points = values.map((value, i) => `${(i * 100 / (values.length - 1)).toFixed(2)},${(29 - 27 * value / top).toFixed(2)}`);
      line.setAttribute('d', `M${points.join('L')}`);
      area.setAttribute('d', `M0,30L${points.join('L')}L100,30Z`);
    },
  };
}

// Accepted and dropped events, a bar a second.
function bars() {
  const grid = shape('path', { class: 'grid', d: 'M0,0H600M0,50H600M0,100H600' });
  const stored = shape('path', { class: 'stored' });
  const dropped = shape('path', { class: 'dropped' });
  const svg = shape('svg', { class: 'chart', viewBox: '0 0 600 100', preserveAspectRatio: 'none', role: 'img' });
  svg.append(grid, stored, dropped);
  const scales = [0, 50, 100].map(() => el('span', { className: 'scale' }));
  const frame = el('div', { className: 'chart-frame' }, svg, scales);
  scales.forEach((scale, i) => { scale.style.top = `${i * 50}%`; });
  return {
    element: el('figure', {}, frame, el('div', { className: 'chart-axis', 'aria-hidden': 'true' }, el('span', {}, '60 s ago'), el('span', {}, 'now'))),
    draw(storedValues, droppedValues) {
      const top = round(Math.max(...storedValues.map((value, i) => value + droppedValues[i]), 1));
      let below = '';
      let above = '';
      storedValues.forEach((value, i) => {
        const x = i * 10 + 1.2;
        const [low, high] = [100 * value / top, 100 * droppedValues[i] / top];
        if (low > 0) below += `M${x},100v${-low}h7.6v${low}z`;
        if (high > 0) above += `M${x},${100 - low}v${-high}h7.6v${high}z`;
      });
      stored.setAttribute('d', below);
      dropped.setAttribute('d', above);
      [top, top / 2, 0].forEach((value, i) => { scales[i].textContent = Number.isInteger(value) ? whole.format(value) : tenths.format(value); });
      const sum = values => whole.format(values.reduce((all, value) => all + value, 0));
      svg.setAttribute('aria-label', `Events in the last minute: ${sum(storedValues)} accepted, ${sum(droppedValues)} dropped`);
    },
  };
}

function round(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 5, 10].map(step => step * power).find(step => step >= value);
}
