-- Visits that saw {page:String} at some point: what is asked of sessions is joined to their events. Bounces count for visits that began on the page.
WITH toDateTime({first:Date}, {timezone:String}) AS since, toDateTime({last:Date} + 1, {timezone:String}) AS until
SELECT
    sum(sign) AS visits,
    toUInt32(greatest(ifNotFinite(round(sumIf(is_bounce * sign, entry_page = {page:String}) / sumIf(sign, entry_page = {page:String}) * 100), 0), 0)) AS bounce_rate,
    toUInt32(ifNotFinite(round(sum(duration * sign) / sum(sign)), 0)) AS visit_duration,
    ifNotFinite(round(sum(sign * pageviews) / sum(sign), 2), 0) AS views_per_visit
FROM sessions_v2 AS s
INNER JOIN
(
    SELECT DISTINCT session_id
    FROM events_v2
    WHERE site_id = {site:UInt64} AND timestamp >= since AND timestamp < until AND name = 'pageview' AND pathname = {page:String}
) AS e ON e.session_id = s.session_id
WHERE site_id = {site:UInt64} AND timestamp >= since AND start < until
