-- Goals of pages, and of pages read to a depth. Each goal is a number from 1: its name of event, its pattern of paths and its least scroll depth stand at
-- that place of {names}, {pages} and {depths} (-1: no depth). An event counts for every goal that it matches.
WITH toDateTime({first:Date}, {timezone:String}) AS since, toDateTime({last:Date} + 1, {timezone:String}) AS until
SELECT goal, uniq(user_id) AS visitors, count() AS conversions
FROM events_v2
ARRAY JOIN arrayFilter(
    goal -> name = {names:Array(String)}[goal] AND match(pathname, {pages:Array(String)}[goal]) AND scroll_depth BETWEEN greatest({depths:Array(Int16)}[goal], 0) AND 100,
    arrayEnumerate({names:Array(String)})) AS goal
WHERE site_id = {site:UInt64} AND timestamp >= since AND timestamp < until
GROUP BY goal
ORDER BY goal
