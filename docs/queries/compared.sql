-- Visitors and visits, beside those of the same number of days before, and the change in percent (null when there were none).
WITH
    {last:Date} - {first:Date} + 1 AS days,
    toDateTime({first:Date}, {timezone:String}) AS since,
    toDateTime({last:Date} + 1, {timezone:String}) AS until,
    toDateTime({first:Date} - days, {timezone:String}) AS before
SELECT
    uniqIf(user_id, timestamp >= since) AS visitors,
    uniqIf(user_id, timestamp < since) AS visitors_before,
    if(visitors_before > 0, round((visitors - visitors_before) / visitors_before * 100), NULL) AS visitors_change,
    uniqIf(session_id, timestamp >= since) AS visits,
    uniqIf(session_id, timestamp < since) AS visits_before
FROM events_v2
WHERE site_id = {site:UInt64} AND timestamp >= before AND timestamp < until
