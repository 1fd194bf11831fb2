-- The months that a site has in Plausible's database, the current one.
SELECT DISTINCT month
FROM
(
    SELECT toYYYYMM(timestamp) AS month FROM events_v2 WHERE site_id = {site:UInt64}
    UNION DISTINCT
    SELECT toYYYYMM(start) FROM sessions_v2 WHERE site_id = {site:UInt64}
)
ORDER BY month
