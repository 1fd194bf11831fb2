const TITLES = {
  log: 'Event log', clickhouse: 'ClickHouse', clock: 'Clocks', durability: 'Durability', sites: 'Sites', tracker: 'Trackers', admin_key: 'Admin key', proxies: 'Proxies', visitors: 'Visitors', geo: 'Places',
};
const ORDER = ['error', 'warn', 'ok'];
const WORDS = { ok: 'fine', warn: 'look at', error: 'wrong' };

async function healthView() {
  const list = el('ul', { className: 'findings' });
  const sum = el('p', {});
  const again = el('button', { type: 'button', onclick: () => look() }, 'Check again');

  async function look() {
    again.disabled = true;
    try {
      const found = await findings();
      const bad = found.checks.filter(check => check.status !== 'ok').length;
      sum.textContent = bad === 0 ? 'Nothing is wrong.' : `${bad} of ${found.checks.length} findings want to be looked at.`;
      list.replaceChildren(...[...found.checks].sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status)).map(check => el('li', {},
        el('span', { className: `chip ${check.status}` }, WORDS[check.status]),
        el('div', {}, el('h2', {}, TITLES[check.id] ?? check.id), el('p', {}, check.message), check.fix && el('p', { className: 'fix' }, check.fix)))));
    } catch (failure) {
      sum.textContent = `The check did not end: ${failure.message}`;
    } finally {
      again.disabled = false;
    }
  }

  await look();
  return {
    title: 'Self-check',
    element: [
      el('div', { className: 'page-head' }, el('div', {}, el('h1', {}, 'Self-check'), sum), again),
      el('section', { className: 'card', 'aria-label': 'Findings' }, list),
    ],
  };
}

async function findings() {
  const found = await api('GET', 'system/selfcheck');
  const bad = found.checks.filter(check => check.status !== 'ok').length;
  const badge = byId('health-badge');
  badge.hidden = bad === 0;
  badge.dataset.status = found.status;
  badge.replaceChildren(String(bad), el('span', { className: 'unseen' }, ' findings'));
  return found;
}
