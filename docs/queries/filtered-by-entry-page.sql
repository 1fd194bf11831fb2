-- Goals of visits that began on {entry:String}. Entry and exit pages stand in sessions alone: events are joined to them by session_id.
-- sign = 1 is enough, since the rows of a session have one entry page from its first pageview on.
WITH toDateTime({first:Date}, {timezone:String}) AS since, toDateTime({last:Date} + 1, {timezone:String}) AS until
SELECT e.name AS goal, uniq(e.user_id) AS visitors, count() AS events
FROM events_v2 AS e
INNER JOIN
(
    SELECT session_id
    FROM sessions_v2
    WHERE site_id = {site:UInt64} AND timestamp >= since AND start < until AND sign = 1 AND entry_page = {entry:String}
    GROUP BY session_id
) AS s ON s.session_id = e.session_id
WHERE site_id = {site:UInt64} AND timestamp >= since AND timestamp < until AND e.name NOT IN ('pageview', 'engagement')
GROUP BY goal
ORDER BY goal
