-- All custom properties and their values, with the visitors and events that have them.
WITH toDateTime({first:Date}, {timezone:String}) AS since, toDateTime({last:Date} + 1, {timezone:String}) AS until
SELECT key, value, uniq(user_id) AS visitors, count() AS events
FROM events_v2
ARRAY JOIN meta.key AS key, meta.value AS value
WHERE site_id = {site:UInt64} AND timestamp >= since AND timestamp < until
GROUP BY key, value
ORDER BY key, value
LIMIT 1000
