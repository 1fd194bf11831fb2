-- Pages that visits begin on: visitors, entrances, bounce rate in percent, visit duration in seconds. A visit without a pageview has no entry page.
WITH toDateTime({first:Date}, {timezone:String}) AS since, toDateTime({last:Date} + 1, {timezone:String}) AS until
SELECT
    entry_page,
    uniq(user_id) AS visitors,
    sum(sign) AS entrances,
    toUInt32(greatest(ifNotFinite(round(sum(is_bounce * sign) / sum(sign) * 100), 0), 0)) AS bounce_rate,
    toUInt32(ifNotFinite(round(sum(duration * sign) / sum(sign)), 0)) AS visit_duration
FROM sessions_v2
WHERE site_id = {site:UInt64} AND timestamp >= since AND start < until AND entry_page != ''
GROUP BY entry_page
HAVING entrances > 0
ORDER BY visitors DESC, entrances DESC, entry_page
LIMIT 100
