-- How far a site's pages are read, in percent: the deepest point of each visit, averaged. 255 is "not measured".
WITH toDateTime({first:Date}, {timezone:String}) AS since, toDateTime({last:Date} + 1, {timezone:String}) AS until
SELECT if(visits > 0, toUInt8(round(depths / visits)), NULL) AS scroll_depth
FROM
(
    SELECT sum(deepest) AS depths, uniq(session_id) AS visits
    FROM
    (
        SELECT session_id, max(scroll_depth) AS deepest
        FROM events_v2
        WHERE site_id = {site:UInt64} AND timestamp >= since AND timestamp < until AND name = 'engagement' AND scroll_depth <= 100
        GROUP BY session_id
    )
)
