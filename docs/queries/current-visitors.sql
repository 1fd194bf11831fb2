-- Visitors of the last five minutes. Reading on (engagement) does not make somebody a current visitor, as in Plausible.
SELECT uniq(user_id) AS visitors
FROM events_v2
WHERE site_id = {site:UInt64} AND timestamp >= now() - INTERVAL 5 MINUTE AND name != 'engagement'
