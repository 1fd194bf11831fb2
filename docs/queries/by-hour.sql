-- Visitors and pageviews by hour, in the hours of a time zone: each hour of the days asked for has a row. Half-hour offsets are whole hours there;
-- a day on which clocks are put forward has 23 rows, one on which they are put back 25.
WITH toDateTime({first:Date}, {timezone:String}) AS since, toDateTime({last:Date} + 1, {timezone:String}) AS until
SELECT formatDateTime(hour, '%F %R') AS local_hour, visitors, views
FROM
(
    SELECT toStartOfHour(toTimeZone(timestamp, {timezone:String})) AS hour, uniq(user_id) AS visitors, countIf(name = 'pageview') AS views
    FROM events_v2
    WHERE site_id = {site:UInt64} AND timestamp >= since AND timestamp < until
    GROUP BY hour
    ORDER BY hour WITH FILL FROM since TO until STEP INTERVAL 1 HOUR
)
