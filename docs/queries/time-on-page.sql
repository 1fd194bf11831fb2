-- Seconds that a visit spent on the pages matched by {page:String} (a LIKE pattern), on average over the visits that were there.
WITH toDateTime({first:Date}, {timezone:String}) AS since, toDateTime({last:Date} + 1, {timezone:String}) AS until
SELECT toInt32(round(ifNotFinite(sum(engagement_time) / 1000 / uniq(session_id), 0))) AS time_on_page
FROM events_v2
WHERE site_id = {site:UInt64} AND timestamp >= since AND timestamp < until AND name = 'engagement' AND pathname LIKE {page:String}
