-- Visitors and pageviews by week. Weeks begin on Mondays, the first one with the first day asked for.
WITH toDateTime({first:Date}, {timezone:String}) AS since, toDateTime({last:Date} + 1, {timezone:String}) AS until
SELECT greatest(monday, {first:Date}) AS week, visitors, views
FROM
(
    SELECT toMonday(toTimeZone(timestamp, {timezone:String})) AS monday, uniq(user_id) AS visitors, countIf(name = 'pageview') AS views
    FROM events_v2
    WHERE site_id = {site:UInt64} AND timestamp >= since AND timestamp < until
    GROUP BY monday
    ORDER BY monday WITH FILL FROM toMonday({first:Date}) TO {last:Date} + 1 STEP 7
)
