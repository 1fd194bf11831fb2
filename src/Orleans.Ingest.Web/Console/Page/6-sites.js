const KINDS = [
  ['page', 'Pages', 'Events of these pages are dropped. * stands for anything: /admin*', '/admin*'],
  ['hostname', 'Hostnames', 'When there is one, only events of these hosts are taken.', 'example.com'],
  ['ip', 'Addresses', 'Events from these addresses or ranges are dropped.', '192.0.2.0/24'],
  ['country', 'Countries', 'Events from these countries are dropped: two letters of ISO 3166.', 'DE'],
];

async function sitesView(domain) {
  const { sites } = await api('GET', 'sites');
  const chosen = sites.find(site => site.domain === domain);
  const list = el('ul', { className: 'site-list' }, sites.map(site => el('li', {},
    el('a', { href: `#sites/${encoded(site.domain)}`, 'aria-current': site === chosen ? 'page' : null }, el('span', { className: 'cut' }, site.domain), el('span', { className: 'hint' }, `id ${site.id}`)))));
  const name = el('input', { placeholder: 'example.com', autocapitalize: 'none', spellcheck: false, required: true });
  const adding = form(async () => {
    const made = await api('POST', 'sites', { domain: name.value });
    say(`${made.domain} was added`);
    location.hash = `#sites/${encoded(made.domain)}`;
  }, [field('Domain', name, 'Without https:// and www.')], 'Add site');
  const side = el('div', { className: 'stack' },
    el('section', { className: 'card' }, el('h2', {}, sites.length === 1 ? '1 site' : `${sites.length} sites`), list, sites.length === 0 && el('p', { className: 'hint' }, 'Without a site every event is dropped. Add your first one.')),
    el('section', { className: 'card' }, el('h2', {}, 'Add a site'), adding));
  return {
    title: chosen ? chosen.domain : 'Sites',
    element: [
      el('div', { className: 'page-head' }, el('div', {}, el('h1', {}, chosen ? chosen.domain : 'Sites'),
        el('p', {}, chosen ? 'A change takes effect everywhere within a second.' : 'A site is a domain whose events are taken. Settings, shields and goals belong to it.'))),
      el('div', { className: chosen ? 'sites chosen' : 'sites' }, side, chosen ? await siteDetails(chosen) : el('section', { className: 'card empty' },
        el('h2', {}, 'Choose a site'), el('p', {}, 'Its tag, limits, shields and goals are shown here.'))),
    ],
  };
}

async function siteDetails(site) {
  const path = `sites/${encoded(site.domain)}`;
  const [{ goals }, ...shields] = await Promise.all([api('GET', `${path}/goals`), ...KINDS.map(([kind]) => api('GET', `${path}/shields/${kind}`))]);
  return el('div', { className: 'stack' },
    el('section', { className: 'card stack' }, el('h2', {}, 'Script tag'), snippet(tagFor(site.domain, site.client_hints), 'the script tag'),
      site.client_hints && el('p', {}, 'For client hints, before it in the head of every page, as it is sent (not added by a script):'),
      site.client_hints && snippet(delegationTag(), 'the tag for client hints'),
      el('p', {}, el('a', { href: `#install/${encoded(site.domain)}` }, 'Check its installation'))),
    siteSettings(site, path),
    el('section', { className: 'card' }, el('h2', {}, 'Shields'),
      el('div', { className: 'fields' }, KINDS.map(([kind, title, hint, example], i) => rules(site, title, hint, example, shields[i].shields, `${path}/shields/${kind}`))), offered(site)),
    await quarantine(site, path),
    goalList(goals, path),
    await storedData(site, path),
    deletion(site, path));
}

function siteSettings(site, path) {
  const threshold = el('input', { type: 'number', min: 0, value: site.ingest_rate_limit_threshold ?? '', placeholder: 'no limit' });
  const scale = el('input', { type: 'number', min: 1, value: site.ingest_rate_limit_scale_seconds, required: true });
  const until = el('input', { type: 'date', value: site.accept_traffic_until ?? '' });
  const domain = el('input', { value: site.domain, autocapitalize: 'none', spellcheck: false, required: true });
  const timezone = el('input', { value: site.timezone, required: true });
  const retention = el('input', { type: 'number', min: 1, value: site.retention_days ?? '', placeholder: 'for good' });
  const gpc = checkbox('Honour Sec-GPC and DNT', site.honour_gpc, 'Events of visitors who send them are dropped.');
  const prefix = checkbox('Count IPv6 visitors by their /64', site.hash_ipv6_by_prefix, 'Devices of one household may then count as one.');
  const hints = checkbox('Read client hints', site.client_hints, 'Tells Windows 11, newer macOS and Android, Brave and others from what browsers send beside the user agent. Save to see what a page needs.');
  const keeps = checkbox('Keep dropped events for 24 hours', site.quarantine, 'What bots, address classes and shields drop, without address and user agent; at most 10,000 an hour. To see what rules do, and to take it back.');
  const saving = form(async () => {
    const change = {
      ingest_rate_limit_threshold: threshold.value === '' ? null : Number(threshold.value),
      ingest_rate_limit_scale_seconds: Number(scale.value),
      accept_traffic_until: until.value || null,
      timezone: timezone.value,
      honour_gpc: gpc.input.checked,
      hash_ipv6_by_prefix: prefix.input.checked,
      client_hints: hints.input.checked,
      quarantine: keeps.input.checked,
      retention_days: retention.value === '' ? null : Number(retention.value),
    };
    if (domain.value !== site.domain) change.domain = domain.value;
    const now = await api('PUT', path, change);
    say('Saved');
    if (now.domain === site.domain) await show();
    else location.hash = `#sites/${encoded(now.domain)}`;
  }, [
    el('div', { className: 'fields' },
      field('Domain', domain, 'The old one is accepted for 72 hours after a change.'),
      field('Events allowed in a window', threshold, 'Empty: no limit. 0: no event is taken.'),
      field('Window in seconds', scale),
      field('Last day of traffic', until, 'Empty: for good.'),
      field('Time zone', timezone, 'For dashboards.'),
      field('Days that visits are kept', retention, 'Empty: for good. Older ones are deleted once a day.')),
    gpc.element, prefix.element, hints.element, keeps.element,
  ], 'Save settings');
  return el('section', { className: 'card' }, el('h2', {}, 'Settings'), saving);
}

function removable(text, label, remove) {
  const button = el('button', { type: 'button', className: 'quiet', 'aria-label': `Remove ${label}`, onclick: async () => {
    button.disabled = true;
    try {
      await remove();
      say(`${label} was removed`);
      await show();
    } catch (failure) {
      button.disabled = false;
      say(failure.message);
    }
  } }, 'Remove');
  return el('li', {}, text, button);
}

function rules(site, title, hint, example, existing, path) {
  const value = el('input', { placeholder: example, autocapitalize: 'none', spellcheck: false, required: true });
  return el('div', {}, el('h3', {}, title),
    el('ul', { className: 'rules' }, existing.map(rule => removable(el('code', {}, rule.value), rule.value, async () => {
      await api('DELETE', `${path}/${rule.id}`);
      changed = { domain: site.domain, text: `${rule.value} was removed` };
    }))),
    form(async () => {
      await api('POST', path, { value: value.value });
      changed = { domain: site.domain, text: `${value.value} was added` };
      say(`${value.value} was added`);
      await show();
    }, [field(`Add to ${title.toLowerCase()}`, value, hint)], 'Add', { quiet: true }));
}

function goalList(goals, path) {
  const name = el('input', { placeholder: 'Signup', required: true, maxLength: 120 });
  const currency = el('input', { placeholder: 'EUR', maxLength: 3, autocapitalize: 'characters', spellcheck: false });
  return el('section', { className: 'card' }, el('h2', {}, 'Goals'),
    el('p', { className: 'hint' }, 'Ingestion needs them for revenue: amounts of an event are stored when the site has a goal for it with a currency.'),
    el('ul', { className: 'rules' }, goals.map(goal => removable(
      el('span', {}, goal.event_name, goal.currency && ' ', goal.currency && el('span', { className: 'chip ok' }, goal.currency)), goal.event_name, () => api('DELETE', `${path}/goals/${goal.id}`)))),
    form(async () => {
      await api('POST', `${path}/goals`, { event_name: name.value, currency: currency.value.toUpperCase() || null });
      say(`${name.value} was added`);
      await show();
    }, [el('div', { className: 'fields' }, field('Event name', name), field('Currency', currency, 'Empty: a goal without revenue.'))], 'Add goal', { quiet: true }));
}

async function storedData(site, path) {
  const { deletions } = await api('GET', `${path}/data/deletions`);
  const from = el('input', { type: 'date' });
  const to = el('input', { type: 'date' });
  const user = el('input', { inputMode: 'numeric', autocapitalize: 'none', spellcheck: false, autocomplete: 'off' });
  const typed = el('input', { autocapitalize: 'none', spellcheck: false, autocomplete: 'off', required: true });
  const what = one => [one.user_id && `visitor ${one.user_id}`, one.from && `from ${day(one.from, site)}`, one.until && `before ${day(one.until, site)}`].filter(Boolean).join(', ');
  const found = one => one.events === null ? '' : `: ${whole.format(one.events)} events, ${whole.format(one.visits)} visits`;
  return el('section', { className: 'card stack' }, el('h2', {}, 'Stored data'),
    el('p', { className: 'hint' }, 'Visits go whole, with all their events. What is deleted cannot be brought back.'),
    deletions.length > 0 && el('ul', { className: 'rules' }, deletions.slice(0, 10).map(one => el('li', {},
      el('span', {}, `${what(one)}${found(one)} `, one.detail && el('span', { className: 'hint' }, one.detail)),
      el('span', { className: `chip ${one.status === 'failed' ? 'error' : one.status === 'done' ? 'ok' : 'warn'}` }, one.cause === 'retention' ? `${one.status} (retention)` : one.status)))),
    form(async () => {
      if (typed.value !== site.domain) throw new Error(`Type ${site.domain} to delete its data.`);
      const query = new URLSearchParams(Object.entries({ from: from.value, to: to.value, user_id: user.value.trim() }).filter(([, value]) => value !== ''));
      await api('DELETE', `${path}/data?${query}`);
      say('The deletion has begun');
      await show();
    }, [el('div', { className: 'fields' },
      field('First day', from), field('Last day', to, 'Days of the site\'s time zone; both, or a visitor.'),
      field('Visitor', user, 'user_id as in the tables. Empty: all visitors.'), field(`To delete data, type ${site.domain}`, typed))], 'Delete data', { danger: true }));
}

const day = (at, site) => new Date(at).toLocaleDateString('en-CA', { timeZone: site.timezone });

function deletion(site, path) {
  const typed = el('input', { autocapitalize: 'none', spellcheck: false, autocomplete: 'off', required: true });
  return el('section', { className: 'card' }, el('h2', {}, 'Delete this site'),
    el('p', { className: 'hint' }, 'Its events are dropped from then on. What is stored stays in ClickHouse.'),
    form(async () => {
      if (typed.value !== site.domain) throw new Error(`Type ${site.domain} to delete it.`);
      await api('DELETE', path);
      say(`${site.domain} was deleted`);
      location.hash = '#sites';
    }, [field(`Type ${site.domain} to confirm`, typed)], 'Delete site', { danger: true }));
}
