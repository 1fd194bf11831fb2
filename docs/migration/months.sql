-- The months that a site has in Plausible's database.
SELECT DISTINCT month
FROM
(
    SELECT toYYYYMM(timestamp) AS month FROM {source:Identifier}.events_v2 WHERE site_id = {site:UInt64}
    UNION DISTINCT
    SELECT toYYYYMM(start) FROM {source:Identifier}.sessions_v2 WHERE site_id = {site:UInt64}
)
ORDER BY month
