-- Browsers and operating systems with their versions (alias columns `os`, `os_version`).
WITH toDateTime({first:Date}, {timezone:String}) AS since, toDateTime({last:Date} + 1, {timezone:String}) AS until
SELECT
    if(empty(browser), '(not set)', browser) AS browser_name,
    browser_version,
    if(empty(os), '(not set)', os) AS os_name,
    os_version,
    uniq(user_id) AS visitors,
    sum(sign) AS visits
FROM sessions_v2
WHERE site_id = {site:UInt64} AND timestamp >= since AND start < until
GROUP BY browser_name, browser_version, os_name, os_version
HAVING visits > 0
ORDER BY visitors DESC, visits DESC, browser_name, os_name
LIMIT 100
