-- A goal ({goal:String}) by the value of a custom property ({property:String}); events without it are "(none)".
WITH toDateTime({first:Date}, {timezone:String}) AS since, toDateTime({last:Date} + 1, {timezone:String}) AS until
SELECT
    if(has(meta.key, {property:String}), meta.value[indexOf(meta.key, {property:String})], '(none)') AS value,
    uniq(user_id) AS visitors,
    count() AS conversions
FROM events_v2
WHERE site_id = {site:UInt64} AND timestamp >= since AND timestamp < until AND name = {goal:String}
GROUP BY value
ORDER BY visitors DESC, conversions DESC, value
