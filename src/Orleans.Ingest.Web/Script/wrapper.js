// Runs the official tracker the way its old script tags ask for: data- attributes on the tag, features in the file's name.
// `features` (a list) and the tracker's own `init` and `track` come from the lines above. The tracker does the work;
// here is only what its configuration does not offer.
function has(feature) { return features.indexOf(feature) >= 0 }

var tag = (has('compat') && document.getElementById('plausible')) || document.currentScript ||
  document.getElementById('plausible') || document.querySelector('script[data-domain][src*="/js/"]')

function attribute(name) { return tag && tag.getAttribute(name) }

// Without a domain the page's own is meant: the site that a visitor sees in the address bar.
var domain = attribute('data-domain') || location.hostname.replace(/^www\./, '')
var endpoint = attribute('data-api') || (tag ? tag.src.split('/').slice(0, 3).join('/') : location.origin) + '/api/event'

function isOnPath(pattern) {
  var path = location.pathname + (has('hash') ? location.hash : '')
  var expression = pattern.trim()
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*|\*/g, function (stars) { return stars.length === 2 ? '.*' : '[^\\s/]*' })
  return new RegExp('^' + expression + '/?$').test(path)
}

function isExcludedPage() {
  var include = attribute('data-include'), exclude = attribute('data-exclude')
  return (include && !include.split(',').some(isOnPath)) || (exclude && exclude.split(',').some(isOnPath))
}

function tagProps() {
  var props = {}
  if (tag) tag.getAttributeNames().forEach(function (name) {
    if (name.slice(0, 6) === 'event-') props[name.slice(6)] = tag.getAttribute(name)
  })
  return props
}

function fileExtensions() {
  var only = attribute('file-types'), more = attribute('add-file-types')
  return more ? more.split(',').concat(DEFAULT_FILE_TYPES) : only ? only.split(',') : DEFAULT_FILE_TYPES
}

// The tracker sends plausible-event-name=… elements always, and marks them with a revenue object; script tags had to ask for them.
// What the click would have been without the tag is sent instead.
var calledByPage = false
function withoutTaggedEvents(payload) {
  if (calledByPage || !payload.$) return payload
  var url = payload.p && payload.p.url, link = document.createElement('a')
  if (!url) return null
  link.href = url
  delete payload.$
  if (has('outbound-links') && link.host && link.host !== location.host) {
    payload.n = 'Outbound Link: Click'
    payload.p = { url: url }
    return payload
  }
  var file = url.split('?')[0]
  if (!has('file-downloads') || fileExtensions().indexOf(file.split('.').pop()) < 0) return null
  payload.n = 'File Download'
  payload.p = { url: file }
  return payload
}

function transformRequest(payload) {
  if (has('exclusions') && payload.n === 'pageview' && isExcludedPage()) return null
  return has('tagged-events') ? payload : withoutTaggedEvents(payload)
}

// The legacy signature: `u` may be a function, `meta` is the oldest name of `props`.
function plausible(name, options) {
  options = Object.assign({}, options)
  if (typeof options.u === 'function') options.u = options.u()
  if (options.meta) options.props = options.meta
  calledByPage = true
  try { track(name, options) } finally { calledByPage = false }
}

var before = window.plausible
if (before && before.l) {
  console.warn('This page already has an analytics script; the second one does nothing.')
} else {
  init({
    domain: domain,
    endpoint: endpoint,
    autoCapturePageviews: !has('manual'),
    hashBasedRouting: has('hash'),
    outboundLinks: has('outbound-links'),
    fileDownloads: has('file-downloads') && { fileExtensions: fileExtensions() },
    captureOnLocalhost: has('local'),
    customProperties: has('pageview-props') ? tagProps : undefined,
    transformRequest: transformRequest,
    bindToWindow: false
  })
  plausible.l = true
  plausible.v = 36
  window.plausible = plausible
  var waiting = (before && before.q) || []
  for (var i = 0; i < waiting.length; i++) plausible.apply(null, waiting[i])
}
