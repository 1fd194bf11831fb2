-- The numbers on top: visitors, visits, pageviews, views per visit, bounce rate in percent, visit duration in seconds.
-- A visit counts where it was active in the days asked for, also when it began before them.
WITH toDateTime({first:Date}, {timezone:String}) AS since, toDateTime({last:Date} + 1, {timezone:String}) AS until
SELECT visitors, visits, views, views_per_visit, bounce_rate, visit_duration
FROM
(
    SELECT uniq(user_id) AS visitors, countIf(name = 'pageview') AS views
    FROM events_v2
    WHERE site_id = {site:UInt64} AND timestamp >= since AND timestamp < until
) AS e
CROSS JOIN
(
    SELECT
        sum(sign) AS visits,
        ifNotFinite(round(sum(sign * pageviews) / sum(sign), 2), 0) AS views_per_visit,
        toUInt32(greatest(ifNotFinite(round(sum(is_bounce * sign) / sum(sign) * 100), 0), 0)) AS bounce_rate,
        toUInt32(ifNotFinite(round(sum(duration * sign) / sum(sign)), 0)) AS visit_duration
    FROM sessions_v2
    WHERE site_id = {site:UInt64} AND timestamp >= since AND start < until
) AS s
