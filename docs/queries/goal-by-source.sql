-- Where the visitors who reach a goal ({goal:String}) come from, and which share of each source's visitors they are.
WITH toDateTime({first:Date}, {timezone:String}) AS since, toDateTime({last:Date} + 1, {timezone:String}) AS until
SELECT if(empty(source), 'Direct / None', source) AS source_name, uniqIf(user_id, name = {goal:String}) AS converted, uniq(user_id) AS visitors, round(converted / visitors * 100, 1) AS conversion_rate
FROM events_v2
WHERE site_id = {site:UInt64} AND timestamp >= since AND timestamp < until
GROUP BY source_name
HAVING converted > 0
ORDER BY converted DESC, source_name
