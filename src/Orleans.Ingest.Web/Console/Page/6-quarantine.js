const REASONS = {
  bot: 'Bots', dc_ip: 'Datacentres', threat_ip: 'Known threats', site_page_blocklist: 'Pages', site_hostname_allowlist: 'Hostnames', site_ip_blocklist: 'Addresses', site_country_blocklist: 'Countries',
};
// What a visitor is, no setting decides: it passes when it is named here.
const RELEASABLE = ['bot', 'dc_ip', 'threat_ip'];
const HOURS = { 1: 'the last hour', 6: 'the last 6 hours', 24: 'the last 24 hours' };
// The shield that was changed last: it is offered to apply it to what came before.
let changed = null;

async function quarantine(site, path) {
  const [kept, { redecisions }] = await Promise.all([api('GET', `${path}/quarantine`).catch(failure => ({ rules: [], problem: failure.message })), api('GET', `${path}/redecisions`)]);
  return el('section', { className: 'card stack' }, el('h2', {}, 'Quarantine'),
    el('p', { className: 'hint' }, kept.enabled
      ? 'What bots, address classes and shields drop is kept for 24 hours, without address and user agent. It is in no report.'
      : 'Off: what is dropped is forgotten. Turn it on in the settings to see samples here, and to take back what a rule has dropped.'),
    kept.problem && el('p', { className: 'form-error' }, `It cannot be shown now: ${kept.problem}`),
    kept.rules.length > 0 && quarantineTable(kept.rules),
    kept.enabled && !kept.problem && kept.rules.length === 0 && el('p', { className: 'hint' }, 'Nothing was dropped in the last 24 hours.'),
    redecide(path, kept.rules),
    redecisions.length > 0 && redecisionList(path, redecisions));
}

function quarantineTable(rules) {
  const head = (text, end) => el('th', { scope: 'col', className: end ? 'end' : '' }, text);
  return el('div', { className: 'table-wrap', tabIndex: 0, role: 'region', 'aria-label': 'Dropped in the last 24 hours' }, el('table', {},
    el('thead', {}, el('tr', {}, head('Dropped by'), head('Dropped', true), head('Kept', true), head('Samples'))),
    el('tbody', {}, rules.map(rule => el('tr', {},
      el('th', { scope: 'row' }, REASONS[rule.reason] ?? rule.reason), el('td', { className: 'end' }, whole.format(rule.dropped)), el('td', { className: 'end' }, whole.format(rule.kept)),
      el('td', {}, rule.samples.length === 0 ? 'none' : el('details', {}, el('summary', {}, `${rule.samples[0].name} ${rule.samples[0].hostname}${rule.samples[0].pathname}`),
        el('ul', { className: 'plain' }, rule.samples.map(sample => el('li', {}, sampleText(sample)))))))))));
}

const sampleText = sample => [clock(sample.received_at), sample.name, `${sample.hostname}${sample.pathname}`, sample.source && `from ${sample.source}`, sample.country, sample.browser, sample.operating_system, `visit ${sample.visitor}`,
  sample.rules.length > 1 && `also ${sample.rules.slice(1).map(rule => REASONS[rule] ?? rule).join(', ')}`].filter(Boolean).join(' · ');

function redecide(path, rules) {
  const hours = el('select', {}, Object.entries(HOURS).map(([value, name]) => el('option', { value, selected: value === '24' }, name)));
  hours.classList.add('redecide-hours');
  const releases = RELEASABLE.filter(reason => rules.some(rule => rule.reason === reason && rule.kept > 0)).map(reason => [reason, checkbox(`Take in what was dropped as: ${REASONS[reason]}`, false)]);
  const shown = el('div', { className: 'stack', role: 'status' });
  const wanted = () => ({ hours: Number(hours.value), release: releases.filter(([, box]) => box.input.checked).map(([reason]) => reason) });
  const stale = () => shown.replaceChildren();
  hours.addEventListener('change', stale);
  for (const [, box] of releases) box.input.addEventListener('change', stale);
  return el('div', { className: 'stack' }, el('h3', {}, 'Apply the rules to what came before'),
    form(async () => {
      const asked = wanted();
      const preview = await api('POST', `${path}/redecide`, { ...asked, dry_run: true });
      shown.replaceChildren(...previewed(path, asked, preview));
    }, [
      field('Events that came in', hours, 'Dropped events that no rule drops now are stored, each in the visit of its time. Stored events that a shield for pages, hostnames or countries drops now are removed, and their visits corrected.'),
      ...releases.map(([, box]) => box.element),
    ], 'Show what would change'), shown);
}

const many = (count, what) => `${whole.format(count)} ${what}${count === 1 ? '' : 's'}`;

function previewed(path, asked, preview) {
  const by = Object.entries(preview.landing_by_reason).map(([reason, count]) => `${REASONS[reason] ?? reason} ${whole.format(count)}`).join(', ');
  const lines = [
    el('p', {}, `${many(preview.landing, 'kept event')} would be stored, of ${many(preview.landing_visitors, 'visitor')}${by && ` (${by})`}; ${whole.format(preview.staying)} would stay dropped.`),
    el('p', {}, `${many(preview.removed, 'stored event')} would be removed, of ${many(preview.removed_visits, 'visit')}.${preview.removed > 0 ? ' What is removed cannot be brought back.' : ''}`),
  ];
  if (preview.landing === 0 && preview.removed === 0) return [...lines, el('p', { className: 'hint' }, 'Everything is as the rules say.')];
  return [...lines, form(async () => {
    await api('POST', `${path}/redecide`, asked);
    changed = null;
    say('It has begun');
    await show();
  }, [], 'Apply', { danger: preview.removed > 0 })];
}

function redecisionList(path, redecisions) {
  const list = el('ul', { className: 'rules', 'aria-label': 'Decided again' });
  const show = some => list.replaceChildren(...some.slice(0, 5).map(one => el('li', {},
    el('span', {}, `${minuteOf(one.requested_at)}: ${whole.format(one.landed)} stored, ${whole.format(one.removed)} removed `, one.detail && el('span', { className: 'hint' }, one.detail)),
    el('span', { className: `chip ${one.status === 'failed' ? 'error' : one.status === 'done' ? 'ok' : 'warn'}` }, one.status))));
  const again = async some => {
    show(some);
    if (some.every(one => one.finished_at)) return;
    setTimeout(async () => {
      // Another page is shown by now.
      if (list.isConnected) again((await api('GET', `${path}/redecisions`).catch(() => ({ redecisions: some }))).redecisions);
    }, 1000);
  };
  again(redecisions);
  return el('div', { className: 'stack' }, el('h3', {}, 'Decided again'), list);
}

// Beside the shields, after one was changed.
function offered(site) {
  if (changed?.domain !== site.domain) return null;
  return el('div', { className: 'row' }, el('p', {}, `${changed.text}. It holds for what comes from now on.`),
    el('button', { type: 'button', onclick: () => document.querySelector('.redecide-hours').focus() }, 'Apply it to the last hours…'));
}
