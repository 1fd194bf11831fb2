-- Regions and cities: ISO 3166-2 codes and GeoNames ids (alias columns `region`, `city`).
WITH toDateTime({first:Date}, {timezone:String}) AS since, toDateTime({last:Date} + 1, {timezone:String}) AS until
SELECT country AS country_letters, region AS region_code, city AS city_id, uniq(user_id) AS visitors
FROM sessions_v2
WHERE site_id = {site:UInt64} AND timestamp >= since AND start < until AND city != 0
GROUP BY country_letters, region_code, city_id
HAVING sum(sign) > 0
ORDER BY visitors DESC, city_id
LIMIT 100
