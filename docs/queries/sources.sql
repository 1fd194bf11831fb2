-- Where visitors come from, with bounce rate and visit duration. Asks for the alias column `source`, as Plausible does.
WITH toDateTime({first:Date}, {timezone:String}) AS since, toDateTime({last:Date} + 1, {timezone:String}) AS until
SELECT
    if(empty(source), 'Direct / None', source) AS source_name,
    uniq(user_id) AS visitors,
    sum(sign) AS visits,
    toUInt32(greatest(ifNotFinite(round(sum(is_bounce * sign) / sum(sign) * 100), 0), 0)) AS bounce_rate,
    toUInt32(ifNotFinite(round(sum(duration * sign) / sum(sign)), 0)) AS visit_duration
FROM sessions_v2
WHERE site_id = {site:UInt64} AND timestamp >= since AND start < until
GROUP BY source_name
HAVING visits > 0
ORDER BY visitors DESC, visits DESC, source_name
LIMIT 100
