-- The channel of the visits: on tables made here a stored column, on Plausible's a MATERIALIZED one. Both are read by this name.
WITH toDateTime({first:Date}, {timezone:String}) AS since, toDateTime({last:Date} + 1, {timezone:String}) AS until
SELECT
    if(empty(acquisition_channel), 'Direct', acquisition_channel) AS channel_name,
    uniq(user_id) AS visitors,
    sum(sign) AS visits,
    toUInt32(greatest(ifNotFinite(round(sum(is_bounce * sign) / sum(sign) * 100), 0), 0)) AS bounce_rate,
    toUInt32(ifNotFinite(round(sum(duration * sign) / sum(sign)), 0)) AS visit_duration
FROM sessions_v2
WHERE site_id = {site:UInt64} AND timestamp >= since AND start < until
GROUP BY channel_name
HAVING visits > 0
ORDER BY visitors DESC, visits DESC, channel_name
LIMIT 100
