const ADDRESS_KEY = 'ingest-public-address';
const TEST_EVENT = 'Installation check';

// Where trackers find the service: here, unless the console has an address of its own.
function publicAddress() {
  const kept = document.documentElement.dataset.elsewhere === 'yes' ? localStorage.getItem(ADDRESS_KEY) : null;
  return (kept ?? new URL('.', location.href).href).replace(/\/+$/, '');
}

function tagFor(domain, readsHints) {
  const isLocal = /^(localhost|127\.|\[::1\])/.test(domain);
  return `<script defer data-domain="${domain}" src="${publicAddress()}/js/script${isLocal ? '.local' : ''}${readsHints ? '.client-hints' : ''}.js"><\/script>`;
}

// Browsers send these hints to us only when the page itself says so.
function delegationTag() {
  const origin = new URL(publicAddress()).origin;
  return `<meta http-equiv="Delegate-CH" content="${['platform-version', 'model', 'full-version-list'].map(hint => `sec-ch-ua-${hint} ${origin}`).join('; ')}">`;
}

function domainOf(text) {
  try {
    const url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
    return url.protocol === 'http:' || url.protocol === 'https:' ? { url, domain: url.hostname.replace(/^www\./, '') } : null;
  } catch {
    return null;
  }
}

async function installView(domain) {
  const { sites } = await api('GET', 'sites');
  const steps = el('ol', { className: 'steps' });
  const url = el('input', { placeholder: 'https://example.com/pricing', inputMode: 'url', autocapitalize: 'none', spellcheck: false, required: true });
  const progress = el('section', { className: 'card stack', 'aria-label': 'Steps', hidden: true }, steps, el('p', { className: 'hint' }, 'Visitors’ addresses and user agents are never shown: they are hashed and forgotten.'));
  const check = { stop() {} };
  const begin = form(async () => {
    const page = domainOf(url.value.trim());
    if (!page) throw new Error('That is no address of a page: paste one such as https://example.com/.');
    await follow(page.domain, page.url);
  }, [field('Address of a page', url, 'The service never fetches it: the page itself, open in a browser, reports here.')], 'Begin', { className: 'beside', inline: true });

  async function follow(name, page) {
    check.stop();
    const known = sites.some(site => site.domain === name);
    const wait = waiting(name);
    check.stop = wait.stop;
    progress.hidden = false;
    steps.replaceChildren(
      el('li', {}, el('div', {}, el('h2', {}, known ? `The site ${name} exists` : `Add the site ${name}`), known ? el('p', { className: 'hint' }, 'Its events are taken.') : addSite(name, page))),
      el('li', {}, el('div', {}, el('h2', {}, 'Put this tag into the head of every page'), snippet(tagFor(name), 'the script tag'), ownAddress(() => follow(name, page)))),
      el('li', {}, el('div', {}, el('h2', {}, 'Look at the page, or send a test event'),
        el('p', { className: 'row' },
          page && el('a', { href: page.href, target: '_blank', rel: 'noopener noreferrer' }, `Open ${page.host}${page.pathname === '/' ? '' : page.pathname}`),
          el('button', { type: 'button', onclick: event => sendTest(name, event.currentTarget, wait) }, 'Send a test event')),
        el('p', { className: 'hint' }, `A test event is stored like any other, as the custom event “${TEST_EVENT}”. An extension that blocks trackers blocks both.`),
        wait.element)));
  }

  function addSite(name, page) {
    return form(async () => {
      sites.push(await api('POST', 'sites', { domain: name }));
      say(`${name} was added`);
      await follow(name, page);
    }, [el('p', { className: 'hint' }, 'Until it exists, its events are dropped (not_found).')], `Add ${name}`);
  }

  const chooser = el('p', { className: 'row' }, sites.slice(0, 8).map(site => el('button', { type: 'button', onclick: () => follow(site.domain, null) }, site.domain)));
  if (domain) await follow(domain, null);
  return {
    title: 'Check installation',
    element: [
      el('div', { className: 'page-head' }, el('div', {}, el('h1', {}, 'Check an installation'), el('p', {}, 'From a page to its first event, which appears here within a second of being sent.'))),
      el('section', { className: 'card stack' }, begin, sites.length > 0 && el('div', {}, el('h2', {}, 'Or one of your sites'), chooser)),
      progress,
    ],
    leave() { check.stop(); },
  };
}

function ownAddress(changed) {
  if (document.documentElement.dataset.elsewhere !== 'yes') return null;
  const input = el('input', { value: publicAddress(), inputMode: 'url', spellcheck: false });
  return form(async () => {
    localStorage.setItem(ADDRESS_KEY, input.value.trim());
    await changed();
  }, [field('Address that trackers use', input, 'The console has an address of its own (Ingest:AdminUrls), so say where the public one is.')], 'Use it', { quiet: true });
}

// Waits for the first event of a site in what arrives.
function waiting(name) {
  const text = el('p', {}, `Waiting for the first event of ${name} …`);
  const more = el('p', { className: 'hint' });
  const box = el('div', { className: 'wait', role: 'status', 'data-state': 'waiting' }, el('span', { className: 'dot' }), el('div', {}, text, more));
  let wanted = '';
  const listen = events => {
    const event = events.find(one => (one.site === name && (!wanted || one.name === wanted)) || (one.outcome === 'refused' && box.dataset.state === 'waiting'));
    if (!event || box.dataset.state === 'arrived') return;
    const seconds = Math.max(0, (Date.now() - event.at) / 1000);
    box.dataset.state = isStored(event.outcome) ? 'arrived' : 'dropped';
    text.textContent = isStored(event.outcome)
      ? `It works: ${event.name} of ${event.hostname}${event.pathname} is stored.`
      : event.outcome === 'refused' ? `A request was refused: ${event.detail}` : `An event arrived and was dropped: ${event.outcome}.`;
    more.textContent = isStored(event.outcome) ? `Durable after ${duration(event.took).join(' ')}, seen here ${tenths.format(seconds)} s after it arrived.` : MEANINGS[event.outcome] ?? '';
  };
  feed.listeners.add(listen);
  return {
    element: box,
    again() { wanted = TEST_EVENT; box.dataset.state = 'waiting'; text.textContent = `Waiting for an event of ${name} …`; more.textContent = ''; },
    fail(message) { box.dataset.state = 'dropped'; text.textContent = message; more.textContent = ''; },
    stop() { feed.listeners.delete(listen); },
  };
}

async function sendTest(name, button, wait) {
  button.disabled = true;
  wait.again();
  try {
    const answer = await fetch('api/event', { method: 'POST', body: JSON.stringify({ n: TEST_EVENT, u: `https://${name}/`, d: name, i: false }) });
    if (!answer.ok) wait.fail(`The service answered ${answer.status}: ${(await answer.text()).slice(0, 200)}`);
  } catch {
    wait.fail('The event could not be sent: an extension of this browser may block it.');
  } finally {
    button.disabled = false;
  }
}
