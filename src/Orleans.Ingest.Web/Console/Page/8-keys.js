async function keysView() {
  const [{ keys }, { sites }] = await Promise.all([api('GET', 'keys'), api('GET', 'sites')]);
  const name = el('input', { placeholder: 'Build server', required: true, maxLength: 100 });
  const site = el('select', {}, el('option', { value: '' }, 'All sites, and keys'), sites.map(one => el('option', { value: one.domain }, `${one.domain} only`)));
  const made = el('div', { role: 'status' });
  const table = el('div', {}, keyTable(keys));
  const making = form(async () => {
    const key = await api('POST', 'keys', { name: name.value, site: site.value || null });
    made.replaceChildren(el('div', { className: 'secret' }, el('h3', {}, `The key “${key.name}”`), snippet(key.key, 'the key'),
      el('p', {}, 'It is shown this once. The service keeps only its hash.')));
    name.value = '';
    table.replaceChildren(keyTable((await api('GET', 'keys')).keys));
  }, [el('div', { className: 'fields' }, field('Name', name, 'For whom or what it is.'), field('May use', site, 'A key of one site opens that site’s own routes and nothing else.'))], 'Make key');
  return {
    title: 'Keys',
    element: [
      el('div', { className: 'page-head' }, el('div', {}, el('h1', {}, 'Keys'), el('p', {}, 'Send one as “Authorization: Bearer …”. A key for all sites opens the console too. The admin key of the configuration always works, and is not listed.'))),
      el('section', { className: 'card' }, el('h2', {}, 'Make a key'), making, made),
      el('section', { className: 'card' }, el('h2', {}, 'Keys in use'), table),
    ],
  };
}

function keyTable(keys) {
  if (keys.length === 0) return el('p', { className: 'hint' }, 'None yet. Make one for each program that calls the API, so that each can be revoked by itself.');
  return el('div', { className: 'table-wrap' }, el('table', {},
    el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Name'), el('th', { scope: 'col' }, 'May use'), el('th', { scope: 'col' }, 'Made'), el('th', { scope: 'col', className: 'end' }, el('span', { className: 'unseen' }, 'Revoke')))),
    el('tbody', {}, keys.map(key => el('tr', {}, el('td', {}, key.name), el('td', {}, key.site ?? 'all sites'), el('td', {}, key.created_at.slice(0, 10)), el('td', { className: 'end' }, revokeButton(key)))))));
}

// Asks once more in its own place: a revoked key does not come back.
function revokeButton(key) {
  let asked = false;
  const button = el('button', { type: 'button', className: 'danger', 'aria-label': `Revoke ${key.name}`, onblur: reset, onclick: async () => {
    if (!asked) {
      asked = true;
      button.textContent = 'Really revoke?';
      button.setAttribute('aria-label', `Really revoke ${key.name}?`);
      return;
    }
    button.disabled = true;
    await api('DELETE', `keys/${key.id}`).catch(failure => say(failure.message));
    say(`${key.name} was revoked`);
    await show();
  } }, 'Revoke');
  function reset() {
    asked = false;
    button.textContent = 'Revoke';
    button.setAttribute('aria-label', `Revoke ${key.name}`);
  }
  return button;
}
