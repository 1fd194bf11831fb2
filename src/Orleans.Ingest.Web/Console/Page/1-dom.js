// Elements are made by hand: what a tracker chose is only ever text.
function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name in element && name !== 'list' && name !== 'form') element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

function shape(tag, attributes) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

const byId = id => document.getElementById(id);
const say = text => { byId('announce').textContent = text; };
let nextId = 0;

function field(label, input, hint) {
  input.id = `field-${++nextId}`;
  const note = hint ? el('p', { className: 'hint', id: `${input.id}-hint` }, hint) : null;
  if (note) input.setAttribute('aria-describedby', note.id);
  return el('div', { className: 'field' }, el('label', { htmlFor: input.id }, label), input, note);
}

function checkbox(label, checked, hint) {
  const input = el('input', { type: 'checkbox', checked, id: `field-${++nextId}` });
  return { input, element: el('div', { className: 'check' }, input, el('div', {}, el('label', { htmlFor: input.id }, label), hint && el('p', { className: 'hint' }, hint))) };
}

function snippet(text, name) {
  const button = el('button', { type: 'button', 'aria-label': `Copy ${name}`, onclick: () => copy(text, button) }, 'Copy');
  return el('div', { className: 'snippet' }, el('code', {}, text), button);
}

async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
    say('Copied');
  } catch {
    // Without https, browsers give no clipboard: select it instead.
    const code = button.parentElement.querySelector('code');
    getSelection().selectAllChildren(code);
    button.textContent = 'Selected';
  }
  setTimeout(() => { button.textContent = 'Copy'; }, 2000);
}

// The API of the service: relative, so that a proxy may serve us under a path of its own.
async function api(method, path, body) {
  const answer = await fetch(`api/v1/${path}`, { method, body: body === undefined ? undefined : JSON.stringify(body), headers: body === undefined ? {} : { 'Content-Type': 'application/json' } });
  const content = await answer.json().catch(() => null);
  if (answer.ok) return content;
  if (answer.status === 401) location.reload();
  const errors = Object.entries(content?.errors ?? { request: [`answered ${answer.status}`] });
  throw new Error(errors.map(([name, messages]) => `${name.replaceAll('_', ' ')}: ${messages.join(', ')}`).join('; '));
}

// A form that says what went wrong beside its button, and cannot be sent twice.
function form(submit, children, button, options = {}) {
  const error = el('p', { className: 'form-error', role: 'alert' });
  const send = el('button', { type: 'submit', className: options.danger ? 'danger' : options.quiet ? '' : 'primary' }, button);
  return el('form', {
    className: options.className ?? 'stack',
    onsubmit: async event => {
      event.preventDefault();
      error.textContent = '';
      send.disabled = true;
      try {
        await submit();
      } catch (failure) {
        error.textContent = failure.message;
      } finally {
        send.disabled = false;
      }
    },
  }, children, options.inline ? el('div', { className: 'inline' }, send) : el('div', { className: 'row' }, send), error);
}

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const rate = value => value >= 100 || value === 0 ? whole.format(value) : tenths.format(value);
const clock = at => new Date(at).toLocaleTimeString('en-GB');
const encoded = domain => encodeURIComponent(domain);

function bytes(value) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) { value /= 1024; unit++; }
  return [unit === 0 ? whole.format(value) : tenths.format(value), units[unit]];
}

function duration(milliseconds) {
  if (milliseconds < 1000) return [milliseconds < 10 ? tenths.format(milliseconds) : whole.format(milliseconds), 'ms'];
  if (milliseconds < 120_000) return [tenths.format(milliseconds / 1000), 's'];
  return milliseconds < 7_200_000 ? [whole.format(milliseconds / 60_000), 'min'] : [tenths.format(milliseconds / 3_600_000), 'h'];
}
