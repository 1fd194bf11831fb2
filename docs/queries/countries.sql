-- Countries, as two letters. An unknown one is two zero bytes (alias column `country`).
WITH toDateTime({first:Date}, {timezone:String}) AS since, toDateTime({last:Date} + 1, {timezone:String}) AS until
SELECT
    country AS country_letters,
    uniq(user_id) AS visitors,
    sum(sign) AS visits,
    toUInt32(greatest(ifNotFinite(round(sum(is_bounce * sign) / sum(sign) * 100), 0), 0)) AS bounce_rate,
    toUInt32(ifNotFinite(round(sum(duration * sign) / sum(sign)), 0)) AS visit_duration
FROM sessions_v2
WHERE site_id = {site:UInt64} AND timestamp >= since AND start < until AND country NOT IN (toFixedString('', 2), 'ZZ')
GROUP BY country_letters
HAVING visits > 0
ORDER BY visitors DESC, visits DESC, country_letters
LIMIT 100
