const SHOWN = matchMedia('(max-width: 36rem)').matches ? 30 : 100;
const NO_SITE = ['not_found', 'refused', 'spam_referrer'];
const MEANINGS = {
  stored: 'Durable; in ClickHouse within about a second.',
  refused: 'Answered 400: the request is unusable.',
  unavailable: 'Answered 503: it could not be made durable.',
  spam_referrer: 'The referrer is on the list of referrer spam.',
  not_found: 'There is no site of this domain. Add it under Sites.',
  payment_required: 'The site takes traffic until an earlier day only.',
  block: "The site's rate limit is 0.",
  throttle: "The site's rate limit is used up in this window.",
  gpc: 'The visitor sends Sec-GPC or DNT, and the site honours it.',
  verification_agent: "The installation check's user agent.",
  dc_ip: 'The address belongs to a datacentre.',
  threat_ip: 'The address is a known threat.',
  site_hostname_allowlist: "None of the site's hostname rules matches.",
  site_page_blocklist: 'A page rule of the site matches.',
  site_ip_blocklist: 'An address rule of the site matches.',
  site_country_blocklist: 'A country rule of the site matches.',
  bot: 'A bot, crawler or headless browser.',
  invalid: 'A needed field is missing after enrichment.',
  no_session_for_engagement: 'An engagement event without a live session.',
  no_session_for_pageleave: 'A pageleave event without a live session.',
};
const outcomeClass = outcome => isStored(outcome) ? 'chip stored' : isFailed(outcome) ? 'chip failed' : 'chip';

function eventRow(event) {
  const cell = (className, text) => el('span', { className: `cut ${className}`, title: text || undefined }, text || '');
  const took = event.took === undefined ? '' : duration(event.took).join(' ');
  const page = event.pathname ? `${event.hostname === event.site || !event.hostname ? '' : event.hostname}${event.pathname}` : event.detail ?? '';
  const details = el('details', {},
    el('summary', { className: 'tail-row' },
      el('span', { className: 'time' }, clock(event.at)),
      el('span', { className: 'c-outcome cut' }, el('span', { className: outcomeClass(event.outcome) }, event.outcome)),
      cell('c-site', event.site), cell('c-name', event.name), cell('c-page mono', page), cell('c-source', event.source ?? ''),
      cell('c-country', event.country ?? ''), el('span', { className: 'took' }, took)));
  // Few rows are ever opened.
  details.addEventListener('toggle', () => { if (details.open && details.children.length === 1) details.append(eventDetails(event, took)); });
  return el('li', {}, details);
}

function eventDetails(event, took) {
  const fields = [
    ['Outcome', MEANINGS[event.outcome] ?? event.outcome], ['Site', event.site], ['Event', event.name], ['Hostname', event.hostname], ['Page', event.pathname],
    ['Source of this event', event.source], ['Channel', event.channel], ['Country', event.country], ['Browser', event.browser], ['System', event.os], ['Device', event.device],
    ['Properties', event.props], ['Detail', event.detail], ['Visit', event.visitor], ['Tracker script', event.script], ['Time to durable', took],
  ];
  return el('dl', {}, fields.filter(([, value]) => value).map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, String(value)))));
}

function choices(select, values, all) {
  const wanted = ['', ...values];
  const chosen = select.value;
  if (chosen && !wanted.includes(chosen)) wanted.push(chosen);
  if (wanted.length === select.options.length && wanted.every((value, i) => select.options[i].value === value)) return;
  select.replaceChildren(...wanted.map(value => el('option', { value }, value || all)));
  select.value = chosen;
}

function tailView() {
  const list = el('ol', { className: 'tail', 'aria-label': 'Events as they arrive, newest first' });
  const titles = el('div', { className: 'tail tail-titles', 'aria-hidden': 'true' },
    ['Time', 'Outcome', 'Site', 'Event', 'Page', 'Source', 'From', ''].map(title => el('span', {}, title)));
  const [site, outcome, note] = [el('select'), el('select'), el('p', { className: 'tail-note' })];
  const empty = el('div', { className: 'empty' });
  const pause = el('button', { type: 'button', 'aria-pressed': 'false', onclick: () => setPaused(!paused) }, 'Pause');
  let [paused, unseen, heard, spoken] = [false, 0, [], Date.now()];

  const ofSite = event => !site.value || (site.value === '(no site)' ? NO_SITE.includes(event.outcome) : event.site === site.value);
  const matches = event => ofSite(event) && (!outcome.value
    || (outcome.value === '(not stored)' ? !isStored(event.outcome) : event.outcome === outcome.value));
  site.addEventListener('change', redraw);
  outcome.addEventListener('change', redraw);

  function setPaused(value) {
    paused = value;
    pause.setAttribute('aria-pressed', String(value));
    pause.textContent = value ? 'Resume' : 'Pause';
    if (!value) redraw();
    update();
  }

  // A row that is being read must neither move nor go.
  list.addEventListener('toggle', event => { if (event.target.open && !paused) setPaused(true); }, true);

  function redraw() {
    unseen = 0;
    list.replaceChildren(...feed.events.filter(matches).slice(-SHOWN).reverse().map(eventRow));
    update();
  }

  function update() {
    const seen = new Set(feed.events.map(event => event.site).filter(Boolean));
    choices(site, [...seen].sort(), 'All sites');
    choices(outcome, ['stored', '(not stored)', ...new Set(feed.events.map(event => event.outcome).filter(value => !isStored(value)))], 'All outcomes');
    const parts = [];
    if (paused) parts.push(`Paused; ${whole.format(unseen)} more ${unseen === 1 ? 'has' : 'have'} arrived.`);
    if (feed.unshown > 0) parts.push(`${whole.format(feed.unshown)} events were counted but not listed: a sample of each site and outcome is shown.`);
    note.textContent = parts.join(' ');
    titles.hidden = list.children.length === 0;
    empty.hidden = list.children.length > 0;
    if (!empty.hidden) showEmpty();
  }

  function showEmpty() {
    const kind = feed.events.length > 0 ? 'filtered' : 'none';
    if (empty.dataset.kind === kind) return;
    empty.dataset.kind = kind;
    empty.replaceChildren(...(kind === 'filtered'
      ? [el('h3', {}, 'No event matches'), el('p', {}, 'None of the last events has this site and outcome. New ones appear here as they arrive.')]
      : [el('h3', {}, 'No event yet'), el('p', {}, 'Events appear here as they arrive. Put this tag into a page, and look at the page:'),
        snippet(tagFor('example.com'), 'the script tag'), el('p', {}, el('a', { href: '#install' }, 'Check an installation'), ' step by step, or send a test event from there.')]));
  }

  const listen = events => {
    const fresh = events.filter(matches);
    if (paused) unseen += fresh.length;
    else {
      for (const event of fresh.slice(-SHOWN)) list.prepend(eventRow(event));
      // Of many at once none is pointed out.
      for (const row of [...list.children].slice(0, fresh.length < 4 ? fresh.length : 0)) row.classList.add('fresh');
      while (list.children.length > SHOWN) list.lastChild.remove();
      heard.push(...fresh);
      speak();
    }
    update();
  };

  // To a screen reader, one sentence in a while: the list itself would never stop.
  function speak() {
    if (heard.length === 0 || Date.now() - spoken < 6000) return;
    const dropped = heard.filter(event => !isStored(event.outcome));
    say(`${heard.length} new events${dropped.length ? `, ${dropped.length} not stored: ${[...new Set(dropped.map(event => event.outcome.replaceAll('_', ' ')))].join(', ')}` : ''}`);
    [heard, spoken] = [[], Date.now()];
  }

  feed.listeners.add(listen);
  redraw();
  return {
    element: el('section', { className: 'card', 'aria-labelledby': 'tail-title' },
      el('div', { className: 'card-head' }, el('h2', { id: 'tail-title' }, 'Events as they arrive'),
        el('div', { className: 'tail-tools' }, field('Site', site), field('Outcome', outcome), pause)),
      titles, list, empty, note),
    filter(domain, reason) {
      for (const [select, value] of [[site, domain], [outcome, reason]]) {
        if (value && ![...select.options].some(option => option.value === value)) select.append(el('option', { value }, value));
        select.value = value;
      }
      redraw();
      site.closest('.card').scrollIntoView({ block: 'start' });
      site.focus({ preventScroll: true });
    },
    leave() { feed.listeners.delete(listen); },
  };
}
