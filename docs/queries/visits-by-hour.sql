-- Visits that were going on, by hour in a time zone: a visit counts in every hour it touches, so the rows add up to more than the visits.
-- timeSlots knows no time zones: quarters of an hour fit into the hours of all of them.
WITH toDateTime({first:Date}, {timezone:String}) AS since, toDateTime({last:Date} + 1, {timezone:String}) AS until
SELECT formatDateTime(hour, '%F %R') AS local_hour, visits, visitors
FROM
(
    SELECT toStartOfHour(slot) AS hour, uniq(session_id) AS visits, uniq(user_id) AS visitors
    FROM sessions_v2
    ARRAY JOIN timeSlots(toTimeZone(start, {timezone:String}), toUInt32(timestamp - start), toUInt32(900)) AS slot
    WHERE site_id = {site:UInt64} AND timestamp >= since AND start < until AND slot >= since AND slot < until
    GROUP BY hour
    HAVING sum(sign) > 0
    ORDER BY hour WITH FILL FROM since TO until STEP INTERVAL 1 HOUR
)
