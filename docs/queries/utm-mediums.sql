-- Visits by utm_medium. Visits without the tag are left out, as on the dashboard; `utm_source`, `utm_content` and `utm_term` are asked for likewise.
WITH toDateTime({first:Date}, {timezone:String}) AS since, toDateTime({last:Date} + 1, {timezone:String}) AS until
SELECT
    utm_medium AS tag,
    uniq(user_id) AS visitors,
    sum(sign) AS visits,
    toUInt32(greatest(ifNotFinite(round(sum(is_bounce * sign) / sum(sign) * 100), 0), 0)) AS bounce_rate,
    toUInt32(ifNotFinite(round(sum(duration * sign) / sum(sign)), 0)) AS visit_duration
FROM sessions_v2
WHERE site_id = {site:UInt64} AND timestamp >= since AND start < until AND utm_medium != ''
GROUP BY tag
HAVING visits > 0
ORDER BY visitors DESC, visits DESC, tag
LIMIT 100
