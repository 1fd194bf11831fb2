// What arrives from the service, gathered for all views: counts of the last minute by second, and the last events.
const MINUTE = 60;
const KEPT = 500;
const BOUNDS = [0.5, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 1000, 2000, 5000, 10000];
const isStored = outcome => outcome === 'stored';
const isFailed = outcome => outcome === 'unavailable' || outcome === 'refused';

const feed = {
  seconds: new Map(),   // second -> { stored, dropped, kinds: Map(site \n outcome -> count), latency: [] }
  events: [],
  unshown: 0,
  total: 0,
  sources: new Map(),
  log: null,
  state: 'connecting',
  listeners: new Set(),
};

const thisSecond = () => Math.floor(Date.now() / 1000);

function second(at) {
  let bucket = feed.seconds.get(at);
  if (!bucket) {
    feed.seconds.set(at, bucket = { stored: 0, dropped: 0, kinds: new Map(), latency: new Array(BOUNDS.length + 1).fill(0) });
    for (const old of feed.seconds.keys()) if (old < at - MINUTE - 2) feed.seconds.delete(old);
  }
  return bucket;
}

// The last whole seconds, oldest first.
function lastSeconds(count) {
  const now = thisSecond();
  return Array.from({ length: count }, (_, i) => feed.seconds.get(now - count + i));
}

function onReport(report) {
  if (report.log) {
    feed.log = report.log;
    return;
  }
  const bucket = second(thisSecond());
  feed.sources.set(report.source, { at: Date.now(), waiting: report.waiting });
  for (const [site, outcome, count] of report.counts) {
    bucket[isStored(outcome) ? 'stored' : 'dropped'] += count;
    const kind = `${site}\n${outcome}`;
    bucket.kinds.set(kind, (bucket.kinds.get(kind) ?? 0) + count);
    feed.total += count;
  }
  report.latency.forEach((count, i) => { bucket.latency[i] += count; });
  feed.unshown += report.unshown;
  for (const event of report.events) feed.events.push({ ...event, seen: Date.now() });
  if (feed.events.length > KEPT) feed.events.splice(0, feed.events.length - KEPT);
  for (const listener of feed.listeners) listener(report.events);
}

function latencyOf(part, seconds) {
  const counts = new Array(BOUNDS.length + 1).fill(0);
  for (const bucket of seconds) bucket?.latency.forEach((count, i) => { counts[i] += count; });
  const all = counts.reduce((sum, count) => sum + count, 0);
  if (all === 0) return null;
  let left = part * all;
  for (let i = 0; i < counts.length; i++) {
    if (left > counts[i]) { left -= counts[i]; continue; }
    const [low, high] = [i === 0 ? 0 : BOUNDS[i - 1], BOUNDS[Math.min(i, BOUNDS.length - 1)]];
    return low + (high - low) * left / counts[i];
  }
  return BOUNDS.at(-1);
}

// Counts of the last minute, by site or by outcome, largest first.
function totals(keyOf) {
  const found = new Map();
  for (const bucket of lastSeconds(MINUTE)) {
    for (const [kind, count] of bucket?.kinds ?? []) {
      const [site, outcome] = kind.split('\n');
      const key = keyOf(site, outcome);
      if (key === null) continue;
      const sum = found.get(key) ?? { stored: 0, dropped: 0 };
      sum[isStored(outcome) ? 'stored' : 'dropped'] += count;
      found.set(key, sum);
    }
  }
  return [...found].sort(([, a], [, b]) => b.stored + b.dropped - a.stored - a.dropped);
}

function setState(state, text, problem) {
  feed.state = state;
  const shown = byId('state');
  if (shown.dataset.state !== state || shown.textContent !== text) {
    shown.dataset.state = state;
    shown.textContent = text;
  }
  const banner = byId('banner');
  banner.hidden = !problem;
  if (problem && banner.textContent !== problem) banner.textContent = problem;
}

function connect() {
  const stream = new EventSource('api/v1/live');
  stream.addEventListener('report', message => onReport(JSON.parse(message.data)));
  stream.addEventListener('missed', message => say(`${JSON.parse(message.data).count} reports were missed: this connection is slow.`));
  stream.addEventListener('beat', message => JSON.parse(message.data).reached
    ? setState('live', 'Live', feed.log?.fault ? `Events are answered 503: ${feed.log.fault}` : '')
    : setState('away', 'No silo', 'No silo of the cluster answers: nothing new is shown until one does.'));
  stream.addEventListener('error', async () => {
    setState('connecting', 'Reconnecting', '');
    if (stream.readyState !== EventSource.CLOSED) return;
    // The browser has given up: the service refused. Log in again, or try again.
    stream.close();
    const answer = await fetch('api/v1/sites').catch(() => null);
    if (answer?.status === 401) location.reload();
    else setTimeout(connect, 2000);
  });
}
