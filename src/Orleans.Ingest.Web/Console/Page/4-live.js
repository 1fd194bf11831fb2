function tile(title, className) {
  const value = el('p', { className: 'value' });
  const note = el('p', { className: 'note' });
  const line = className ? spark(className) : null;
  return {
    element: el('section', { className: 'card tile' }, el('h2', {}, title), value, note, line?.element),
    show(number, unit, text, values) {
      value.replaceChildren(number, ' ', el('small', {}, unit));
      note.textContent = text;
      line?.draw(values);
    },
  };
}

function barList(title, empty, choose) {
  const list = el('ul', { className: 'bars' });
  const none = el('p', { className: 'hint' }, empty);
  return {
    element: el('section', { className: 'card' }, el('div', { className: 'card-head' }, el('h2', {}, title), el('span', { className: 'hint' }, 'last minute')), none, list),
    show(entries) {
      none.hidden = entries.length > 0;
      const top = Math.max(...entries.map(([, sum]) => sum.stored + sum.dropped), 1);
      entries.slice(0, 7).forEach(([name, sum], i) => {
        const item = list.children[i] ?? list.appendChild(barItem(choose));
        item.show(name, sum, top);
      });
      while (list.children.length > Math.min(entries.length, 7)) list.lastChild.remove();
    },
  };
}

function barItem(choose) {
  const [name, figure, stored, dropped] = [el('span', { className: 'name' }), el('span', { className: 'figure' }), el('i'), el('i', { className: 'dropped' })];
  const button = el('button', { type: 'button', onclick: () => choose(button.dataset.name) }, name, figure, el('span', { className: 'bar', 'aria-hidden': 'true' }, stored, dropped));
  const item = el('li', {}, button);
  item.show = (text, sum, top) => {
    button.dataset.name = name.textContent = text;
    figure.replaceChildren(whole.format(sum.stored + sum.dropped), ...(sum.stored && sum.dropped ? [' ', el('small', {}, `${whole.format(sum.dropped)} dropped`)] : []), el('span', { className: 'unseen' }, ' events, show them'));
    stored.style.width = `${100 * sum.stored / top}%`;
    dropped.style.width = `${100 * sum.dropped / top}%`;
  };
  return item;
}

function liveView() {
  const accepted = tile('Accepted', 'of-stored');
  const droppedTile = tile('Dropped', 'of-dropped');
  const latency = tile('Time to durable', 'of-muted');
  const depth = tile('Waiting in the log');
  const lag = tile('Lag to ClickHouse', 'of-muted');
  const fill = el('span');
  const meter = el('div', { className: 'meter', 'aria-hidden': 'true' }, fill);
  depth.element.append(meter);
  const chart = bars();
  const tail = tailView();
  const sites = barList('Sites', 'No event in the last minute.', site => tail.filter(site, ''));
  const reasons = barList('Dropped, by reason', 'Nothing was dropped in the last minute.', reason => tail.filter('', reason));
  const lags = new Array(MINUTE).fill(0);

  function draw() {
    const seconds = lastSeconds(MINUTE);
    const stored = seconds.map(bucket => bucket?.stored ?? 0);
    const dropped = seconds.map(bucket => bucket?.dropped ?? 0);
    const recent = values => values.slice(-3).reduce((sum, value) => sum + value, 0) / 3;
    const sum = values => values.reduce((all, value) => all + value, 0);
    accepted.show(rate(recent(stored)), '/s', `${whole.format(sum(stored))} in the last minute`, stored);
    const share = sum(stored) + sum(dropped) > 0 ? ` · ${whole.format(100 * sum(dropped) / (sum(stored) + sum(dropped)))} %` : '';
    droppedTile.show(rate(recent(dropped)), '/s', `${whole.format(sum(dropped))} in the last minute${share}`, dropped);
    drawLatency(seconds);
    drawLog();
    chart.draw(stored, dropped);
    sites.show(totals(site => site));
    reasons.show(totals((_, outcome) => isStored(outcome) ? null : outcome));
  }

  function drawLatency(seconds) {
    const [middle, slow] = [latencyOf(0.5, seconds.slice(-10)), latencyOf(0.99, seconds.slice(-10))];
    const line = seconds.map(bucket => bucket ? latencyOf(0.5, [bucket]) ?? 0 : 0);
    if (middle === null) latency.show('–', '', 'no event in ten seconds', line);
    else latency.show(...duration(middle), `median; 99 % within ${duration(slow).join(' ')}`, line);
  }

  function drawLog() {
    if (!feed.log) {
      depth.show('–', '', '');
      lag.show('–', '', '', lags);
      return;
    }
    const share = feed.log.max > 0 ? feed.log.used / feed.log.max : 0;
    depth.show(...bytes(feed.log.used), `${tenths.format(100 * share)} % of ${bytes(feed.log.max).join(' ')}`);
    fill.style.width = `${Math.min(100, 100 * share)}%`;
    meter.dataset.level = share > 0.5 ? 'high' : 'fine';
    lag.show(...duration(feed.log.lag), feed.log.problems[0] ?? (feed.log.lag > 0 ? 'age of the oldest that waits' : 'nothing waits'), lags);
  }

  const timer = setInterval(draw, 500);
  const lagTimer = setInterval(() => { lags.shift(); lags.push(feed.log?.lag ?? 0); }, 1000);
  draw();
  return {
    title: 'Live',
    element: [
      el('h1', { className: 'unseen' }, 'Live'),
      el('div', { className: 'tiles' }, accepted.element, droppedTile.element, latency.element, depth.element, lag.element),
      el('div', { className: 'overview' },
        el('section', { className: 'card' },
          el('div', { className: 'card-head' }, el('h2', {}, 'Events per second'),
            el('p', { className: 'legend' }, el('span', { className: 'of-stored' }, 'accepted'), el('span', { className: 'of-dropped' }, 'dropped'))),
          chart.element),
        sites.element, reasons.element),
      tail.element,
    ],
    leave() { clearInterval(timer); clearInterval(lagTimer); tail.leave(); },
  };
}
