-- Kinds of screens (alias column `device`).
WITH toDateTime({first:Date}, {timezone:String}) AS since, toDateTime({last:Date} + 1, {timezone:String}) AS until
SELECT
    if(empty(device), '(not set)', device) AS device_name,
    uniq(user_id) AS visitors,
    sum(sign) AS visits,
    toUInt32(greatest(ifNotFinite(round(sum(is_bounce * sign) / sum(sign) * 100), 0), 0)) AS bounce_rate,
    toUInt32(ifNotFinite(round(sum(duration * sign) / sum(sign)), 0)) AS visit_duration
FROM sessions_v2
WHERE site_id = {site:UInt64} AND timestamp >= since AND start < until
GROUP BY device_name
HAVING visits > 0
ORDER BY visitors DESC, visits DESC, device_name
LIMIT 100
