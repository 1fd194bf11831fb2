const RANGES = { 1: 'Last hour', 24: 'Last 24 hours', 168: 'Last 7 days', 744: 'Last 31 days' };
let booksHours = 24;

async function booksView(domain) {
  const from = new Date(Date.now() - booksHours * 3_600_000).toISOString();
  const books = await api('GET', `${domain ? `sites/${encoded(domain)}/` : ''}books?from=${encodeURIComponent(from)}`);
  const range = el('select', { onchange: () => { booksHours = Number(range.value); show(); } },
    Object.entries(RANGES).map(([hours, name]) => el('option', { value: hours, selected: Number(hours) === booksHours }, name)));
  const lines = domain ? books.minutes : books.sites;
  return {
    title: 'Books',
    element: [
      el('div', { className: 'page-head' },
        el('div', {}, el('h1', {}, domain ? `Books of ${domain}` : 'Books'), el('p', {}, balance(books)), books.problem && el('p', { className: 'fix' }, books.problem)),
        el('div', { className: 'row' }, domain && el('a', { href: '#books' }, 'All sites'), field('Time', range))),
      books.off.length > 0 && el('section', { className: 'card', 'aria-label': 'What is off' }, el('h2', {}, 'What is off'), offTable(books.off)),
      el('section', { className: 'card' }, el('h2', {}, domain ? 'By minute' : 'By site'), lines.length === 0 ? el('p', { className: 'hint' }, 'Nothing was received in this time.') : booksTable(lines, domain)),
      el('section', { className: 'card' }, el('h2', {}, 'Not in these figures yet'), el('ul', { className: 'plain' },
        el('li', {}, books.pending ? `${bytes(books.pending.bytes).join(' ')} wait in the log for ClickHouse, the oldest since ${clock(books.pending.since)}.` : 'Nothing waits in the log.'),
        el('li', {}, books.dead_letter_groups ? `${books.dead_letter_groups} flush groups were refused by ClickHouse and are kept as dead letters.` : 'No dead letters.'))),
    ].filter(part => part),
  };
}

function balance(books) {
  if (books.off.length > 0) return `${books.off.length} minutes of sites do not balance: ClickHouse does not hold what the log counted.`;
  if (!books.checked_until) return 'What was received, and what became of it. The first comparison with ClickHouse takes a minute or two.';
  return `Everything up to ${clock(books.checked_until)} balances: ClickHouse holds what was counted as stored, and sessions add up to their events.`;
}

function booksTable(lines, domain) {
  const reasons = dropped => Object.entries(dropped).sort((a, b) => b[1] - a[1]).map(([reason, count]) => `${reason} ${whole.format(count)}`).join(', ');
  const hasDeleted = lines.some(line => line.deleted > 0);
  const dropped = line => Object.values(line.dropped).reduce((sum, count) => sum + count, 0);
  const head = (text, end) => el('th', { scope: 'col', className: end ? 'end' : '' }, text);
  const number = value => el('td', { className: 'end' }, whole.format(value));
  return el('div', { className: 'table-wrap', tabIndex: 0, role: 'region', 'aria-label': domain ? 'By minute' : 'By site' }, el('table', {},
    el('thead', {}, el('tr', {}, head(domain ? 'Minute' : 'Site'), head('Received', true), head('Stored', true), hasDeleted && head('Deleted', true), head('Dropped', true), head('Why'))),
    el('tbody', {}, lines.map(line => el('tr', {},
      el('th', { scope: 'row' }, domain ? minuteOf(line.minute) : siteOf(line)), number(line.received), number(line.stored), hasDeleted && number(line.deleted), number(dropped(line)), el('td', {}, reasons(line.dropped)))))));
}

function offTable(off) {
  return el('div', { className: 'table-wrap' }, el('table', {},
    el('thead', {}, el('tr', {}, ['Site', 'Minute', 'What', 'Should be', 'Is'].map(text => el('th', { scope: 'col' }, text)))),
    el('tbody', {}, off.map(one => el('tr', {}, el('td', {}, one.domain ?? `site ${one.site_id}`), el('td', {}, minuteOf(one.minute)), el('td', {}, one.what === 'events' ? 'events' : 'events of sessions'),
      el('td', {}, whole.format(one.counted)), el('td', {}, whole.format(one.stored)))))));
}

function siteOf(line) {
  if (line.domain) return el('a', { href: `#books/${encoded(line.domain)}` }, line.domain);
  return line.site_id ? `site ${line.site_id}, deleted` : 'no site of the domain';
}

const minuteOf = at => new Date(at).toLocaleString('en-GB', { day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit' });
