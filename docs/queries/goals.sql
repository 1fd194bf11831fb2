-- Custom events as goals ({goals:Array(String)}): who did it, how often, and the conversion rate: the share of all visitors, in percent.
WITH toDateTime({first:Date}, {timezone:String}) AS since, toDateTime({last:Date} + 1, {timezone:String}) AS until
SELECT
    name AS goal,
    uniq(user_id) AS visitors,
    count() AS conversions,
    round(visitors / (SELECT uniq(user_id) FROM events_v2 WHERE site_id = {site:UInt64} AND timestamp >= since AND timestamp < until) * 100, 1) AS conversion_rate
FROM events_v2
WHERE site_id = {site:UInt64} AND timestamp >= since AND timestamp < until AND name IN {goals:Array(String)}
GROUP BY goal
ORDER BY visitors DESC, goal
