-- Pages: visitors, pageviews, the bounce rate of visits that began there (null: none did), time on page in seconds, scroll depth in percent (null: not measured).
WITH toDateTime({first:Date}, {timezone:String}) AS since, toDateTime({last:Date} + 1, {timezone:String}) AS until
SELECT e.pathname AS page, e.visitors AS visitors, e.views AS views, s.bounce_rate AS bounce_rate, e.time_on_page AS time_on_page, d.scroll_depth AS scroll_depth
FROM
(
    SELECT
        pathname,
        uniq(user_id) AS visitors,
        countIf(name = 'pageview') AS views,
        -- Milliseconds that a page was looked at, over the visits that looked at it.
        if(countIf(name = 'engagement') > 0, toInt32(round(sumIf(engagement_time, name = 'engagement') / 1000 / uniqIf(session_id, name = 'engagement'))), NULL) AS time_on_page
    FROM events_v2
    WHERE site_id = {site:UInt64} AND timestamp >= since AND timestamp < until AND name IN ('pageview', 'engagement')
    GROUP BY pathname
) AS e
LEFT JOIN
(
    SELECT entry_page, toNullable(toUInt32(greatest(ifNotFinite(round(sum(is_bounce * sign) / sum(sign) * 100), 0), 0))) AS bounce_rate
    FROM sessions_v2
    WHERE site_id = {site:UInt64} AND timestamp >= since AND start < until
    GROUP BY entry_page
    HAVING sum(sign) > 0
) AS s ON s.entry_page = e.pathname
LEFT JOIN
(
    SELECT pathname, toNullable(toUInt8(round(sum(deepest) / count()))) AS scroll_depth
    FROM
    (
        SELECT pathname, session_id, max(scroll_depth) AS deepest
        FROM events_v2
        WHERE site_id = {site:UInt64} AND timestamp >= since AND timestamp < until AND name = 'engagement' AND scroll_depth <= 100
        GROUP BY pathname, session_id
    )
    GROUP BY pathname
) AS d ON d.pathname = e.pathname
ORDER BY visitors DESC, views DESC, page
LIMIT 100
