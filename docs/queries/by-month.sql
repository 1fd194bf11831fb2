-- Visitors and pageviews by month in a time zone.
WITH toDateTime({first:Date}, {timezone:String}) AS since, toDateTime({last:Date} + 1, {timezone:String}) AS until
SELECT month, uniq(user_id) AS visitors, countIf(name = 'pageview') AS views
FROM events_v2
WHERE site_id = {site:UInt64} AND timestamp >= since AND timestamp < until
GROUP BY toStartOfMonth(toTimeZone(timestamp, {timezone:String})) AS month
ORDER BY month WITH FILL FROM toStartOfMonth({first:Date}) TO {last:Date} + 1 STEP INTERVAL 1 MONTH
