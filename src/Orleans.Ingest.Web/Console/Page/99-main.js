const VIEWS = { live: liveView, books: booksView, sites: sitesView, install: installView, keys: keysView, health: healthView };
let current = null;
let turn = 0;

// Shows what the address names. Of two that load at once, the later one wins.
async function show() {
  const mine = ++turn;
  const [name, argument] = location.hash.slice(1).split('/');
  const view = VIEWS[name] ?? liveView;
  for (const link of document.querySelectorAll('nav a')) {
    if (link.hash === `#${VIEWS[name] ? name : 'live'}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  let made;
  try {
    made = await view(argument ? decodeURIComponent(argument) : undefined);
  } catch (failure) {
    made = { title: 'Not shown', element: [el('section', { className: 'card empty' }, el('h1', {}, 'This cannot be shown now'), el('p', {}, failure.message), el('button', { type: 'button', onclick: show }, 'Try again'))] };
  }
  if (mine !== turn) {
    made.leave?.();
    return;
  }
  current?.leave?.();
  current = made;
  byId('main').replaceChildren(...made.element);
  document.title = `${made.title} · Orleans.Ingest`;
}

const THEMES = ['auto', 'light', 'dark'];

function setTheme(theme) {
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  byId('theme').textContent = `Theme: ${theme}`;
  localStorage.setItem('ingest-theme', theme);
}

byId('theme').addEventListener('click', () => setTheme(THEMES[(THEMES.indexOf(localStorage.getItem('ingest-theme') ?? 'auto') + 1) % THEMES.length]));
setTheme(THEMES.find(theme => theme === localStorage.getItem('ingest-theme')) ?? 'auto');
addEventListener('hashchange', async () => {
  await show();
  // As a new page would be begun: at its top.
  byId('main').focus({ preventScroll: true });
  scrollTo(0, 0);
});
connect();
show();
findings().catch(() => {});
