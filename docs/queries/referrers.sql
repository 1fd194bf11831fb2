-- Referrers of a source ({source:String}), hosts and paths.
WITH toDateTime({first:Date}, {timezone:String}) AS since, toDateTime({last:Date} + 1, {timezone:String}) AS until
SELECT
    if(empty(referrer), 'Direct / None', referrer) AS referrer_name,
    uniq(user_id) AS visitors,
    sum(sign) AS visits,
    toUInt32(greatest(ifNotFinite(round(sum(is_bounce * sign) / sum(sign) * 100), 0), 0)) AS bounce_rate,
    toUInt32(ifNotFinite(round(sum(duration * sign) / sum(sign)), 0)) AS visit_duration
FROM sessions_v2
WHERE site_id = {site:UInt64} AND timestamp >= since AND start < until AND source = {source:String}
GROUP BY referrer_name
HAVING visits > 0
ORDER BY visitors DESC, visits DESC, referrer_name
LIMIT 100
