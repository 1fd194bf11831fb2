-- Pages that visits end on: visitors, exits, and the exit rate: exits for 100 views of the page. A visit that went on has left rows of the pages it was
-- on before, which cancel out only once they are added up: by session first, or their visitors would count there too.
WITH toDateTime({first:Date}, {timezone:String}) AS since, toDateTime({last:Date} + 1, {timezone:String}) AS until
SELECT s.exit_page AS page, s.visitors AS visitors, s.exits AS exits, if(p.views > 0, round(s.exits / p.views * 100, 1), NULL) AS exit_rate
FROM
(
    SELECT exit_page, uniq(user_id) AS visitors, count() AS exits
    FROM
    (
        SELECT exit_page, user_id
        FROM sessions_v2
        WHERE site_id = {site:UInt64} AND timestamp >= since AND start < until AND exit_page != ''
        GROUP BY exit_page, user_id, session_id
        HAVING sum(sign) > 0
    )
    GROUP BY exit_page
) AS s
LEFT JOIN
(
    SELECT pathname, count() AS views
    FROM events_v2
    WHERE site_id = {site:UInt64} AND timestamp >= since AND timestamp < until AND name = 'pageview'
    GROUP BY pathname
) AS p ON p.pathname = s.exit_page
ORDER BY visitors DESC, exits DESC, page
LIMIT 100
