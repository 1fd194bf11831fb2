-- Visitors and pageviews by week. Weeks begin on Mondays, the first one with the first day asked for.
WITH toDateTime({first:Date}, {timezone:String}) AS since, toDateTime({last:Date} + 1, {timezone:String}) AS until
SELECT greatest(toMonday(toTimeZone(timestamp, {timezone:String})), {first:Date}) AS week, uniq(user_id) AS visitors, countIf(name = 'pageview') AS views
FROM events_v2
WHERE site_id = {site:UInt64} AND timestamp >= since AND timestamp < until
GROUP BY week
ORDER BY week
