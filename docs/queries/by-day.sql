-- Visitors, visits and pageviews by day in a time zone, days without any among them. A visit over midnight counts on both days.
WITH toDateTime({first:Date}, {timezone:String}) AS since, toDateTime({last:Date} + 1, {timezone:String}) AS until
SELECT day, uniq(user_id) AS visitors, uniq(session_id) AS visits, countIf(name = 'pageview') AS views
FROM events_v2
WHERE site_id = {site:UInt64} AND timestamp >= since AND timestamp < until
GROUP BY toDate(toTimeZone(timestamp, {timezone:String})) AS day
ORDER BY day WITH FILL FROM {first:Date} TO {last:Date} + 1
